"""Dates reckoned by hand from a calendar on paper, in the Netherlands and Belgium."""

from datetime import date, datetime

import pytest

from meldpunt.policy.rules.reckoning import due, reckon
from meldpunt.policy.rules.reckoning.calendars import holiday_name
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit, Why
from tests.policy.reckonings import AMSTERDAM, local, promise

NL, ATW, BE = Region(), Region(country="NL-ATW"), Region(country="BE", zone="Europe/Brussels")
WORKING = [
    ("Ascension Day 2026", NL, (2026, 5, 7, 16, 40), 5, (2026, 5, 15)),
    ("Liberation Day 2025, a fifth year", NL, (2025, 5, 2, 12, 0), 1, (2025, 5, 6)),
    ("5 May 2026 is an ordinary Tuesday", NL, (2026, 5, 4, 12, 0), 1, (2026, 5, 5)),
    ("5 May 2026 by the Algemene termijnenwet", ATW, (2026, 5, 4, 12, 0), 1, (2026, 5, 6)),
    ("5 May 2025 by the Algemene termijnenwet", ATW, (2025, 5, 2, 12, 0), 1, (2025, 5, 6)),
    ("5 May 2030, a fifth year", NL, (2030, 5, 3, 12, 0), 1, (2030, 5, 6)),
    ("Good Friday and Easter Monday 2026", NL, (2026, 4, 2, 12, 0), 1, (2026, 4, 7)),
    ("Good Friday is worked in Belgium", BE, (2026, 4, 2, 12, 0), 1, (2026, 4, 3)),
    ("King's Day 2025 on a Saturday, because the 27th is a Sunday", NL, (2025, 4, 25, 12, 0), 1, (2025, 4, 28)),
    ("King's Day 2026 on a Monday", NL, (2026, 4, 24, 12, 0), 1, (2026, 4, 28)),
    ("Pentecost Monday 2026", NL, (2026, 5, 22, 12, 0), 1, (2026, 5, 26)),
    ("Christmas 2026 on Friday and Saturday", NL, (2026, 12, 24, 12, 0), 1, (2026, 12, 28)),
    ("Christmas 2027 on Saturday and Sunday", NL, (2027, 12, 24, 12, 0), 1, (2027, 12, 27)),
    ("Christmas 2028 on Monday and Tuesday", NL, (2028, 12, 22, 12, 0), 1, (2028, 12, 27)),
    ("26 December is worked in Belgium", BE, (2028, 12, 22, 12, 0), 1, (2028, 12, 26)),
    ("New Year 2027 on a Friday", NL, (2026, 12, 31, 12, 0), 1, (2027, 1, 4)),
    ("a leap day is a working day", NL, (2028, 2, 28, 12, 0), 1, (2028, 2, 29)),
    ("Labour Day 2026 in Belgium", BE, (2026, 4, 30, 12, 0), 1, (2026, 5, 4)),
    ("the National Day of Belgium 2026", BE, (2026, 7, 20, 12, 0), 2, (2026, 7, 23)),
    ("All Saints' Day 2027 in Belgium, a Monday", BE, (2027, 10, 29, 12, 0), 1, (2027, 11, 2)),
    ("Armistice Day 2026 in Belgium", BE, (2026, 11, 10, 12, 0), 1, (2026, 11, 12)),
    ("Saturday 23:59", NL, (2026, 5, 9, 23, 59), 1, (2026, 5, 11)),
    ("Sunday 00:00", NL, (2026, 5, 10, 0, 0), 1, (2026, 5, 11)),
]


@pytest.mark.parametrize(
    ("region", "received", "amount", "last"), [case[1:] for case in WORKING], ids=[case[0] for case in WORKING]
)
def test_working_days(region: Region, received: tuple[int, ...], amount: int, last: tuple[int, ...]) -> None:
    found = reckon(promise(amount, Unit.WORKING_DAYS), local(*received), region)
    assert (found.counted[-1], found.due) == (date(*last), local(*last, 23, 59, 59))


MOVED = [
    ("a month after 31 January", NL, Unit.MONTHS, (2027, 1, 31), (2027, 2, 28), (2027, 3, 1)),
    ("a month after 31 January of a leap year", NL, Unit.MONTHS, (2028, 1, 31), (2028, 2, 29), (2028, 2, 29)),
    ("a week that ends on Ascension Day", NL, Unit.WEEKS, (2026, 5, 7), (2026, 5, 14), (2026, 5, 15)),
    ("a week that ends on 5 May 2026", NL, Unit.WEEKS, (2026, 4, 28), (2026, 5, 5), (2026, 5, 5)),
    ("the same by the Algemene termijnenwet", ATW, Unit.WEEKS, (2026, 4, 28), (2026, 5, 5), (2026, 5, 6)),
    ("a day that ends on Good Friday, before Easter", NL, Unit.DAYS, (2026, 4, 2), (2026, 4, 3), (2026, 4, 7)),
    ("a day that ends on Christmas Day, a Friday", NL, Unit.DAYS, (2026, 12, 24), (2026, 12, 25), (2026, 12, 28)),
    ("a month that ends on New Year's Day, a Friday", NL, Unit.MONTHS, (2026, 12, 1), (2027, 1, 1), (2027, 1, 4)),
    ("a day that ends on a Tuesday", NL, Unit.DAYS, (2026, 11, 23), (2026, 11, 24), (2026, 11, 24)),
]


