"""How many dates are reckoned in a second, on one core: the bare date, and with every day that led to it.

    ./meldpunt bench reckoning

Receipts of seven years, five organisations in four regions with closing days and office hours, and every unit of time.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.measuring import figure
from meldpunt.policy.rules.reckoning import due, reckon, say
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit

GOAL = 20_000  # dates a second
QUESTIONS = 20_000
ROUNDS = 5
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
MINUTES = 7 * 366 * 24 * 60
OWN_DAYS = tuple(f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in (6, 19))
REGIONS = (
    Region(),
    Region(closed=OWN_DAYS),
    Region(country="NL-ATW"),
    Region(country="BE", zone="Europe/Brussels", closed=OWN_DAYS, open=("2026-07-21",)),
    Region(country="DE-BY", zone="Europe/Berlin"),
)
SPANS = (
    (5, Unit.WORKING_DAYS),
    (1, Unit.WORKING_DAYS),
    (60, Unit.WORKING_DAYS),
    (72, Unit.HOURS),
    (30, Unit.DAYS),
    (2, Unit.WEEKS),
    (3, Unit.MONTHS),
)

type Question = tuple[Promise, datetime, Region]


def main() -> int:
    """Measure and print; return 1 when the goal was missed."""
    asked = _questions()
    bare = _rate(asked, due)
    reached = figure("dates reckoned", f"{bare:,.0f} a second", goal=f">= {GOAL:,}", reached=bare >= GOAL)
    figure("with every day that led to it", f"{_rate(asked, reckon):,.0f} a second")
    figure("and explained in words", f"{_rate(asked[: QUESTIONS // 10], _explained):,.0f} a second")
    return int(not reached)


def _questions() -> list[Question]:
    """Return promises to reckon, the same in every run."""
    chance = random.Random(20_260_507)
    return [
        (
            Promise(
                PromiseKind.FIRST_ANSWER,
                *chance.choice(SPANS),
                office=chance.choice(("", "", "09:00-17:00")),
                moves=chance.random() < 0.5,
            ),
            FIRST + timedelta(minutes=chance.randrange(MINUTES)),
            chance.choice(REGIONS),
        )
        for _ in range(QUESTIONS)
    ]


def _rate(asked: list[Question], answer: Callable[[Promise, datetime, Region], object]) -> float:
    """Return how many questions are answered in a second, in the best of some rounds; the first one makes the calendars."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for promise, received, region in asked:
            answer(promise, received, region)
        best = min(best, time.perf_counter() - begun)
    return len(asked) / best


def _explained(promise: Promise, received: datetime, region: Region) -> str:
    return say(reckon(promise, received, region), "nl")


if __name__ == "__main__":
    sys.exit(main())
