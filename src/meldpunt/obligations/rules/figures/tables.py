"""The table of every promise, period by period, as it may be shown.

A promise belongs to the quarter in which its report came in, in the organisation's time zone: the first promise to that finder began
then. So the figures of a quarter still change while its reports are worked on, and all tables of a quarter are about the same reports.
Reports that were declined have tables of their own, and nothing adds the two up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.obligations.rules.figures.counting import (
    Ended,
    Single,
    in_order,
    percentile,
    quarter,
    reports,
    took,
    without_case,
)
from meldpunt.obligations.rules.figures.hiding import COUNTS, enough, little, whole
from meldpunt.obligations.rules.figures.periods import ByQuarter, Period, periods
from meldpunt.obligations.terms.figures import ALL, LEAST, Count, Counted, Hidden, Outcome, Row, Table
from meldpunt.policy.terms import PromiseKind, Region

type Key = tuple[PromiseKind, bool]
type Grouped = Mapping[Key, ByQuarter]
_MEDIAN: Final = 50
_TAIL: Final = 90


def tables(settled: Iterable[Counted], region: Region, *, least: int = LEAST) -> tuple[Table, ...]:
    """Return a table for each promise that was made, in the order of the promises, declined reports after the others.

    `least` is how many reports must stand behind a count that is told (beside 0); 1 tells everything, for the organisation's own
    eyes.
    """
    return tables_of(by_quarter(settled, region), least=least)


def by_quarter(settled: Iterable[Counted], region: Region) -> Grouped:
    """Return what became of each obligation, by promise and quarter: what takes long, and is the same whoever reads."""
    every = list(settled)
    came: dict[UUID, datetime] = {}
    for each in every:
        came[each.case] = min(each.started_at, came.get(each.case, each.started_at))
    grouped: dict[Key, dict[str, list[Single]]] = {}
    for each in every:
        of_kind = grouped.setdefault((each.kind, each.declined), {})
        single = Single(each.outcome, took(each, region), each.case)
        of_kind.setdefault(quarter(came[each.case], region), []).append(single)
    return grouped


def tables_of(counted: Grouped, *, least: int) -> tuple[Table, ...]:
    """Return the tables of what was grouped, as `tables` does."""
    order = list(PromiseKind)
    keys = sorted(counted, key=lambda key: (order.index(key[0]), key[1]))
    together = {
        declined: list(periods([counted[key] for key in keys if key[1] is declined], least)) for _kind, declined in keys
    }
    found = (_table(key, counted[key], together[key[1]], least) for key in keys)
    return tuple(table for table in found if table.rows)


def _table(key: Key, of_kind: ByQuarter, of_time: Sequence[Period], least: int) -> Table:
    rows = tuple(_row(key[0], period, of, least) for period in of_time if (of := period.of(of_kind)))
    return Table(kind=key[0], declined=key[1], rows=rows, total=_total(rows))


def _row(kind: PromiseKind, period: Period, of: Sequence[Single], least: int) -> Row:
    if not period.is_whole:
        return _with_times(period.name, little(kind, of, least), ())
    due = [single for single in of if single.outcome in {Outcome.KEPT, Outcome.BROKEN}]
    is_listed = not due or reports(due) >= enough(least)
    return _with_times(period.name, whole(of), without_case(of) if is_listed else ())


def _total(rows: Sequence[Row]) -> Row:
    """Return the sum of rows: it tells nothing that anybody could not add up."""
    sums = {name: _sum([getattr(row, name) for row in rows]) for name in COUNTS}
    singles = in_order(single for row in rows for single in row.singles) if all(row.singles for row in rows) else ()
    return _with_times(ALL, sums, singles)


def _sum(of: Sequence[Count]) -> Count:
    values = [count.value for count in of if count.value is not None]
    return Count(sum(values)) if len(values) == len(of) else Count(None, Hidden.WITH_IT)


def _with_times(name: str, told: Mapping[str, Count], singles: tuple[Ended, ...]) -> Row:
    return Row(
        period=name, **told, median=percentile(singles, _MEDIAN), tail=percentile(singles, _TAIL), singles=singles
    )
