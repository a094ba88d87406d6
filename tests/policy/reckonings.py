"""Promises and moments to reckon with, in few words."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.policy.terms import Promise, PromiseKind, Unit, Wait

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


def promise(amount: int, unit: Unit, *, office: str = "", moves: bool = False) -> Promise:
    """Return a promise of so much time."""
    return Promise(PromiseKind.FIRST_ANSWER, amount, unit, office=office, moves=moves)


def local(*moment: int) -> datetime:
    """Return a moment on the clock of Amsterdam: year, month, day, hour, minute, second."""
    year, month, day, hour, minute, second = (*moment, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=AMSTERDAM)


def waited(since: tuple[int, ...], until: tuple[int, ...]) -> Wait:
    """Return a time in which the clock stood still."""
    return Wait(local(*since), local(*until))
