"""The reckoning against a second one that walks from minute to minute.

Some hundred random questions in every run, or as many as RECKONINGS says; the seed is fixed, so a failure comes back.
"""

import os
import random
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from meldpunt.policy.rules.reckoning import due, reckon
from meldpunt.policy.rules.reckoning.calendars import public_holidays
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit, Wait
from tests.policy.slow_reckoning import HOLIDAYS, Question, slow_due

HOW_MANY = int(os.environ.get("RECKONINGS", "300"))
YEARS = range(2024, 2031)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC)
ZONES = (
    "Europe/Amsterdam",
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/London",
    "America/Nuuk",
    "Pacific/Auckland",
    "UTC",
)
MOST = {"hours": 200, "working days": 12, "days": 21, "weeks": 3, "months": 2}
CHANGES = [date(year, month, day) for year, month in product(YEARS, (3, 10)) for day in range(24, 32)]
YEAR_ENDS = [date(year, 12, day) for year, day in product(YEARS, range(20, 32))]


def moment(chance: random.Random) -> datetime:
    """Return a moment: one in three near a holiday, one near a change of the clock or a year end, one anywhere."""
    holidays = [day for year in YEARS for day in HOLIDAYS[chance.choice(list(HOLIDAYS))](year)]
    anywhere = FIRST + chance.random() * (LAST - FIRST)
    day = chance.choice([chance.choice(holidays), chance.choice([*CHANGES, *YEAR_ENDS]), anywhere.date()])
    day -= timedelta(days=chance.randrange(4))
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=chance.randrange(24 * 60))


def question(chance: random.Random) -> Question:
    """Return any question."""
    received, unit = moment(chance), chance.choice(list(MOST))
    around = [received.date() + timedelta(days=number) for number in range(-2, 30)]
    opens = chance.randrange(6 * 60, 12 * 60)
    own = chance.random() < 0.5
    return Question(
        received=received,
        amount=chance.randint(1, MOST[unit]),
        unit=unit,
        zone=chance.choice(ZONES),
        calendar=chance.choice(list(HOLIDAYS)),
        closed=frozenset(chance.sample(around, 3)) if own else frozenset(),
        opened=frozenset(chance.sample(around, 2)) if own else frozenset(),
        office=(opens, opens + chance.randrange(1, 8 * 60)) if chance.random() < 0.3 else None,
        moves=chance.random() < 0.5,
        waits=tuple(wait(received, chance) for _ in range(chance.randrange(4))) if chance.random() < 0.3 else (),
    )


def wait(received: datetime, chance: random.Random) -> tuple[datetime, datetime]:
    """Return a time in which the clock stood still, of some minutes or some days; it may touch or cover another."""
    since = received + timedelta(minutes=chance.randrange(-60 * 24, 60 * 24 * 14))
    return since, since + timedelta(minutes=chance.choice([chance.randrange(90), chance.randrange(60 * 24 * 6)]))


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def put(asked: Question) -> tuple[Promise, Region, list[Wait]]:
    """Return a question in the words of the program."""
    office = "-".join(clock(minutes) for minutes in asked.office) if asked.office else ""
    unit = Unit(asked.unit.replace(" ", "_"))
    promise = Promise(PromiseKind.FIRST_ANSWER, asked.amount, unit, office=office, moves=asked.moves)
    closed, opened = (tuple(day.isoformat() for day in days) for days in (asked.closed, asked.opened))
    return promise, Region(asked.calendar, asked.zone, closed, opened), [Wait(*each) for each in asked.waits]


@pytest.mark.parametrize("part", range(10))
def test_both_reckonings_agree(part: int) -> None:
    chance = random.Random(20_260_507 + part)
    for _ in range(max(1, HOW_MANY // 10)):
        asked = question(chance)
        promise, region, waits = put(asked)
        expected = slow_due(asked)
        assert reckon(promise, asked.received, region, waits).due == expected, asked
        assert waits or due(promise, asked.received, region) == expected, asked


@pytest.mark.parametrize(("calendar", "year"), list(product(HOLIDAYS, YEARS)))
def test_holidays_are_those_of_the_law(calendar: str, year: int) -> None:
    assert set(public_holidays(calendar, year)) == HOLIDAYS[calendar](year)
