"""No hidden count can be worked out: of what is told, all tables together, other worlds of reports tell exactly the same.

Whoever reads is taken to know all rules of hiding, and how promises hang together: those of a report are made at once, words follow an
answer, what was told as solved was fixed. A count that is hidden because few reports stand behind it must have another number in one of
these worlds.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.obligations.terms.figures import LEAST, Table
from tests.obligations.told_lives import (
    Life,
    Report,
    World,
    behind,
    closed_and_erased,
    followed_by_words,
    followed_to_the_end,
    hidden,
    made_at_once,
    told,
    told_a_day,
    told_when_solved,
)
from tests.obligations.told_walks import LIVES, worlds_alike

FEW = 3


FAMILIES = (made_at_once, followed_by_words, told_when_solved, followed_to_the_end, closed_and_erased, told_a_day)


@pytest.mark.parametrize("lives", FAMILIES)
def test_of_all_worlds_that_fit_none_is_the_only_one(lives: Callable[[], Sequence[Life]]) -> None:
    """Every world of six reports is tried, where three are enough to be told."""
    alike: defaultdict[tuple[Table, ...], list[World]] = defaultdict(list)
    for each in combinations_with_replacement(lives(), 2 * FEW):
        world = tuple(Report("2026-Q1", False, life) for life in each)
        alike[told(world, FEW)].append(world)
    known = []
    for tables, worlds in alike.items():
        for place in hidden(tables):
            numbers = {behind(place, world) for world in worlds}
            known += [(place, worlds[0])] if len(numbers) == 1 and 0 < min(numbers) < FEW else []
    assert known == []


@settings(max_examples=40, derandomize=True)
@given(
    st.lists(st.sampled_from(LIVES), min_size=1, max_size=6).flatmap(
        lambda lives: st.lists(
            st.builds(Report, st.sampled_from(["2026-Q1", "2026-Q2"]), st.booleans(), st.sampled_from(lives)),
            min_size=2 * LEAST,
            max_size=6 * LEAST,
        )
    ),
    st.integers(0, 2**32),
)
def test_no_small_count_is_known_from_all_tables_together(reports: list[Report], seed: int) -> None:
    world = tuple(reports)
    true = {place: behind(place, world) for place in hidden(told(world, LEAST))}
    known = {place for place, number in true.items() if 0 < number < LEAST}
    for other in worlds_alike(world, LEAST, Random(seed), 60):
        known = {place for place in known if behind(place, other) == true[place]}
        if not known:
            break
    assert known == set()
