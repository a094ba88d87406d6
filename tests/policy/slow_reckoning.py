"""A second, slow reckoning to compare with: it shares no line and no list of holidays with the program.

It walks from minute to minute along the world's clock, looks up for each minute which day the local clock shows, and counts
the days as their last minute passes. Holidays are made here: Easter by the method of Meeus, Jones and Butcher, the others from
the laws of the Netherlands and Belgium.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

EPOCH, MINUTE, DAY = datetime(1970, 1, 1, tzinfo=UTC), timedelta(minutes=1), timedelta(days=1)
HOUR, MINUTES_OF_A_DAY = 60, 24 * 60


@dataclass(frozen=True)
class Question:
    """What is asked: a receipt (UTC, on the minute), a length of time, and how it is counted."""

    received: datetime
    amount: int
    unit: str
    zone: str
    calendar: str
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    office: tuple[int, int] | None = None
    moves: bool = False
    waits: tuple[tuple[datetime, datetime], ...] = ()


def slow_due(asked: Question) -> datetime:
    """Return the last second (UTC) of the time that is asked for; for hours the minute."""
    begun = _opening(asked)
    still = frozenset(minute for since, until in asked.waits for minute in range(_number(since), _number(until)))
    return _moment(_after_hours(asked, begun, still) if asked.unit == "hours" else _after_days(asked, begun, still))


def is_worked(day: date, asked: Question) -> bool:
    """Tell whether people work on a day."""
    if day in asked.closed:
        return False
    free = day.isoweekday() in {6, 7} or day in HOLIDAYS[asked.calendar](day.year)
    return day in asked.opened or not free


def _number(moment: datetime) -> int:
    """Return a moment as a number of minutes: walking is faster so."""
    return (moment - EPOCH) // MINUTE


def _moment(minutes: float) -> datetime:
    return EPOCH + minutes * MINUTE


def _opening(asked: Question) -> int:
    """Walk on from the receipt until the office is open."""
    now = _number(asked.received)
    while asked.office and not _is_open(now, asked, asked.office):
        now += 1
    return now


def _is_open(now: int, asked: Question, office: tuple[int, int]) -> bool:
    local = _moment(now).astimezone(ZoneInfo(asked.zone))
    return office[0] <= local.hour * HOUR + local.minute < office[1] and is_worked(local.date(), asked)


def _after_hours(asked: Question, begun: int, still: frozenset[int]) -> int:
    now, left = begun, asked.amount * HOUR
    while left:
        left -= now not in still
        now += 1
    return now


def _after_days(asked: Question, begun: int, still: frozenset[int]) -> float:
    """Count days as they pass; the last one must pass with the clock running and, where the end moves, be worked."""
    days = _days_passing(begun, asked.zone, still)
    wanted = _days_in(asked, next(days).day)
    counted = 0
    for passed in days:
        if passed.ran == 0 or (asked.unit == "working days" and not is_worked(passed.day, asked)):
            continue
        moves = asked.moves and not is_worked(passed.day, asked)
        if counted == wanted - 1 and (moves or passed.last in still):
            continue
        counted += 1
        if counted == wanted:
            return passed.last + 59 / 60
    raise AssertionError("days never end")


def _days_in(asked: Question, first: date) -> int:
    """Return how many days must count: those of a month are walked to the day with the same number."""
    if asked.unit == "months":
        day = first
        for _month in range(asked.amount):
            day = _first_of_next(day)
        while day.day != first.day and (day + DAY).month == day.month:
            day += DAY
        return (day - first).days
    return asked.amount * 7 if asked.unit == "weeks" else asked.amount


def _first_of_next(day: date) -> date:
    month = day.month
    while day.month == month:
        day += DAY
    return day


@dataclass(frozen=True)
class _Passed:
    """A local day that passed: its last minute, and in how many of its minutes the clock ran."""

    day: date
    last: int
    ran: int


def _days_passing(begun: int, zone: str, still: frozenset[int]) -> Iterator[_Passed]:
    """Walk from minute to minute and yield every local day once its last minute has passed."""
    now, ran = begun, 0
    days = _local_days(now // MINUTES_OF_A_DAY, zone)
    day = days[now % MINUTES_OF_A_DAY]
    while True:
        ran += now not in still
        now += 1
        if now % MINUTES_OF_A_DAY == 0:
            days = _local_days(now // MINUTES_OF_A_DAY, zone)
        if days[now % MINUTES_OF_A_DAY] != day:
            yield _Passed(date.fromordinal(day), now - 1, ran)
            day, ran = days[now % MINUTES_OF_A_DAY], 0


@lru_cache(maxsize=20_000)
def _local_days(number: int, zone: str) -> array[int]:
    """Return for every minute of a day in UTC which day the local clock shows: looked up once, for speed alone."""
    first, local = _moment(number * MINUTES_OF_A_DAY), ZoneInfo(zone)
    return array("i", ((first + minute * MINUTE).astimezone(local).toordinal() for minute in range(MINUTES_OF_A_DAY)))


@cache
def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _around_easter(year: int, *days: int) -> set[date]:
    return {_easter(year) + timedelta(days=number) for number in days}


@cache
def _dutch(year: int) -> frozenset[date]:
    """Good Friday, Easter, Ascension, Pentecost; King's Day on 27 April or the Saturday before; 5 May every fifth year."""
    kings_day = date(year, 4, 27)
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26), kings_day - DAY * (kings_day.weekday() == 6)}
    liberation = {date(year, 5, 5)} if year % 5 == 0 else set()
    return frozenset(_around_easter(year, -2, 0, 1, 39, 49, 50) | fixed | liberation)


@cache
def _termijnenwet(year: int) -> frozenset[date]:
    """Article 3: every 5 May."""
    return _dutch(year) | {date(year, 5, 5)}


@cache
def _belgian(year: int) -> frozenset[date]:
    """The ten legal holidays, and the Sundays of Easter and Pentecost."""
    fixed = {date(year, *day) for day in ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))}
    return frozenset(_around_easter(year, 0, 1, 39, 49, 50) | fixed)


HOLIDAYS: dict[str, Callable[[int], frozenset[date]]] = {"NL": _dutch, "NL-ATW": _termijnenwet, "BE": _belgian}
