"""The table of every promise, quarter by quarter, as it may be shown.

A promise belongs to the quarter in which it was made, in the organisation's time zone; so the figures of a quarter still change
while promises of it run. Reports that were declined have tables of their own, and nothing adds the two up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from meldpunt.obligations.rules.figures.counting import due_singles, percentile, quarter, singles, tally
from meldpunt.obligations.rules.figures.hiding import Cell, hide
from meldpunt.obligations.terms.figures import ALL, LEAST, Count, Counted, Hidden, Outcome, Row, Table, Took
from meldpunt.policy.terms import PromiseKind, Region

Single = tuple[Outcome, Took]
Key = tuple[PromiseKind, bool]
Grouped = Mapping[Key, Mapping[str, Sequence[Single]]]
Sum = tuple[bool, str, int]
_MADE: Final = len(Outcome)
_MEDIAN: Final = 50
_TAIL: Final = 90


def tables(settled: Iterable[Counted], region: Region, *, least: int = LEAST) -> tuple[Table, ...]:
    """Return a table for each promise that was made, in the order of the promises, declined reports after the others.

    `least` is the smallest count that is told (beside 0); 1 tells everything, for the organisation's own eyes.
    """
    return tables_of(by_quarter(settled, region), least=least)


def by_quarter(settled: Iterable[Counted], region: Region) -> Grouped:
    """Return what became of each obligation, by promise and quarter: what takes long, and is the same whoever reads."""
    grouped: dict[Key, dict[str, list[Counted]]] = {}
    for each in settled:
        of_kind = grouped.setdefault((each.kind, each.declined), {})
        of_kind.setdefault(quarter(each.started_at, region), []).append(each)
    return {key: {name: singles(of_kind[name], region) for name in sorted(of_kind)} for key, of_kind in grouped.items()}


def tables_of(counted: Grouped, *, least: int) -> tuple[Table, ...]:
    """Return the tables of what was grouped, as `tables` does."""
    hidden = _hidden(counted, least)
    order = list(PromiseKind)
    keys = sorted(counted, key=lambda key: (order.index(key[0]), key[1]))
    return tuple(_table(key, counted[key], hidden[key], least) for key in keys)


def _hidden(counted: Grouped, least: int) -> Mapping[Key, Mapping[Cell, Hidden]]:
    """Return the cells to hide in every table.

    Of one report several promises are made at once, so that two tables can have the same sum: a sum that is hidden in one is
    hidden in each that has the same.
    """
    counts = {key: _counts(of_kind) for key, of_kind in counted.items()}
    sums = {key: _sums(key[1], of_kind, counts[key]) for key, of_kind in counted.items()}
    shared: set[Sum] = set()
    while True:
        hidden = {
            key: hide(counts[key], least, [cell for cell, each in sums[key].items() if each in shared])
            for key in counted
        }
        found = {each for key in counted for cell, each in sums[key].items() if cell in hidden[key]}
        if found == shared:
            return hidden
        shared = found


def _sums(declined: bool, of_kind: Iterable[str], counts: Mapping[Cell, int]) -> Mapping[Cell, Sum]:  # noqa: FBT001 - half of a table's name
    """Return the cells that hold how many were made, with what would be the same in another table."""
    cells = {(row, _MADE): name for row, name in enumerate([*of_kind, ALL])}
    return {cell: (declined, name, counts[cell]) for cell, name in cells.items()}


def _counts(of_kind: Mapping[str, Sequence[Single]]) -> Mapping[Cell, int]:
    """Return every count of a table, with its sums."""
    found: dict[Cell, int] = {}
    for row, of in enumerate([*of_kind.values(), _together(of_kind)]):
        found |= {(row, column): count for column, count in enumerate(tally(of).values())}
        found[row, _MADE] = len(of)
    return found


def _together(of_kind: Mapping[str, Sequence[Single]]) -> Sequence[Single]:
    return [single for of in of_kind.values() for single in of]


def _table(key: Key, of_kind: Mapping[str, Sequence[Single]], hidden: Mapping[Cell, Hidden], least: int) -> Table:
    rows = tuple(_row(number, name, of, hidden, least) for number, (name, of) in enumerate(of_kind.items()))
    total = _row(len(rows), ALL, _together(of_kind), hidden, least)
    if not all(row.open for row in rows):
        # its times would come from obligations that no open row lists, so that nobody could recompute them
        total = replace(total, median=None, tail=None, singles=())
    return Table(kind=key[0], declined=key[1], rows=rows, total=total)


def _row(number: int, name: str, of: Sequence[Single], hidden: Mapping[Cell, Hidden], least: int) -> Row:
    amounts = [*tally(of).values(), len(of)]
    why = [hidden.get((number, column)) for column in range(len(amounts))]
    kept, broken, running, lapsed, made = (
        Count(None if each else amount, each) for amount, each in zip(amounts, why, strict=True)
    )
    open_, due = not any(why), due_singles(of)
    return Row(
        period=name,
        made=made,
        kept=kept,
        broken=broken,
        running=running,
        lapsed=lapsed,
        median=percentile(of, _MEDIAN) if open_ and due >= least else None,
        tail=percentile(of, _TAIL) if open_ and due >= 2 * least else None,
        singles=tuple(of) if open_ else (),
    )
