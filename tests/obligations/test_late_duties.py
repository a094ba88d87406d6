"""That the end of a duty passed is written down once, and stays: whatever is recorded, taken back or taken out afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.journal.queries import entries_of_case
from meldpunt.obligations.access import open_duties
from meldpunt.obligations.actions import choose_laws, withdraw_fact, withdraw_submission
from meldpunt.obligations.jobs import settle_obligations
from meldpunt.obligations.queries import duties_of
from meldpunt.obligations.terms.duties import DutyEnd
from meldpunt.obligations.terms.law import FactKind, Law
from tests.factories.cases import MadeCase, make_case
from tests.factories.duties import LawFact, LawSubmission, duty, submit, tell
from tests.factories.people import NOW, MadeMember, MadeOrganisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STAGE = "gdpr-notification"
END = NOW + 72 * HOUR
AFTER = END + HOUR


@pytest.fixture
def case(organisation: MadeOrganisation, lead: MadeMember, handler: MadeMember) -> MadeCase:  # noqa: ARG001 - who chose
    """Give a case with a breach of now."""
    made = make_case(organisation)
    tell(made, handler, FactKind.BREACH)
    return made


def deeds(case: MadeCase) -> list[str]:
    """Return what the journal tells of the duty itself, in order."""
    return [
        entry.deed.removeprefix("duty.")
        for entry in entries_of_case(case.row.uuid)
        if entry.deed.startswith("duty.") and "stage" in entry.facts
    ]


def test_the_sweep_writes_down_once_that_it_was_late(case: MadeCase) -> None:
    for moment in (END, AFTER, AFTER, AFTER + HOUR):
        settle_obligations(now=moment)
    assert (deeds(case), duty(case, STAGE).broken_at) == (["started", "broken"], END)


def test_the_line_names_the_end_that_passed(case: MadeCase) -> None:
    settle_obligations(now=AFTER)
    told = [dict(entry.facts) for entry in entries_of_case(case.row.uuid) if entry.deed == "duty.broken"]
    assert told == [{"stage": STAGE, "event": 1, "due": END.astimezone(UTC).isoformat(timespec="seconds")}]


def test_the_last_moment_is_in_time(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE, END, now=END)
    settle_obligations(now=AFTER)
    assert (deeds(case), duty(case, STAGE).broken_at) == (["started", "submitted"], None)


def test_what_ended_before_it_was_recorded_is_late_at_once(
    organisation: MadeOrganisation, lead: MadeMember, handler: MadeMember
) -> None:
    case = make_case(organisation)
    tell(case, lead, FactKind.BREACH, NOW - 100 * HOUR)
    tell(case, handler, FactKind.BREACH_NO_RISK, NOW - 99 * HOUR)
    assert (deeds(case), duty(case, STAGE).broken_at) == (["started", "broken"], NOW - 28 * HOUR)


def test_submitted_late_it_was_late(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE, AFTER, why="We were flooded.", now=AFTER)
    assert (deeds(case), duty(case, STAGE).broken_at) == (["started", "submitted", "broken"], END)


@pytest.mark.parametrize("swept", [True, False])
def test_taking_the_fact_back_does_not_take_it_back(case: MadeCase, handler: MadeMember, swept: bool) -> None:
    """Also where nobody had looked at the clock before."""
    if swept:
        settle_obligations(now=AFTER)
    fact = LawFact.objects.get().uuid
    withdraw_fact(number=case.number, fact=fact, because="no data", by=handler.unlocked, now=AFTER)
    fallen = open_duties(number=case.number, visitor=handler.unlocked, now=AFTER).fallen
    assert [(each.stage, each.because, each.ended_at, each.broken_at) for each in fallen] == [
        (STAGE, DutyEnd.GONE, AFTER, END)
    ]
    assert deeds(case) == ["started", "broken", "gone"]


@pytest.mark.parametrize("swept", [True, False])
def test_taking_the_law_out_does_not_take_it_back(
    case: MadeCase, lead: MadeMember, handler: MadeMember, swept: bool
) -> None:
    if swept:
        settle_obligations(now=AFTER)
    choose_laws(laws=[], agreed=1, by=lead.unlocked, now=AFTER)
    fallen = open_duties(number=case.number, visitor=handler.unlocked, now=AFTER).fallen
    assert [(each.because, each.broken_at) for each in fallen] == [(DutyEnd.LAW_OUT, END)]
    choose_laws(laws=[Law.GDPR], by=lead.unlocked, now=AFTER + HOUR)
    assert deeds(case) == ["started", "broken", "law_left_case", "reopened"]
    assert duty(case, STAGE).broken_at == END


def test_a_later_moment_moves_the_end_and_it_was_late_all_the_same(case: MadeCase, handler: MadeMember) -> None:
    settle_obligations(now=AFTER)
    fact = LawFact.objects.get().uuid
    withdraw_fact(number=case.number, fact=fact, because="wrong day", by=handler.unlocked, now=AFTER)
    tell(case, handler, FactKind.BREACH, NOW + 30 * HOUR, now=AFTER)
    tell(case, handler, FactKind.BREACH_NO_RISK, AFTER, now=AFTER)
    (found,) = duties_of(case.organisation.id, case.row.uuid)
    assert (found.lifted, found.due, found.broken_at) == (True, NOW + 102 * HOUR, END)


def test_submitted_in_time_and_recorded_later_keeps_that_nothing_was_recorded(
    case: MadeCase, handler: MadeMember
) -> None:
    submit(case, handler, STAGE, NOW + HOUR, now=AFTER)
    (found,) = duties_of(case.organisation.id, case.row.uuid)
    assert (found.late, found.broken_at, deeds(case)) == (False, END, ["started", "submitted", "broken"])


def test_a_submission_that_is_taken_back_after_the_end_is_late(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE)
    sent = LawSubmission.objects.get().uuid
    withdraw_submission(number=case.number, submission=sent, because="bounced", by=handler.unlocked, now=AFTER)
    assert duty(case, STAGE).broken_at == END


def test_without_an_end_nothing_is_late(organisation: MadeOrganisation, lead: MadeMember) -> None:
    case = make_case(organisation)
    tell(case, lead, FactKind.BREACH_AS_PROCESSOR)
    settle_obligations(now=NOW + 1000 * HOUR)
    assert (deeds(case), duty(case, "gdpr-controller").broken_at) == (["started"], None)


def test_submitted_late_it_was_late_also_when_the_law_is_gone(
    case: MadeCase, lead: MadeMember, handler: MadeMember
) -> None:
    submit(case, handler, STAGE, AFTER, why="We were flooded.", now=AFTER)
    choose_laws(laws=[], by=lead.unlocked, now=AFTER)
    fallen = open_duties(number=case.number, visitor=handler.unlocked, now=AFTER).fallen
    assert [(each.because, each.broken_at, each.was_late) for each in fallen] == [(DutyEnd.SUBMITTED, END, True)]


def test_submitted_in_time_it_is_not_said_to_have_been_late(
    case: MadeCase, lead: MadeMember, handler: MadeMember
) -> None:
    """Although it was recorded after the end, and the law is gone."""
    submit(case, handler, STAGE, NOW + HOUR, now=AFTER)
    choose_laws(laws=[], by=lead.unlocked, now=AFTER)
    fallen = open_duties(number=case.number, visitor=handler.unlocked, now=AFTER).fallen
    assert [(each.broken_at, each.was_late) for each in fallen] == [(END, False)]


@pytest.mark.parametrize(("sent", "late"), [(NOW + HOUR, False), (AFTER, True)])
def test_taking_the_fact_back_makes_no_submission_of_then_late(
    case: MadeCase, handler: MadeMember, sent: datetime, late: bool
) -> None:
    """The submission stays to be read, and says when it was."""
    submit(case, handler, STAGE, sent, why="We were flooded.", now=AFTER)
    fact = LawFact.objects.get().uuid
    withdraw_fact(number=case.number, fact=fact, because="no data", by=handler.unlocked, now=AFTER)
    (fallen,) = open_duties(number=case.number, visitor=handler.unlocked, now=AFTER).fallen
    assert (fallen.because, fallen.broken_at, fallen.was_late) == (DutyEnd.GONE, END, late)


def test_a_submission_that_was_taken_back_does_not_make_it_in_time(case: MadeCase, handler: MadeMember) -> None:
    submit(case, handler, STAGE, NOW + HOUR, now=AFTER)
    sent, fact = LawSubmission.objects.get().uuid, LawFact.objects.get().uuid
    withdraw_submission(number=case.number, submission=sent, because="bounced", by=handler.unlocked, now=AFTER)
    withdraw_fact(number=case.number, fact=fact, because="no data", by=handler.unlocked, now=AFTER)
    (fallen,) = open_duties(number=case.number, visitor=handler.unlocked, now=AFTER).fallen
    assert fallen.was_late
