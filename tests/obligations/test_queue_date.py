"""The date of a case in the queue agrees with what the due list says of it."""

from datetime import datetime
from uuid import uuid4

import pytest

from meldpunt.caseload.queries import due_list, queue
from meldpunt.caseload.terms import DueFilter, Filter
from meldpunt.cases.actions import agree_due, agreeing, assign, close, write_as_finder
from meldpunt.cases.rules.upkeep import DEFAULTS, EVIDENCE
from meldpunt.cases.terms import ClosingReason, DeclineReason, MessageKind, ReportState, Says
from meldpunt.people.terms import Visitor
from meldpunt.policy.rules.reckoning import due
from meldpunt.policy.terms import PromiseKind, Region
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, MadeCase, answer, go, make_case, say_no
from tests.factories.obligations import DAY, rows_of, settle_all
from tests.factories.people import NOW, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, in_name_of

pytestmark = pytest.mark.django_db
TERM = 'within = "5 working days"'
PAUSING = SMALL.replace(
    TERM, f"{TERM}\nsays = ['assessment']\npauses = true\n[promises.silence]\nwithin = '30 days'\npauses = true"
)
REGION = Region(country="NL")


@pytest.fixture
def case() -> MadeCase:
    """Give a case of an organisation whose clocks stand still while a question waits."""
    organisation = make_organisation()
    version = publish_text(organisation, in_name_of(organisation.facts.name, PAUSING)).number
    return make_case(organisation, form=make_form(organisation, policy_version=version))


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


def both(anna: Visitor, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Settle, and return the date of the one case in the queue and that of the first line of the due list."""
    settle_all(now=now)
    (row,) = queue(visitor=anna, which=Filter.OPEN).rows
    lines = due_list(visitor=anna, which=DueFilter.ALL, now=now).rows
    return row.line.due_at, lines[0].line.due_at if lines else None


def write(case: MadeCase, now: datetime) -> None:
    write_as_finder(text="Hier is het.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now)


def test_a_new_report(case: MadeCase, anna: Visitor) -> None:
    assert both(anna, NOW) == (rows_of(case)[0].due_at,) * 2


def test_a_question_that_waits_moves_both(case: MadeCase, anna: Visitor) -> None:
    before = both(anna, NOW)
    answer(case, anna, MessageKind.ASK, now=NOW + DAY)
    for days in (2, 20, 40):
        write(case, NOW + days * DAY) if days == 20 else None
        answer(case, anna, MessageKind.ASK, now=NOW + 20.5 * DAY) if days == 20 else None
        after = both(anna, NOW + days * DAY)
        assert after[0] == after[1]
        assert after >= before
        before = after
    assert before[0] is not None
    assert before[0] > NOW + 40 * DAY


def test_an_answer_that_holds_too_little_leaves_the_first_date(case: MadeCase, anna: Visitor) -> None:
    first = both(anna, NOW)
    answer(case, anna, now=NOW + DAY)
    assert both(anna, NOW + 2 * DAY) == first
    answer(case, anna, says=Says(assessment=True), now=NOW + 30 * DAY)
    assert both(anna, NOW + 31 * DAY) == (rows_of(case)[-1].due_at,) * 2


def test_other_deeds_do_not_part_them(case: MadeCase, anna: Visitor) -> None:
    """Giving the case to somebody reckons its date without its promises."""
    answer(case, anna, now=NOW + DAY)
    first = both(anna, NOW + DAY)
    assign(number=case.number, to=anna.member, seen_version=case.version, by=anna, now=NOW + DAY)
    assert both(anna, NOW + DAY) == first == (rows_of(case)[0].due_at,) * 2


def test_a_mail_that_was_not_taken_leaves_the_first_date(anna: Visitor, case: MadeCase) -> None:
    close_it(case, anna)
    other = make_case(
        case.organisation, form=make_form(case.organisation, policy_version=case_version(case)), contact=MAILED
    )
    answer(other, anna, says=Says(assessment=True))
    assert both(anna, NOW + DAY) == (rows_of(other)[0].due_at,) * 2


def test_a_word_of_the_finder_asks_for_an_earlier_one(case: MadeCase, anna: Visitor) -> None:
    """Promised to nobody, so that the due list does not know of it."""
    answer(case, anna, says=Says(assessment=True), now=NOW)
    write(case, NOW + DAY)
    asked = due(DEFAULTS[PromiseKind.FIRST_ANSWER], NOW + DAY, REGION)
    assert both(anna, NOW + DAY) == (asked, rows_of(case)[1].due_at)


def test_evidence_after_a_no(case: MadeCase, anna: Visitor) -> None:
    say_no(case, anna, DeclineReason.NOT_VALID)
    assert both(anna, NOW)[0] == due(EVIDENCE, NOW, REGION)


def test_a_closed_case_has_no_date(case: MadeCase, anna: Visitor) -> None:
    close_it(case, anna)
    settle_all(now=NOW + DAY)
    assert case.row.due_at is None


def test_a_case_that_changed_meanwhile_is_left_alone(
    case: MadeCase, anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own line in the journal brings it back."""
    settle_all()
    before, seen = case.row, case.row.due_at
    assign(number=case.number, to=anna.member, seen_version=case.version, by=anna, now=NOW)
    monkeypatch.setattr(agreeing, "dues_with", lambda _promised: [(before, NOW + 99 * DAY)])
    agree_due(promised={case.row.uuid: NOW})
    assert case.row.due_at == seen


def close_it(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna, says=Says(assessment=True))
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)


def case_version(case: MadeCase) -> int:
    return case.row.threads.get().report.policy_version.number
