"""When somebody works: on working days, within office hours, while not away. Work is counted in whole microseconds."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.terms.keeping import Worker
from meldpunt.policy.rules.reckoning import working_days
from meldpunt.policy.terms import Region

_ONE: Final = timedelta(microseconds=1)
_ANY_DAY: Final = date(2026, 1, 5)


class Shifts:
    """The working time of one worker, from the first of two years up to and including the last."""

    def __init__(self, worker: Worker, region: Region, office: str, years: tuple[int, int]) -> None:
        """Lay out their days; a day on which they do not work is not there."""
        opens, closes = (time.fromisoformat(part) for part in office.split("-"))
        zone = ZoneInfo(region.zone)
        days = [
            day for year in range(years[0], years[1] + 1) for day in working_days(region, year) if worker.works_on(day)
        ]
        self.opens = [datetime.combine(day, opens, zone).astimezone(UTC) for day in days]
        ends = [datetime.combine(day, closes, zone).astimezone(UTC) for day in days]
        self.lengths = [(end - start) // _ONE for start, end in zip(self.opens, ends, strict=True)]
        self.worked = list(accumulate(self.lengths, initial=0))
        a_day = (datetime.combine(_ANY_DAY, closes, UTC) - datetime.combine(_ANY_DAY, opens, UTC)) // _ONE
        self.answer = max(round(a_day / worker.per_day), 1)

    def begin(self, moment: datetime) -> int:
        """Return how much they worked up to a moment; whoever starts then, starts there."""
        index = bisect_right(self.opens, moment) - 1
        if index < 0:
            return 0
        return self.worked[index] + min((moment - self.opens[index]) // _ONE, self.lengths[index])

    def starts(self, worked: int) -> datetime | None:
        """Return when they go on after so much work: at the next opening where a day ended; None after their last day."""
        index = bisect_right(self.worked, worked) - 1
        return self._at(index, worked) if index < len(self.opens) else None

    def ends(self, worked: int) -> datetime | None:
        """Return when so much work is done: at the close where it ends a day; None where it never is."""
        index = max(bisect_left(self.worked, worked) - 1, 0)
        return self._at(index, worked) if index < len(self.opens) else None

    def _at(self, index: int, worked: int) -> datetime:
        return self.opens[index] + _ONE * (worked - self.worked[index])


@lru_cache(maxsize=128)
def shifts(worker: Worker, region: Region, office: str, years: tuple[int, int]) -> Shifts:
    """Return the working time of a worker; plans that are compared share most of it."""
    return Shifts(worker, region, office, years)
