"""Reckoning when a promise is due."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.policy.rules.reckoning import due, end_of, has_calendar, is_working_day
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit

NL = Region()
ZONE = ZoneInfo("Europe/Amsterdam")


def promise(amount: int, unit: Unit) -> Promise:
    return Promise(PromiseKind.FIRST_ANSWER, amount, unit)


def local(*moment: int) -> datetime:
    year, month, day, *clock = moment
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=ZONE)


CASES = [
    ("five working days from a Monday end the next Monday", 5, Unit.WORKING_DAYS, (2026, 11, 23, 9, 0), (2026, 11, 30)),
    ("a weekend does not count", 1, Unit.WORKING_DAYS, (2026, 11, 27, 16, 0), (2026, 11, 30)),
    ("received on a Saturday, Monday is the first day", 1, Unit.WORKING_DAYS, (2026, 11, 28, 12, 0), (2026, 11, 30)),
    ("Christmas and the new year are skipped", 5, Unit.WORKING_DAYS, (2026, 12, 24, 10, 0), (2027, 1, 4)),
    ("Easter Monday is skipped", 1, Unit.WORKING_DAYS, (2026, 4, 4, 10, 0), (2026, 4, 7)),
    ("King's day is skipped", 1, Unit.WORKING_DAYS, (2026, 4, 24, 10, 0), (2026, 4, 28)),
    ("the last minute of a day belongs to it", 1, Unit.WORKING_DAYS, (2026, 11, 23, 23, 59), (2026, 11, 24)),
    ("the first minute of a day belongs to it", 1, Unit.WORKING_DAYS, (2026, 11, 24, 0, 0), (2026, 11, 25)),
    ("calendar days count weekends", 5, Unit.DAYS, (2026, 11, 26, 9, 0), (2026, 12, 1)),
    ("two weeks are fourteen days", 2, Unit.WEEKS, (2026, 12, 24, 9, 0), (2027, 1, 7)),
    ("a month ends on the same day", 1, Unit.MONTHS, (2026, 11, 23, 9, 0), (2026, 12, 23)),
    ("a shorter month ends on its last day", 1, Unit.MONTHS, (2027, 1, 31, 9, 0), (2027, 2, 28)),
    ("months go over the year end", 3, Unit.MONTHS, (2026, 11, 30, 9, 0), (2027, 2, 28)),
    ("a leap day exists", 1, Unit.MONTHS, (2028, 1, 31, 9, 0), (2028, 2, 29)),
]


@pytest.mark.parametrize(
    ("amount", "unit", "received", "last"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_last_day(amount: int, unit: Unit, received: tuple[int, ...], last: tuple[int, int, int]) -> None:
    """The promise ends with the last second of its last day on the organisation's clock."""
    assert due(promise(amount, unit), local(*received), NL) == local(*last, 23, 59, 59)


def test_ends_by_the_local_clock_over_the_change_to_winter_time() -> None:
    """Clocks go back on 25 October 2026: the day before and after end at other moments in UTC."""
    assert [end_of(date(2026, 10, day), NL).hour for day in (24, 25)] == [21, 22]


def test_counts_from_the_local_day_of_receipt() -> None:
    """23:30 UTC on Sunday is Monday morning in Amsterdam, so Monday does not count."""
    received = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert due(promise(1, Unit.WORKING_DAYS), received, NL) == local(2026, 11, 24, 23, 59, 59)


def test_belgium_has_its_own_holidays() -> None:
    """21 July is a holiday in Belgium only."""
    assert [is_working_day(date(2026, 7, 21), Region(country=country)) for country in ("NL", "BE")] == [True, False]


def test_own_list_wins_over_the_calendar() -> None:
    """Good Friday can be worked, and the Friday after Ascension can be free."""
    own = Region(open=("2026-04-03",), closed=("2026-05-15",))
    assert [is_working_day(date(2026, 4, 3), own), is_working_day(date(2026, 5, 15), own)] == [True, False]


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    """Epiphany is free in Bavaria and worked in the rest of Germany."""
    day = date(2027, 1, 6)
    assert [is_working_day(day, Region(country=country)) for country in ("DE-BY", "DE")] == [False, True]


@pytest.mark.parametrize(("country", "known"), [("NL", True), ("DE-BY", True), ("XX", False), ("NL-XX", False)])
def test_tells_which_calendars_it_has(country: str, known: bool) -> None:
    """So that nobody sets one that is not there."""
    assert has_calendar(country) is known


def test_an_unknown_country_has_weekends_only() -> None:
    """No calendar is no reason to fail."""
    assert is_working_day(date(2026, 12, 25), Region(country="ZZ"))


@given(
    amount=st.integers(1, 60),
    received=st.datetimes(datetime(2020, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
)
def test_between_the_two_days_there_are_exactly_so_many_working_days(amount: int, received: datetime) -> None:
    """Whatever the moment, over year ends and clock changes."""
    last = due(promise(amount, Unit.WORKING_DAYS), received, NL).astimezone(ZONE)
    first = received.astimezone(ZONE).date() + timedelta(days=1)
    days = [first + timedelta(days=index) for index in range((last.date() - first).days + 1)]
    assert (sum(is_working_day(day, NL) for day in days), is_working_day(last.date(), NL)) == (amount, True)
