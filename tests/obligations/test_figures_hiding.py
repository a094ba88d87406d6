"""No hidden count can be worked out: tried against every table that fits what is told."""

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.obligations.rules.figures.hiding import Cell, hide
from meldpunt.obligations.terms.figures import Hidden

LEAST = 3
MOST = 9


def with_sums(inner: tuple[tuple[int, ...], ...]) -> dict[Cell, int]:
    """Return a table with its sums."""
    rows = [(*row, sum(row)) for row in inner]
    rows.append(tuple(sum(column) for column in zip(*rows, strict=True)))
    return {(row, column): count for row, counts in enumerate(rows) for column, count in enumerate(counts)}


def possible(cell: Cell, counts: Mapping[Cell, int], hidden: Mapping[Cell, Hidden]) -> range:
    """Return what a cell may hold by what is told of it alone."""
    if cell not in hidden:
        return range(counts[cell], counts[cell] + 1)
    return range(1, LEAST) if hidden[cell] is Hidden.FEW else range(LEAST, 2 * MOST + LEAST)


def nothing_told(counts: Mapping[Cell, int], hidden: Mapping[Cell, Hidden]) -> bool:
    """Tell whether a table is not shown at all."""
    return hidden == dict.fromkeys(counts, Hidden.WITH_IT)


def fitting(counts: Mapping[Cell, int], hidden: Mapping[Cell, Hidden]) -> Iterator[dict[Cell, int]]:
    """Yield every table that fits all that is told."""
    rows, columns = max(counts)
    inner = [(row, column) for row in range(rows) for column in range(columns)]
    allowed = {cell: possible(cell, counts, hidden) for cell in counts}
    for values in product(*(allowed[cell] for cell in inner)):
        table = with_sums(tuple(tuple(values[row * columns : (row + 1) * columns]) for row in range(rows)))
        if all(count in allowed[cell] for cell, count in table.items()):
            yield table


def known(counts: Mapping[Cell, int], hidden: Mapping[Cell, Hidden]) -> set[Cell]:
    """Return the hidden cells that hold one and the same number in every table that fits."""
    if nothing_told(counts, hidden):
        return set()
    seen: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    for table in fitting(counts, hidden):
        for cell in hidden:
            seen[cell].add(table[cell])
    return {cell for cell, values in seen.items() if len(values) < 2}


counts_2x2 = st.tuples(*[st.tuples(*[st.integers(0, MOST)] * 2)] * 2)
counts_1x3 = st.tuples(st.tuples(*[st.integers(0, MOST)] * 3))


@settings(max_examples=60, deadline=None)
@given(st.one_of(counts_2x2, counts_1x3))
def test_every_hidden_count_has_another_value_that_fits(inner) -> None:
    counts = with_sums(inner)
    assert known(counts, hide(counts, LEAST)) == set()


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=8).map(tuple))
def test_zero_is_told_as_long_as_anything_is(inner) -> None:
    counts = with_sums(inner)
    hidden = hide(counts, 5)
    assert nothing_told(counts, hidden) or [cell for cell in hidden if counts[cell] == 0] == []


def test_what_hiding_does_not_help_is_not_shown_at_all() -> None:
    counts = with_sums(((1, 1, 1, 1),))
    assert nothing_told(counts, hide(counts, 5))


@given(st.lists(st.tuples(*[st.sampled_from([0, 5, 6, 30])] * 4), min_size=1, max_size=8).map(tuple))
def test_without_small_counts_nothing_is_hidden(inner) -> None:
    assert hide(with_sums(inner), 5) == {}


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=8).map(tuple))
def test_small_counts_are_hidden_as_such_and_others_with_them(inner) -> None:
    counts = with_sums(inner)
    hidden = hide(counts, 5)
    wrong = [cell for cell, why in hidden.items() if (why is Hidden.FEW) != (counts[cell] < 5)]
    assert nothing_told(counts, hidden) or wrong == []


def test_two_small_counts_that_a_sum_gives_away_hide_a_third() -> None:
    counts = with_sums(((18, 1, 1),))
    assert sorted(cell for cell in hide(counts, 5) if cell[0] == 0) == [(0, 0), (0, 1), (0, 2)]


def test_two_small_counts_that_their_sum_does_not_give_away_suffice() -> None:
    counts = with_sums(((18, 2, 2),))
    assert sorted(cell for cell in hide(counts, 5) if cell[0] == 0) == [(0, 1), (0, 2)]


def test_a_cell_to_hide_anyway_is_hidden_safely() -> None:
    counts = with_sums(((9, 0), (8, 0)))
    assert known(counts, hide(counts, LEAST, [(0, 2)])) == set()
