"""What a clock that stands still does to a term: to the minute where it is in hours, by whole days where it is in days.

A day counts unless the clock stood still for all of it, and no term ends while the clock stands still.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from meldpunt.policy.terms import Wait


def in_order(waits: Iterable[Wait]) -> tuple[Wait, ...]:
    """Return the same times (UTC), in order, with those that touch made one, and without those that last no time."""
    found: list[Wait] = []
    for since, until in sorted((each.since.astimezone(UTC), each.until.astimezone(UTC)) for each in waits):
        if found and since <= found[-1].until:
            found[-1] = Wait(found[-1].since, max(found[-1].until, until))
        elif since < until:
            found.append(Wait(since, until))
    return tuple(found)


def after_running(begins: datetime, length: timedelta, waits: Sequence[Wait]) -> datetime:
    """Return the moment (UTC) at which a clock that began then has run for this length; `waits` as of `in_order`."""
    end = begins.astimezone(UTC) + length
    for wait in waits:
        if wait.since >= end:
            break
        if wait.until > begins:
            end += wait.until - max(wait.since, begins)
    return end


def stands_still(moment: datetime, waits: Sequence[Wait]) -> bool:
    """Tell whether the clock stands still at a moment."""
    return any(wait.since <= moment < wait.until for wait in waits)


def stands_still_all(day: date, zone: ZoneInfo, waits: Sequence[Wait]) -> bool:
    """Tell whether the clock stands still for the whole of a day of the zone; `waits` as of `in_order`."""
    if not waits:
        return False
    first, after = start_of(day, zone), start_of(day + timedelta(days=1), zone)
    return any(wait.since <= first and after <= wait.until for wait in waits)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment (UTC) of a day on the clocks of the zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
