"""Several at once about duties by law, on a real database with threads of their own."""

from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_case, first_broken_link
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import choose_laws, save_answers, warn, withdraw_fact
from meldpunt.obligations.jobs import settle_obligations
from meldpunt.obligations.terms.duties import AnswersMovedOn, Recorded
from meldpunt.obligations.terms.law import FactKind
from meldpunt.outbox.models import Owed
from tests.cases.test_at_once import together
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import DutyWarning, LawAnswers, LawDuty, LawFact, LawSubmission, submit, tell
from tests.factories.people import NOW, MadeMember, MadeOrganisation

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
STAGE = "gdpr-notification"


@pytest.fixture
def case(organisation: MadeOrganisation, lead: MadeMember) -> MadeCase:  # noqa: ARG001 - who chose
    """Give a case."""
    return make_case(organisation)


def test_the_same_fact_at_once_is_recorded_once(case: MadeCase, handler: MadeMember) -> None:
    together(*[lambda: tell(case, handler, FactKind.BREACH)] * 4)
    counts = (LawFact.objects.count(), LawDuty.objects.count(), DutyWarning.objects.filter(step="begun").count())
    assert (counts, first_broken_link(case.organisation.id)) == ((1, 1, 1), None)


def test_two_moments_of_one_kind_at_once_count_from_the_earlier(case: MadeCase, handler: MadeMember) -> None:
    moments = [NOW - hours * HOUR for hours in range(4)]
    together(*[lambda at=at: tell(case, handler, FactKind.BREACH, at) for at in moments])
    assert (LawFact.objects.count(), LawDuty.objects.get().due_at) == (4, NOW + 69 * HOUR)


def test_new_events_at_once_get_a_number_each(case: MadeCase, handler: MadeMember) -> None:
    """Whoever wrote them down saw the same number free; each has its own clock."""
    tell(case, handler, FactKind.BREACH)
    words = ["a", "b", "c", "d"]
    new = [lambda why=why: tell(case, handler, FactKind.BREACH, event=2, anew=True, reasons=why) for why in words]
    assert together(*new) == [Recorded.CHANGED] * 4
    assert sorted(LawFact.objects.values_list("event", flat=True)) == [1, 2, 3, 4, 5]
    assert LawDuty.objects.filter(stage=STAGE, ended_at__isnull=True).count() == 5
    assert first_broken_link(case.organisation.id) is None


def test_one_new_event_sent_several_times_at_once_is_one(case: MadeCase, handler: MadeMember) -> None:
    """Beside another one, whichever comes first."""
    tell(case, handler, FactKind.BREACH)
    sent = [lambda: tell(case, handler, FactKind.BREACH, event=2, anew=True)] * 3
    found = together(*sent, lambda: tell(case, handler, FactKind.BREACH, event=2, anew=True, reasons="Another."))
    assert sorted(map(str, found)) == ["changed", "changed", "there", "there"]
    assert sorted(LawFact.objects.values_list("event", flat=True)) == [1, 2, 3]


def test_of_those_who_save_at_once_one_does(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)

    def save(text: str) -> None:
        answers = {"breach_nature": text}
        who = handler.unlocked
        save_answers(number=case.number, stage=STAGE, event=1, answers=answers, seen_version=0, by=who, now=NOW)

    found = together(*[lambda text=text: save(text) for text in "abcd"])
    moved = [each for each in found if isinstance(each, AnswersMovedOn)]
    assert (len(moved), LawAnswers.objects.get().version) == (3, 1)


def test_submitted_at_once_is_recorded_once(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    together(*[lambda: submit(case, handler, STAGE)] * 4)
    assert (LawSubmission.objects.count(), LawDuty.objects.get().ended_because) == (1, "submitted")


def test_a_law_that_leaves_while_a_fact_is_recorded_leaves_no_duty(
    case: MadeCase, handler: MadeMember, lead: MadeMember
) -> None:
    together(
        lambda: tell(case, handler, FactKind.BREACH),
        lambda: choose_laws(laws=[], agreed=1, by=lead.unlocked, now=NOW),
    )
    assert LawDuty.objects.filter(ended_at__isnull=True).count() == 0


def test_two_sweeps_at_once_warn_once(case: MadeCase, handler: MadeMember) -> None:
    tell(case, handler, FactKind.BREACH)
    found = together(*[lambda: warn(by=SYSTEM, now=NOW, limit=10)] * 4)
    assert (sorted(found), Owed.objects.filter(letter="duties_due").count()) == ([0, 0, 0, 1], 1)  # type: ignore[type-var]


def test_two_sweeps_at_once_write_down_once_that_it_was_late(case: MadeCase, handler: MadeMember) -> None:
    """Beside somebody who takes back what began it: the line is there either way."""
    tell(case, handler, FactKind.BREACH)
    fact, late = LawFact.objects.get().uuid, NOW + 80 * HOUR
    together(
        lambda: settle_obligations(now=late),
        lambda: settle_obligations(now=late),
        lambda: withdraw_fact(number=case.number, fact=fact, because="no", by=handler.unlocked, now=late),
    )
    told = [entry.deed for entry in entries_of_case(case.row.uuid) if entry.deed == "duty.broken"]
    assert (told, LawDuty.objects.get().broken_at) == (["duty.broken"], NOW + 72 * HOUR)
    assert first_broken_link(case.organisation.id) is None
