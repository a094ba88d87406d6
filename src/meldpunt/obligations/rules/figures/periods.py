"""The periods that figures are told for: a quarter, or as many as it takes until enough reports came in.

All tables of declined reports, and all of the others, have the same periods. The last quarters, as long as too few reports came in,
are in none: not even which promises began in them is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from meldpunt.obligations.rules.figures.counting import Single, reports
from meldpunt.obligations.rules.figures.hiding import enough, is_told_whole

type ByQuarter = Mapping[str, Sequence[Single]]


@dataclass(frozen=True)
class Period:
    """One period: its quarters, and whether it is told whole."""

    quarters: tuple[str, ...]
    is_whole: bool

    @property
    def name(self) -> str:
        """Return its name: `2026-Q1`, or the first and the last quarter, `2026-Q1/2026-Q3`."""
        return "/".join(dict.fromkeys((self.quarters[0], self.quarters[-1])))

    def of(self, by_quarter: ByQuarter) -> list[Single]:
        """Return the obligations of one table to the reports of this period."""
        return _within(self.quarters, by_quarter)


def periods(tables: Sequence[ByQuarter], least: int) -> Iterator[Period]:
    """Yield the periods of tables that are told together, oldest first."""
    waiting: list[str] = []
    for name in sorted({name for table in tables for name in table}):
        waiting.append(name)
        rows = [_within(waiting, table) for table in tables]
        if reports(chain.from_iterable(rows)) >= enough(least):
            yield Period(tuple(waiting), is_told_whole(rows, least))
            waiting = []


def _within(quarters: Sequence[str], by_quarter: ByQuarter) -> list[Single]:
    return [single for name in quarters for single in by_quarter.get(name, ())]
