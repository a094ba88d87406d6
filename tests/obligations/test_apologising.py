"""A broken promise asks for a word to the finder, until they heard something; and offers one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from meldpunt.cases.actions import close, end_withholding, note_told, withhold
from meldpunt.cases.queries import late_reply
from meldpunt.cases.terms import ClosingReason, Ground, Late, ReportState
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.queries import late_towards, list_due, obligations_of
from meldpunt.obligations.rules.apologising import hears_again, is_unsaid
from meldpunt.obligations.terms import Span, Standing
from meldpunt.outbox.actions import settle_failed, take_due
from meldpunt.outbox.terms import CarrierRefused
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, MadeCase, answer, go, make_case
from tests.factories.obligations import DAY, settle_case
from tests.factories.people import NOW, make_lead, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, in_name_of

REGION = Region(country="NL")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = NOW + 30 * DAY


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder is not mailed."""
    return make_case(make_organisation())


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


def late(case: MadeCase, now: datetime = LATER) -> Late | None:
    promises = obligations_of(case.row.uuid, now=now)
    return late_towards(promises, case=case.row.uuid, organisation=case.organisation.id, now=now)


def listed(case: MadeCase, now: datetime = LATER) -> list[bool]:
    settle_case(case, now=now)
    rows = list_due(organisation=case.organisation.id, span=Span(), start=None, backwards=False, limit=10)
    return [row.unsaid for row in rows]


@pytest.mark.parametrize(
    ("broken", "ended", "word", "asks"),
    [
        (None, None, None, False),
        (MONDAY, None, None, True),
        (MONDAY, MONDAY + HOUR, None, False),
        (MONDAY, None, MONDAY - HOUR, True),
        (MONDAY, None, MONDAY, True),
        (MONDAY, None, MONDAY + HOUR, False),
    ],
)
def test_when_it_asks(*, broken: datetime | None, ended: datetime | None, word: datetime | None, asks: bool) -> None:
    assert is_unsaid(PromiseKind.FIRST_ANSWER, broken, ended, word) is asks


def test_erasing_asks_for_the_deed_alone() -> None:
    assert is_unsaid(PromiseKind.ERASURE, MONDAY, None, None) is False


@pytest.mark.parametrize(
    ("silence", "day"),
    [
        (None, date(2026, 11, 30)),
        (Promise(PromiseKind.SILENCE, 30, Unit.DAYS), date(2026, 11, 30)),
        (Promise(PromiseKind.SILENCE, 2, Unit.DAYS), date(2026, 11, 25)),
        (Promise(PromiseKind.SILENCE, 16, Unit.HOURS), date(2026, 11, 24)),
    ],
)
def test_the_day_that_is_offered(silence: Promise | None, day: date) -> None:
    """Five working days, or what is promised if that is sooner; in the organisation's zone."""
    assert hears_again(silence, REGION, now=MONDAY) == day


@pytest.mark.django_db
def test_nothing_is_asked_before_the_date(case: MadeCase) -> None:
    assert (late(case, NOW + DAY), listed(case, NOW + DAY)) == (None, [False])


@pytest.mark.django_db
def test_a_broken_promise_asks(case: MadeCase) -> None:
    found = late(case)
    assert found is not None
    assert (found.kind, found.assessed, found.due) == (PromiseKind.FIRST_ANSWER, False, date(2026, 11, 30))
    assert listed(case) == [True]


@pytest.mark.django_db
def test_once_told_it_asks_no_more_and_stays_broken() -> None:
    """Also where the word did not hold what was promised, so that it is owed still."""
    organisation = make_organisation()
    text = in_name_of(organisation.facts.name, SMALL).replace(
        "[promises.first_answer]", '[promises.first_answer]\nsays = ["assessment"]'
    )
    publish_text(organisation, text)
    case = make_case(organisation, form=make_form(organisation, policy_version=2))
    asked = late(case)
    assert asked is not None
    answer(case, make_member(organisation, name="Bram").unlocked, now=LATER - DAY)
    first = next(each for each in obligations_of(case.row.uuid, now=LATER) if each.kind is PromiseKind.FIRST_ANSWER)
    assert (asked.assessed, late(case), first.settled.standing, first.settled.ended_at) == (
        True,
        None,
        Standing.BROKEN,
        None,
    )
    assert listed(case) == [False]


@pytest.mark.django_db
def test_a_word_of_before_the_date_is_none(case: MadeCase, anna: Visitor) -> None:
    """The next message was promised after it, and did not come."""
    answer(case, anna, now=NOW + DAY)
    found = late(case, NOW + 60 * DAY)
    assert found is not None
    assert found.kind is PromiseKind.SILENCE


@pytest.mark.django_db
def test_it_goes_by_the_date_that_the_finder_knows() -> None:
    """Their page says that the promise was broken, though its clock stood still: that may not be said, sorry may."""
    case = make_case(make_organisation())
    lead = make_lead(case.organisation).unlocked
    answer(case, lead, now=NOW)
    number, ground, since, until = case.number, Ground.COURT, NOW + 2 * DAY, NOW + 50 * DAY
    withhold(
        number=number,
        ground=ground,
        reason="Vonnis.",
        said=False,
        review_on=until.date(),
        seen_version=case.version,
        by=lead,
        now=since,
    )
    end_withholding(number=number, seen_version=case.version, by=lead, now=until)
    found, owed = late(case, until), obligations_of(case.row.uuid, now=until)
    assert found is not None
    assert (found.kind, found.due < until.date()) == (PromiseKind.SILENCE, True)
    assert [each.settled.standing for each in owed if each.kind is PromiseKind.SILENCE] == [Standing.RUNNING]


@pytest.mark.django_db
@pytest.mark.parametrize("refused", [False, True])
def test_a_word_that_did_not_arrive_is_asked_for_again(*, refused: bool) -> None:
    """One that is on its way is not."""
    case = make_case(make_organisation(), contact=MAILED)
    anna = make_member(case.organisation, name="Anna").unlocked
    answer(case, anna, now=LATER - DAY)
    for row in take_due(now=LATER, limit=100) if refused else []:
        settle_failed(row=row, problem=CarrierRefused("550"), now=LATER)
    note_told(by=SYSTEM, now=LATER)
    assert (late(case) is not None, listed(case)) == (refused, [refused])


@pytest.mark.django_db
def test_a_closed_case_asks_for_nothing(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna, now=NOW + HOUR)
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    reason = ClosingReason.ACCEPTED_RISK
    close(number=case.number, reason=reason, seen_version=case.version, by=anna, now=NOW + 60 * DAY)
    assert (late(case, NOW + 90 * DAY), listed(case, NOW + 90 * DAY)) == (None, [])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(PromiseKind))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_word_is_in_the_finders_language(kind: PromiseKind, language: str) -> None:
    """With a day in it, a blank for the reason, and no placeholder left."""
    found = Late(kind, assessed=False, due=date(2026, 11, 16), again=date(2026, 11, 30))
    text = late_reply(found, language=language, number="2026-00042", handler="Anna {x}", organisation="K").text
    days = ("maandag 16 november 2026", "maandag 30 november 2026")
    if language == "en":
        days = ("Monday 16 November 2026", "Monday 30 November 2026")
    assert [text.count(day) for day in days] == [1, 1]
    assert (text.count("["), text.count("{"), text.count("2026-00042")) == (1, 1, 1)
