"""Plans to play, in few words."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.keeping import play, remedies
from meldpunt.obligations.terms.keeping import Arrival, Days, Plan, Played, Remedy, Worker
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
NL: Final = Region("NL", "Europe/Amsterdam")
OFFICE: Final = "09:00-17:00"
FIRST: Final = Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS)

ENOUGH: Final = 10_000_000
"""More steps than anything here takes."""


def local(*moment: int) -> datetime:
    """Return a moment on the clock of Amsterdam: year, month, day, hour, minute, second."""
    year, month, day, hour, minute, second = (*moment, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=AMSTERDAM)


def plan(*arrivals: Arrival, promises: tuple[Promise, ...] = (FIRST,), per_day: float = 1, workers: int = 1) -> Plan:
    """Return a plan of some people who are never away."""
    return Plan(promises, NL, OFFICE, (Worker(per_day),) * workers, arrivals)


def burst(count: int, *moment: int) -> tuple[Arrival, ...]:
    """Return so many reports at one moment."""
    return (Arrival(local(*moment)),) * count


def played(of: Plan) -> tuple[Played, ...]:
    """Play a plan to its end."""
    return play(of, steps=ENOUGH).played


def remedied(of: Plan) -> tuple[Remedy, ...]:
    """Return what would help, everything tried."""
    return remedies(of, played(of), steps=ENOUGH).remedies


def away(of: Plan, *spans: tuple[date, date]) -> Plan:
    """Return a plan in which everybody is away on these days."""
    days = tuple(Days(first, last) for first, last in spans)
    return replace(of, workers=tuple(replace(worker, away=days) for worker in of.workers))
