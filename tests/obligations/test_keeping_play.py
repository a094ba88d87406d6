"""What would have come of promises, played against last year. 5 January 2026 and 4 January 2027 are Mondays, 52 weeks apart."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.obligations.rules.keeping import per_day_seen, play
from meldpunt.obligations.terms.keeping import Arrival, How, Plan, Played, Worker
from meldpunt.policy.rules.reckoning import is_working_day
from meldpunt.policy.terms import Promise, PromiseKind, Unit
from tests.obligations.playing import AMSTERDAM, ENOUGH, FIRST, NL, away, burst, local, plan, played

MONDAY = (2026, 1, 5, 8, 0)
SILENCE = Promise(PromiseKind.SILENCE, 2, Unit.WEEKS)
SOLVED = Promise(PromiseKind.SOLVED, 2, Unit.WORKING_DAYS)
FIX = Promise(PromiseKind.FIX, 10, Unit.DAYS)


def first(of: Plan) -> Played:
    """Play a plan, and return what came of its first promise."""
    return played(of)[0]


def test_a_report_comes_again_on_the_same_weekday_and_time() -> None:
    (broken,) = first(plan(*burst(1, 2025, 3, 31, 9, 30), workers=0)).broken
    assert broken.started_at == local(2026, 3, 30, 9, 30)


def test_nobody_answers_nothing() -> None:
    assert len(first(plan(*burst(3, *MONDAY), workers=0)).broken) == 3


def test_who_answers_none_a_day_is_nobody() -> None:
    assert len(first(plan(*burst(3, *MONDAY), per_day=0)).broken) == 3


def test_one_a_day_keeps_five_in_five_days() -> None:
    assert first(plan(*burst(6, *MONDAY))).broken == ()


def test_the_seventh_is_too_late() -> None:
    found = first(plan(*burst(7, *MONDAY)))
    assert (found.made, len(found.broken), found.days) == (7, 1, (date(2027, 1, 11),))


def test_an_answer_that_ends_with_the_day_is_of_that_day() -> None:
    one_day = Promise(PromiseKind.FIRST_ANSWER, 8, Unit.HOURS)
    moments = [(2026, 1, 5, 9, 0), (2026, 1, 5, 9, 1)]
    assert [len(first(plan(*burst(1, *at), promises=(one_day,))).broken) for at in moments] == [0, 1]


def test_half_a_report_a_day_takes_two_days() -> None:
    of = plan(*burst(1, *MONDAY), per_day=0.5, promises=(replace(FIRST, amount=1),))
    assert len(first(of).broken) == 0
    assert len(first(replace(of, arrivals=burst(2, *MONDAY))).broken) == 1


def test_two_people_answer_twice_as_many() -> None:
    assert [len(first(plan(*burst(13, *MONDAY), workers=workers)).broken) for workers in (1, 2)] == [7, 1]


def test_who_is_away_answers_nothing() -> None:
    holiday = away(plan(*burst(1, *MONDAY)), (date(2027, 1, 4), date(2027, 1, 11)))
    assert first(holiday).days == (date(2027, 1, 11),)


def test_nobody_works_on_a_holiday() -> None:
    ascension = plan(*burst(1, 2025, 5, 15, 8, 0), promises=(Promise(PromiseKind.FIRST_ANSWER, 24, Unit.HOURS),))
    assert len(first(ascension).broken) == 1  # 14 May 2026


def test_what_is_due_first_is_answered_first() -> None:
    fixed = Arrival(local(2025, 12, 1), fixed_at=local(*MONDAY))
    of = plan(fixed, *burst(3, *MONDAY), promises=(FIRST, replace(SOLVED, amount=1)))
    assert [len(each.broken) for each in played(of)] == [0, 0]


def test_progress_is_told_until_the_report_is_closed() -> None:
    open_for = Arrival(local(*MONDAY), closed_at=local(2026, 3, 6, 12))
    found = played(plan(open_for, promises=(FIRST, SILENCE)))[1]
    assert (found.made, found.broken) == (6, ())


def test_progress_is_broken_while_everybody_is_away() -> None:
    open_for = Arrival(local(*MONDAY), closed_at=local(2026, 3, 6, 12))
    of = away(plan(open_for, promises=(FIRST, SILENCE)), (date(2027, 1, 5), date(2027, 2, 5)))
    assert played(of)[1].days == (date(2027, 1, 18),)


def test_without_a_first_answer_progress_begins_with_the_report() -> None:
    open_for = Arrival(local(*MONDAY), closed_at=local(2026, 1, 23, 12))
    assert first(plan(open_for, promises=(SILENCE,))).made == 1


def test_a_fix_takes_as_long_as_last_year() -> None:
    reports = [Arrival(local(*MONDAY), fixed_at=local(2026, 1, day, 12)) for day in (15, 16)]
    found = first(plan(*reports, Arrival(local(*MONDAY)), promises=(FIX,)))
    assert (found.how, found.made, found.days) == (How.LAST_YEAR, 2, (date(2027, 1, 14),))


@pytest.mark.parametrize("kind", [PromiseKind.RECEIPT, PromiseKind.KEY])
def test_what_the_machine_does_is_kept(kind: PromiseKind) -> None:
    found = first(plan(*burst(4, *MONDAY), promises=(Promise(kind, 1, Unit.HOURS),), workers=0))
    assert (found.how, found.made, found.broken) == (How.MACHINE, 4, ())


def test_what_takes_one_press_is_not_judged() -> None:
    found = first(plan(*burst(4, *MONDAY), promises=(Promise(PromiseKind.ERASURE, 1, Unit.HOURS),), workers=0))
    assert (found.how, found.made, found.broken) == (How.ONE_PRESS, 4, ())


HOURLY = plan(
    *(Arrival(local(2026, month, 5), closed_at=local(2026, month, 25)) for month in (1, 3)),
    promises=(FIRST, Promise(PromiseKind.SILENCE, 1, Unit.HOURS)),
    per_day=20,
)
"""Twenty days of a word every hour, twice."""


def test_what_is_too_much_is_played_up_to_a_moment() -> None:
    """The same as when all is played, up to there."""
    whole, part = play(HOURLY, steps=ENOUGH), play(HOURLY, steps=200)
    assert (whole.until, part.steps, part.until) == (None, 200, local(2027, 1, 13, 10, 48))
    assert part.until is not None
    before = [each for each in whole.played[1].broken if each.due_at < part.until]
    assert (list(part.played[1].broken), len(before) < len(whole.played[1].broken)) == (before, True)


@given(st.integers(1, 1500))
@settings(max_examples=20, deadline=None)
def test_no_play_takes_more_than_its_steps_and_a_few(steps: int) -> None:
    """Each report is one, and what it asks first is another; the last step may put one more thing on the list."""
    found = play(HOURLY, steps=steps)
    assert found.steps <= max(steps, 2 * len(HOURLY.arrivals)) + 1


def test_as_many_steps_as_it_takes_are_enough() -> None:
    whole = play(HOURLY, steps=ENOUGH)
    assert play(HOURLY, steps=whole.steps) == whole


def test_where_nobody_answers_there_is_nothing_too_much() -> None:
    assert play(replace(HOURLY, workers=()), steps=1).until is None


def test_without_reports_nothing_is_judged() -> None:
    assert [each.made for each in played(plan(promises=(FIRST, SILENCE, FIX)))] == [0, 0, 0]


@pytest.mark.parametrize(
    ("days", "found"), [([], None), ([5, 5, 5], 3), ([5, 5, 5, 6, 7], 1), ([5, 5, 5, 6], 2), ([5, 5, 6], 1.5)]
)
def test_what_somebody_answers_is_the_median_of_their_days(days: list[int], found: float | None) -> None:
    assert per_day_seen([local(2026, 1, day, 12) for day in days], NL) == found


def minute_by_minute(of: Plan, per_day: int) -> list[datetime]:
    """Return when one person told each report, in order; walks through every minute and shares no line with what it checks."""
    length, left, ends = 480 // per_day, 0, []
    coming = sorted(
        arrival.at.astimezone(AMSTERDAM).replace(tzinfo=None) + timedelta(weeks=52) for arrival in of.arrivals
    )
    minute = coming[0].replace(hour=0, minute=0)
    while coming or left:
        if is_working_day(minute.date(), of.region) and 9 <= minute.hour < 17:
            if not left and coming and coming[0] <= minute:
                coming.pop(0)
                left = length
            if left:
                left -= 1
                if not left:
                    ends.append((minute + timedelta(minutes=1)).replace(tzinfo=AMSTERDAM).astimezone(UTC))
        minute += timedelta(minutes=1)
    return ends


arrivals = st.lists(
    st.datetimes(datetime(2025, 3, 20), datetime(2025, 4, 30)).map(  # noqa: DTZ001 - hypothesis wants naive bounds
        lambda moment: Arrival(moment.replace(second=0, microsecond=0, tzinfo=AMSTERDAM))
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12, deadline=None)
@given(arrivals, st.sampled_from([1, 2, 3, 6]), st.integers(1, 40))
def test_one_person_is_as_fast_as_minute_by_minute(reports: list[Arrival], per_day: int, hours: int) -> None:
    of = plan(*reports, per_day=per_day, promises=(Promise(PromiseKind.FIRST_ANSWER, hours, Unit.HOURS),))
    starts = sorted(arrival.at.astimezone(AMSTERDAM).replace(tzinfo=None) + timedelta(weeks=52) for arrival in reports)
    due = [start.replace(tzinfo=AMSTERDAM).astimezone(UTC) + timedelta(hours=hours) for start in starts]
    late = [end > moment for end, moment in zip(minute_by_minute(of, per_day), due, strict=True)]
    assert len(first(of).broken) == sum(late)


@settings(max_examples=40, deadline=None)
@given(arrivals, st.floats(0.3, 8), st.integers(1, 3))
def test_one_more_person_never_breaks_more(reports: list[Arrival], per_day: float, workers: int) -> None:
    of = plan(*reports, per_day=per_day, workers=workers)
    more = replace(of, workers=(*of.workers, Worker(per_day)))
    assert len(first(more).broken) <= len(first(of).broken)


@settings(max_examples=40, deadline=None)
@given(arrivals, st.floats(0.01, 1e9), st.integers(0, 3))
def test_every_report_is_judged_once(reports: list[Arrival], per_day: float, workers: int) -> None:
    assert first(plan(*reports, per_day=per_day, workers=workers)).made == len(reports)
