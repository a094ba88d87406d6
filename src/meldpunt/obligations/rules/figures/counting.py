"""Counts and times of obligations, before anything is left out."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.obligations.terms.figures import Counted, Outcome, Took
from meldpunt.policy.rules.reckoning import is_working_day, working_days
from meldpunt.policy.terms import Region

_HOUR: Final = timedelta(hours=1)
_ORDER: Final = tuple(Outcome)

type Ended = tuple[Outcome, Took]


class Single(NamedTuple):
    """What became of one obligation, how long that took, and of which case it was."""

    outcome: Outcome
    took: Took
    case: UUID


def quarter(moment: datetime, region: Region) -> str:
    """Return the quarter of a moment on the clocks of the region: `2026-Q1`."""
    local = moment.astimezone(ZoneInfo(region.zone))
    return f"{local.year}-Q{(local.month + 2) // 3}"


def took(settled: Counted, region: Region) -> Took:
    """Return how long fulfilling took, from its start; time in which the clock stood still counts as well."""
    if settled.fulfilled_at is None:
        return Took(None, None)
    length = max(settled.fulfilled_at - settled.started_at, timedelta())
    zone = ZoneInfo(region.zone)
    first, last = (moment.astimezone(zone).date() for moment in (settled.started_at, settled.fulfilled_at))
    return Took(-(-length // _HOUR), working_days_between(first, last, region))


def working_days_between(first: date, last: date, region: Region) -> int:
    """Return of how many working days, counted after the first day, a time must be to end on the last day or later."""
    if last <= first:
        return 0
    found = _up_to(last, region) - _up_to(first, region)
    found += sum(len(working_days(region, year)) for year in range(first.year, last.year))
    return found + (not is_working_day(last, region))


def _up_to(day: date, region: Region) -> int:
    """Return how many working days its year has up to and including a day."""
    return bisect_right(working_days(region, day.year), day)


def without_case(of: Iterable[Single]) -> tuple[Ended, ...]:
    """Return what became of each and how long it took; in an order that tells nothing of when or of whom."""
    return in_order((single.outcome, single.took) for single in of)


def in_order(of: Iterable[Ended]) -> tuple[Ended, ...]:
    """Return them by outcome and time."""
    return tuple(sorted(of, key=lambda pair: (_ORDER.index(pair[0]), *_place(pair[1]))))


def tally(of: Iterable[Single]) -> Mapping[Outcome, int]:
    """Return how many there are of each outcome."""
    found = Counter(single.outcome for single in of)
    return {outcome: found[outcome] for outcome in Outcome}


def reports(of: Iterable[Single]) -> int:
    """Return how many reports stand behind these obligations."""
    return len({single.case for single in of})


def percentile(of: Sequence[Ended], percent: int) -> Took | None:
    """Return the time within which so many percent of what was due was fulfilled: the nearest rank.

    What was kept or broken counts, what is not fulfilled as longer than all else. None where there is nothing to count.
    """
    times = [took for outcome, took in of if outcome in {Outcome.KEPT, Outcome.BROKEN}]
    if not times:
        return None
    rank = -(-len(times) * percent // 100) - 1
    return Took(_ranked([each.hours for each in times], rank), _ranked([each.working_days for each in times], rank))


def _ranked(values: Iterable[int | None], rank: int) -> int | None:
    return sorted(values, key=lambda value: (value is None, value or 0))[rank]


def _place(time: Took) -> tuple[bool, int, int]:
    return (time.hours is None, time.hours or 0, time.working_days or 0)