@pytest.mark.parametrize(
    ("region", "unit", "received", "stays", "moves"), [case[1:] for case in MOVED], ids=[case[0] for case in MOVED]
)
def test_an_end_on_a_closed_day_stays_or_moves_as_chosen(
    region: Region, unit: Unit, received: tuple[int, ...], stays: tuple[int, ...], moves: tuple[int, ...]
) -> None:
    at = local(*received, 12, 0)
    found = [due(promise(1, unit, moves=chosen), at, region) for chosen in (False, True)]
    assert found == [local(*stays, 23, 59, 59), local(*moves, 23, 59, 59)]


OFFICE = [
    ("inside", (2026, 5, 6, 16, 59), (2026, 5, 6, 16, 59)),
    ("at the opening", (2026, 5, 6, 9, 0), (2026, 5, 6, 9, 0)),
    ("at closing time", (2026, 5, 6, 17, 0), (2026, 5, 7, 9, 0)),
    ("before the opening", (2026, 5, 6, 8, 59), (2026, 5, 6, 9, 0)),
    ("on Friday evening", (2026, 5, 8, 20, 0), (2026, 5, 11, 9, 0)),
    ("on Saturday at 23:59", (2026, 5, 9, 23, 59), (2026, 5, 11, 9, 0)),
    ("on the evening before Ascension Day", (2026, 5, 13, 18, 0), (2026, 5, 15, 9, 0)),
]


@pytest.mark.parametrize(("received", "begins"), [case[1:] for case in OFFICE], ids=[case[0] for case in OFFICE])
def test_with_office_hours_it_counts_from_the_opening(received: tuple[int, ...], begins: tuple[int, ...]) -> None:
    found = reckon(promise(4, Unit.HOURS, office="09:00-17:00"), local(*received), NL)
    assert (found.begins, found.due) == (
        local(*begins),
        local(begins[0], begins[1], begins[2], begins[3] + 4, begins[4]),
    )


def test_the_day_of_the_opening_does_not_count_either() -> None:
    found = reckon(promise(1, Unit.WORKING_DAYS, office="09:00-17:00"), local(2026, 5, 8, 20, 0), NL)
    assert found.counted == (date(2026, 5, 12),)


def test_hours_run_over_the_change_of_the_clock() -> None:
    """Clocks go back on 25 October 2026 at 03:00 and forward on 29 March 2026 at 02:00."""
    day = promise(24, Unit.HOURS)
    assert [due(day, local(*at, 12, 0), NL) for at in ((2026, 10, 24), (2026, 3, 28))] == [
        local(2026, 10, 25, 11, 0),
        local(2026, 3, 29, 13, 0),
    ]


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    twice = [datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1)]
    assert [due(promise(2, Unit.HOURS), at, NL) for at in twice] == [
        local(2026, 10, 25, 3, 30),
        local(2026, 10, 25, 4, 30),
    ]


def test_both_times_of_that_hour_are_received_on_the_same_day() -> None:
    twice = [datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1)]
    assert {due(promise(1, Unit.WORKING_DAYS), at, NL) for at in twice} == {local(2026, 10, 26, 23, 59, 59)}


@pytest.mark.parametrize(("day", "hour"), [((2024, 3, 30), 22), ((2024, 10, 26), 23)])
def test_a_day_whose_last_hour_is_missing_or_comes_twice_ends_with_its_last_second(
    day: tuple[int, int, int], hour: int
) -> None:
    """In Nuuk the clock changes at midnight: 30 March 2024 ends at 22:59:59, 26 October has 23:59:59 twice."""
    found = reckon(promise(1, Unit.DAYS), local(*day[:2], day[2] - 1, 15, 0), Region(zone="America/Nuuk"))
    after = found.due.timestamp() + 1
    shown = found.on_clock(found.due)
    assert ((shown.day, shown.hour), datetime.fromtimestamp(after, shown.tzinfo).day) == ((day[2], hour), day[2] + 1)


def test_a_calendar_of_the_promise_wins_over_that_of_the_organisation() -> None:
    belgian = Promise(PromiseKind.FIRST_ANSWER, 1, Unit.WORKING_DAYS, calendar="BE")
    assert due(belgian, local(2026, 7, 20, 12, 0), NL) == local(2026, 7, 22, 23, 59, 59)


def test_reasons_name_weekends_before_holidays_before_own_days() -> None:
    region = Region(closed=("2026-12-24", "2026-12-25", "2026-12-26"))
    found = reckon(promise(1, Unit.WORKING_DAYS), local(2026, 12, 23, 12, 0), region)
    assert [each.why for each in found.skipped] == [Why.CLOSED, Why.HOLIDAY, Why.WEEKEND, Why.WEEKEND]


@pytest.mark.parametrize(
    ("country", "day", "nl", "en"),
    [
        ("NL", date(2026, 5, 14), "Hemelvaartsdag", "Ascension Day"),
        ("NL-ATW", date(2026, 5, 5), "Bevrijdingsdag", "Liberation Day"),
        ("BE", date(2026, 5, 14), "Hemelvaartsdag", "Ascension Day"),
        ("BE", date(2026, 8, 15), "Maria-Hemelvaart", "Assumption Day"),
        ("DE", date(2026, 10, 3), "German Unity Day", "German Unity Day"),
        ("NZ", date(2026, 2, 6), "Waitangi Day", "Waitangi Day"),
    ],
)
def test_holidays_have_names_in_the_readers_language_as_far_as_known(country: str, day: date, nl: str, en: str) -> None:
    assert [holiday_name(country, day, language) for language in ("nl", "en")] == [nl, en]
