"""Which counts of a table are left out, so that no small one can be worked out from the others.

A table has a row for each quarter and a last one for all of them, a column for each outcome and a last one for their sum. A
count from 1 up to `least - 1` is small and hidden. Where everything that is told (the other counts, which are small, which are
hidden with them) leaves it only one value, more are hidden with it, as few and as unimportant ones as will do. Zero is told.
Where hiding all but zeros does not help (four times one makes four, whoever hides it), nothing of the table is told.

Whether a count has another value that fits is decided exactly: sums in rows and columns make the hidden counts a flow in a
network of rows and columns, and another value is a circle in what that flow leaves free. The cheapest circle says what to hide.
`tests/obligations/test_figures_hiding.py` tries it against all tables that fit.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

from meldpunt.obligations.terms.figures import Hidden

Cell = tuple[int, int]
"""Row and column; the last of each holds the sums."""
Place = tuple[bool, int]
"""A row (True) or a column of the network."""
UP: Final = 1
DOWN: Final = -1
IN_OPEN_ROW: Final = 10
IN_CLOSED_ROW: Final = 1
OF_ALL: Final = 4
SUM_OF_QUARTER: Final = 30
SUM_OF_ALL: Final = 12
"""What hiding a count costs a reader: of a quarter that is told whole, its times are lost as well."""


def hide(counts: Mapping[Cell, int], least: int, also: Collection[Cell] = ()) -> Mapping[Cell, Hidden]:
    """Return which cells of a table are not told, and why. `counts` holds every cell, `also` those to hide in any case."""
    hidden = {cell: Hidden.FEW for cell, count in counts.items() if 0 < count < least}
    hidden |= {cell: Hidden.WITH_IT for cell in also if cell not in hidden and counts[cell]}
    for cell in sorted(hidden):
        beside = _Network(counts, hidden, least).to_hide_with(cell)
        if beside is None:
            return dict.fromkeys(counts, Hidden.WITH_IT)
        hidden |= dict.fromkeys(beside, Hidden.WITH_IT)
    return hidden


@dataclass(frozen=True)
class _Network:
    """The cells as edges between rows and columns; sums count as negative, so that every row and column adds up to 0."""

    counts: Mapping[Cell, int]
    hidden: Mapping[Cell, Hidden]
    least: int

    def to_hide_with(self, cell: Cell) -> Collection[Cell] | None:
        """Return the told cells that give a hidden one another value once they are hidden too, None where none do."""
        ways = [self._circle(cell, way) for way in (UP, DOWN) if self._may(cell, way)]
        found = [way for way in ways if way is not None]
        return min(found, key=lambda way: way[0])[1] if found else None

    def _circle(self, cell: Cell, way: int) -> tuple[int, frozenset[Cell]] | None:
        """Return the cheapest way by which other cells make up for a step of this one: its cost, and what it must hide."""
        row, column = (True, cell[0]), (False, cell[1])
        start, goal = (column, row) if way is UP else (row, column)
        waiting: list[tuple[int, Place, tuple[Cell, ...]]] = [(0, start, ())]
        seen: set[Place] = set()
        while waiting:
            cost, place, told = heappop(waiting)
            if place == goal:
                return cost, frozenset(told)
            if place in seen:
                continue
            seen.add(place)
            for after, through in self._steps(place, cell):
                more = self._cost(through)
                heappush(waiting, (cost + more, after, (*told, through) if more else told))
        return None

    def _steps(self, place: Place, without: Cell) -> Iterator[tuple[Place, Cell]]:
        is_row, number = place
        for cell, count in self.counts.items():
            if (
                cell != without
                and count
                and cell[0 if is_row else 1] == number
                and self._may(cell, UP if is_row else DOWN)
            ):
                yield (not is_row, cell[1 if is_row else 0]), cell

    def _may(self, cell: Cell, way: int) -> bool:
        """Tell whether a cell that is hidden can take one step and still be what it is said to be: small, or not small."""
        last = max(self.counts)
        is_sum = (cell[0] == last[0]) != (cell[1] == last[1])
        value = self.counts[cell] + (-way if is_sum else way)
        return 0 < value < self.least if self.hidden.get(cell) is Hidden.FEW else value >= self.least

    def _cost(self, cell: Cell) -> int:
        """Return what it costs to hide a cell; 0 where it is hidden."""
        if cell in self.hidden:
            return 0
        last = max(self.counts)
        if cell[1] == last[1]:
            return SUM_OF_ALL if cell[0] == last[0] else SUM_OF_QUARTER
        if cell[0] == last[0]:
            return OF_ALL
        closed = any(other[0] == cell[0] for other in self.hidden)
        return IN_CLOSED_ROW if closed else IN_OPEN_ROW
