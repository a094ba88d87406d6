"""When a promise is due.

Invariants: the day of receipt, in the organisation's own time zone, does not count; the last day counts whole, until 23:59:59 on
the clock there; an answer is the same whatever zone the moment of receipt is written in. Working days are Monday to Friday
without public holidays; an organisation's own list wins over the calendar. Hours run on, day and night, from the moment of
receipt.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from meldpunt.policy.terms import Promise, Region, Unit

SATURDAY = 5
LAST_SECOND = time(23, 59, 59)


def due(promise: Promise, received_at: datetime, region: Region) -> datetime:
    """Return the last moment (UTC) at which the promise is still kept, counted from `received_at` (aware)."""
    if promise.unit is Unit.HOURS:
        return (received_at + timedelta(hours=promise.amount)).astimezone(UTC)
    place = replace(region, country=promise.calendar) if promise.calendar else region
    start = received_at.astimezone(ZoneInfo(region.zone)).date()
    return end_of(_last_day(promise, start, place), region)


def end_of(day: date, region: Region) -> datetime:
    """Return the last second (UTC) of a day on the clocks of the region; the later one where the clock shows it twice."""
    return datetime.combine(day, LAST_SECOND.replace(fold=1), ZoneInfo(region.zone)).astimezone(UTC)


def is_working_day(day: date, region: Region) -> bool:
    """Tell whether people work on this day."""
    if day.isoformat() in region.closed:
        return False
    if day.isoformat() in region.open:
        return True
    return day.weekday() < SATURDAY and day not in _public_holidays(region.country, day.year)


def has_calendar(country: str) -> bool:
    """Tell whether the public holidays of a country or a part of it are known."""
    code, _, part = country.partition("-")
    parts = holidays.list_supported_countries().get(code)
    return parts is not None and (not part or part in parts)


@lru_cache(maxsize=256)
def _last_day(promise: Promise, start: date, region: Region) -> date:
    if promise.unit is Unit.WORKING_DAYS:
        return _after_working_days(start, promise.amount, region)
    if promise.unit is Unit.MONTHS:
        return _after_months(start, promise.amount)
    days = promise.amount * 7 if promise.unit is Unit.WEEKS else promise.amount
    return start + timedelta(days=days)


def _after_working_days(start: date, amount: int, region: Region) -> date:
    day, left = start, amount
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, region)
    return day


def _after_months(start: date, amount: int) -> date:
    """Return the same day so many months on, or the last day of that month where it is shorter."""
    years, month = divmod(start.month - 1 + amount, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country (`NL`) or a part of it (`DE-BY`); none where the calendar does not know it."""
    code, _, part = country.partition("-")
    try:
        return frozenset(holidays.country_holidays(code, subdiv=part or None, years=year))
    except NotImplementedError:
        # Settings refuse it; without its holidays dates come early, in the finder's favour, and intake goes on.
        return frozenset()
