"""The last moment of a promise, walked to from day to day: counted once more, without a rule of the program."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tests.obligations.year.houses import House, Pledge
from tests.obligations.year.known import NEVER, Span
from tests.policy.slow_reckoning import HOLIDAYS

DAY = timedelta(days=1)


@lru_cache(maxsize=200_000)
def ends_at(pledge: Pledge, start: datetime, waits: tuple[Span, ...], house: House) -> datetime:
    """Return the last moment of a promise: walks from day to day."""
    if pledge.unit == "hours":
        return _after_hours(start, timedelta(hours=pledge.amount), waits)
    place = ZoneInfo(house.zone)
    day = first = start.astimezone(place).date()
    wanted, counted = _days(pledge, first), 0
    while counted < wanted:
        day += DAY
        opens, shuts = (datetime.combine(each, time(), place).astimezone(UTC) for each in (day, day + DAY))
        ends = shuts - timedelta(seconds=1)
        if any(until == NEVER and since < ends for since, until in waits):
            return NEVER
        works = day.isoweekday() < 6 and day not in HOLIDAYS[house.country](day.year)
        if (pledge.unit == "working days" and not works) or any(s <= opens and shuts <= u for s, u in waits):
            continue
        stands_still = any(since <= ends < until for since, until in waits)
        if counted == wanted - 1 and (stands_still or (house.moves and not works)):
            continue
        counted += 1
    return ends


def _after_hours(start: datetime, left: timedelta, waits: Sequence[Span]) -> datetime:
    end = start + left
    for since, until in waits:
        if until == NEVER and since < end:
            return NEVER
        if since < end:
            end += max(until - max(since, start), timedelta())
    return end


def _days(pledge: Pledge, first: date) -> int:
    if pledge.unit == "months":
        month = first.replace(year=first.year + (first.month == 12), month=first.month % 12 + 1, day=1)
        last = (month + 31 * DAY).replace(day=1) - DAY
        return (min(month.replace(day=min(first.day, last.day)), last) - first).days
    return pledge.amount * 7 if pledge.unit == "weeks" else pledge.amount
