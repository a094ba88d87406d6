"""Clocks that stand still while the finder has a question to answer."""

from datetime import date

import pytest

from meldpunt.policy.rules.reckoning import reckon
from meldpunt.policy.terms import Region, Skipped, Unit, Wait, Why
from tests.policy.reckonings import local, promise, waited

NL = Region()
THURSDAY = local(2026, 5, 7, 16, 40)


def last_day(amount: int, unit: Unit, *waits: Wait, moves: bool = False) -> date:
    """Return the last day of a time that began on Thursday 7 May 2026 at 16:40."""
    return reckon(promise(amount, unit, moves=moves), THURSDAY, NL, waits).counted[-1]


def test_hours_stand_still_to_the_minute():
    wait = waited((2026, 5, 7, 17, 0), (2026, 5, 8, 9, 17))
    assert reckon(promise(2, Unit.HOURS), THURSDAY, NL, [wait]).due == local(2026, 5, 8, 10, 57)


def test_hours_stand_still_over_the_change_of_the_clock_for_as_long_as_it_was():
    """From 01:00 to 04:00 on the night the clock goes back are four hours."""
    wait = waited((2026, 10, 25, 1, 0), (2026, 10, 25, 4, 0))
    assert reckon(promise(2, Unit.HOURS), local(2026, 10, 25, 0, 0), NL, [wait]).due == local(2026, 10, 25, 5, 0)


@pytest.mark.parametrize(
    ("wait", "due"),
    [
        (waited((2026, 5, 7, 12), (2026, 5, 7, 16, 40)), local(2026, 5, 7, 18, 40)),
        (waited((2026, 5, 7, 12), (2026, 5, 7, 17, 40)), local(2026, 5, 7, 19, 40)),
        (waited((2026, 5, 7, 18, 40), (2026, 5, 9)), local(2026, 5, 7, 18, 40)),
        (waited((2026, 5, 7, 17), (2026, 5, 7, 17)), local(2026, 5, 7, 18, 40)),
        (waited((2026, 5, 7, 18), (2026, 5, 7, 17)), local(2026, 5, 7, 18, 40)),
    ],
    ids=["before it began", "as it began", "as it ended", "for no time", "that ends before it begins"],
)
def test_a_wait_counts_where_it_lies_inside(wait, due):
    assert reckon(promise(2, Unit.HOURS), THURSDAY, NL, [wait]).due == due


def test_waits_that_overlap_count_once():
    waits = [waited((2026, 5, 7, 17), (2026, 5, 7, 19)), waited((2026, 5, 7, 18), (2026, 5, 7, 20))]
    assert reckon(promise(2, Unit.HOURS), THURSDAY, NL, waits).due == local(2026, 5, 7, 21, 40)


WHOLE_DAYS = [
    ("answered the same day", ((2026, 5, 8, 9), (2026, 5, 8, 17)), 0),
    ("answered the next day", ((2026, 5, 8, 9), (2026, 5, 9, 17)), 0),
    ("one whole day", ((2026, 5, 8, 9), (2026, 5, 10, 17)), 1),
    ("from midnight to midnight", ((2026, 5, 8, 0), (2026, 5, 9, 0)), 1),
    ("a minute less", ((2026, 5, 8, 0), (2026, 5, 8, 23, 59)), 0),
    ("three whole days", ((2026, 5, 8, 9), (2026, 5, 12, 17)), 3),
]


@pytest.mark.parametrize(("wait", "days"), [case[1:] for case in WHOLE_DAYS], ids=[case[0] for case in WHOLE_DAYS])
@pytest.mark.parametrize(("amount", "unit"), [(10, Unit.DAYS), (2, Unit.WEEKS), (1, Unit.MONTHS)])
def test_whole_days_of_waiting_do_not_count(wait, days, amount, unit):
    plain = last_day(amount, unit)
    assert (last_day(amount, unit, waited(*wait)) - plain).days == days


def test_a_whole_working_day_of_waiting_does_not_count():
    """Asked on Friday, answered on Tuesday: Monday stood still. Thursday is Ascension Day."""
    wait = waited((2026, 5, 8, 12), (2026, 5, 12, 9, 17))
    found = reckon(promise(5, Unit.WORKING_DAYS), THURSDAY, NL, [wait])
    assert ([day.day for day in found.counted], Skipped(date(2026, 5, 11), Why.WAITING) in found.skipped) == (
        [8, 12, 13, 15, 18],
        True,
    )


@pytest.mark.parametrize(
    ("unit", "answered", "last"),
    [
        (Unit.DAYS, (2026, 5, 8, 20), (2026, 5, 8)),
        (Unit.DAYS, (2026, 5, 9, 20), (2026, 5, 9)),
        (Unit.DAYS, (2026, 5, 10, 0), (2026, 5, 10)),
        (Unit.WORKING_DAYS, (2026, 5, 8, 20), (2026, 5, 8)),
        (Unit.WORKING_DAYS, (2026, 5, 10, 20), (2026, 5, 11)),
        (Unit.WORKING_DAYS, (2026, 5, 13, 20), (2026, 5, 13)),
        (Unit.WORKING_DAYS, (2026, 5, 14, 8), (2026, 5, 15)),
    ],
)
def test_asked_on_the_last_day_it_ends_with_the_first_day_that_can_be_the_last(unit, answered, last):
    assert last_day(1, unit, waited((2026, 5, 8, 12), answered)) == date(*last)


def test_what_moves_ends_on_a_working_day_on_which_the_clock_runs():
    wait = waited((2026, 5, 11, 12), (2026, 5, 13, 9))
    assert last_day(3, Unit.DAYS, wait, moves=True) == date(2026, 5, 13)
