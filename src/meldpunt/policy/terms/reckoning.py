"""What a reckoning of a date holds: the date, and every day that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from meldpunt.policy.terms.values import Unit


class Why(StrEnum):
    """Why a day does not count."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    WAITING = "waiting"


@dataclass(frozen=True)
class Skipped:
    """A day between receipt and end that does not count."""

    day: date
    why: Why


@dataclass(frozen=True)
class Wait:
    """A time in which the clock stood still, because the finder was asked something: from `since`, up to `until` (both aware)."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Reckoning:
    """How the end of one promise was reckoned; moments are in UTC, days those of `zone`.

    `begins` is `received`, or the opening at which a receipt outside office hours counts. `counted` and `skipped` are together
    every day after the day of `begins` up to and including the last one; both are empty for hours. `moved` is the closed day on
    which the last day fell first. `calendar` is the country whose holidays were looked at; `waits` are in order, apart.
    """

    amount: int
    unit: Unit
    received: datetime
    begins: datetime
    due: datetime
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    moved: date | None
    calendar: str
    zone: str
    waits: tuple[Wait, ...] = ()

    def on_clock(self, moment: datetime) -> datetime:
        """Return a moment as the clocks of the organisation show it."""
        return moment.astimezone(ZoneInfo(self.zone))
