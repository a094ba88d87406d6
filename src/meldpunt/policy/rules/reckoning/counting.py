"""When a promise is due, and every day that led to it.

Invariants: the day of receipt, in the organisation's own time zone, does not count; the last day counts whole, until 23:59:59 on
the clock there; an answer is the same whatever zone the moment of receipt is written in. Hours run on, day and night, from the
moment of receipt. `due` and `reckon` always agree; no end is ever before the receipt.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.policy.rules.reckoning.calendars import is_working_day, why_closed, working_days
from meldpunt.policy.rules.reckoning.waiting import after_running, in_order, stands_still, stands_still_all
from meldpunt.policy.terms import Promise, Reckoning, Region, Skipped, Unit, Wait, Why

LAST_SECOND: Final = time(23, 59, 59)
ONE_DAY: Final = timedelta(days=1)


def due(promise: Promise, received_at: datetime, region: Region) -> datetime:
    """Return the last moment (UTC) at which the promise is still kept, counted from `received_at` (aware)."""
    begins = _begins(promise, received_at, region)
    if promise.unit is Unit.HOURS:
        return begins + timedelta(hours=promise.amount)
    start, place = begins.astimezone(ZoneInfo(region.zone)).date(), _place(promise, region)
    if promise.unit is Unit.WORKING_DAYS:
        return end_of(_working_day_after(start, promise.amount, place), region)
    last = _calendar_day_after(start, promise)
    if promise.moves and not is_working_day(last, place):
        last = _working_day_after(last, 1, place)
    return end_of(last, region)


def reckon(promise: Promise, received_at: datetime, region: Region, waits: Iterable[Wait] = ()) -> Reckoning:
    """Return when the promise is due, with every day that was counted or skipped.

    `waits` are the times in which the clock stood still; one that has not ended yet is given with `until` now: then the end is
    the earliest that can still be.
    """
    begins, place, stood = _begins(promise, received_at, region), _place(promise, region), in_order(waits)
    found = Reckoning(
        amount=promise.amount,
        unit=promise.unit,
        received=received_at.astimezone(UTC),
        begins=begins,
        due=after_running(begins, timedelta(hours=promise.amount), stood),
        counted=(),
        skipped=(),
        moved=None,
        calendar=place.country,
        zone=place.zone,
        waits=stood,
    )
    return found if promise.unit is Unit.HOURS else _counted(found, promise, place, stood)


def end_of(day: date, region: Region) -> datetime:
    """Return the last second (UTC) of a day on the clocks of the region; the later one where the clock shows it twice."""
    return datetime.combine(day, LAST_SECOND.replace(fold=1), ZoneInfo(region.zone)).astimezone(UTC)


def _counted(found: Reckoning, promise: Promise, place: Region, stood: Sequence[Wait]) -> Reckoning:
    """Return the reckoning with its days: walks from day to day until enough of them count and the last one may be the end."""
    day = start = found.on_clock(found.begins).date()
    working = promise.unit is Unit.WORKING_DAYS
    wanted = promise.amount if working else (_calendar_day_after(start, promise) - start).days
    counted: list[date] = []
    skipped: list[Skipped] = []
    moved: date | None = None
    while len(counted) < wanted:
        day += ONE_DAY
        why = why_closed(day, place) if working else None
        if why is None and stands_still_all(day, ZoneInfo(place.zone), stood):
            why = Why.WAITING
        if why is None and len(counted) == wanted - 1:
            why = _why_no_end(day, promise, place, stood)
            moved = day if why not in {None, Why.WAITING} and moved is None else moved
        if why is None:
            counted.append(day)
        else:
            skipped.append(Skipped(day, why))
    return replace(found, due=end_of(day, place), counted=tuple(counted), skipped=tuple(skipped), moved=moved)


def _why_no_end(day: date, promise: Promise, place: Region, stood: Sequence[Wait]) -> Why | None:
    """Return why a day that counts cannot be the last one, None where it can."""
    if stands_still(end_of(day, place), stood):
        return Why.WAITING
    return why_closed(day, place) if promise.moves else None


def _place(promise: Promise, region: Region) -> Region:
    """Return where the days of this promise are counted."""
    return replace(region, country=promise.calendar) if promise.calendar else region


def _begins(promise: Promise, received_at: datetime, region: Region) -> datetime:
    """Return the moment (UTC) from which it counts: the receipt, or with office hours the opening after one outside them."""
    received = received_at.astimezone(UTC)
    if not promise.office:
        return received
    zone = ZoneInfo(region.zone)
    local = received.astimezone(zone)
    opens, closes = (time.fromisoformat(each) for each in promise.office.split("-"))
    day = local.date()
    if is_working_day(day, region) and local.time() < closes:
        if local.time() >= opens:
            return received
    else:
        day = _working_day_after(day, 1, region)
    return max(received, datetime.combine(day, opens, zone).astimezone(UTC))


def _working_day_after(start: date, amount: int, place: Region) -> date:
    """Return the working day that so many working days later is the last one; the day itself for none."""
    if amount <= 0:
        return start
    year = start.year
    days = working_days(place, year)
    index = bisect_right(days, start) + amount - 1
    while index >= len(days):
        index -= len(days)
        year += 1
        days = working_days(place, year)
    return days[index]


def _calendar_day_after(start: date, promise: Promise) -> date:
    if promise.unit is Unit.MONTHS:
        return _after_months(start, promise.amount)
    return start + timedelta(days=promise.amount * 7 if promise.unit is Unit.WEEKS else promise.amount)


def _after_months(start: date, amount: int) -> date:
    """Return the same day so many months on, or the last day of that month where it is shorter."""
    years, month = divmod(start.month - 1 + amount, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
