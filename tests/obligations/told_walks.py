"""From one world of reports to others of which exactly the same is told, step by step: what must not be known is what changes on the way."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

from meldpunt.obligations.terms.figures import Table
from tests.obligations.told_lives import Report, World, every, told

LIVES: Final = tuple(every())
COUNTS: Final = ("made", "kept", "broken", "running", "lapsed")

type Effect = frozenset[tuple[tuple[str, ...], int]]
type Change = tuple[int, Report]


def worlds_alike(world: World, least: int, random: Random, steps: int) -> Iterator[World]:
    """Yield worlds of which the same is told; each but the first differs from the one before in one report or two."""
    tables = told(world, least)
    said = _said(tables)
    for _ in range(steps):
        yield world
        for changes in _steps(world, said, random):
            other = list(world)
            for place, report in changes:
                other[place] = report
            if told(tuple(other), least) == tables:
                world = tuple(other)
                yield world


def _steps(world: World, said: Mapping[tuple[str, ...], tuple[str, ...]], random: Random) -> list[tuple[Change, ...]]:
    """Return changes that leave each number that is told as it is: one by itself, or two that make up for each other."""
    moves: defaultdict[Effect, list[Change]] = defaultdict(list)
    for place, report in enumerate(world):
        for life in LIVES:
            other = report._replace(life=life)
            moves[_effect(report, other, said)].append((place, other))
    free = moves.pop(frozenset(), [])
    found: list[tuple[Change, ...]] = [(change,) for change in random.sample(free, min(15, len(free)))]
    effects = [effect for effect in moves if _undone(effect) in moves]
    for effect in random.sample(effects, min(40, len(effects))):
        one, two = random.choice(moves[effect]), random.choice(moves[_undone(effect)])
        found += [(one, two)] if one[0] != two[0] else []
    return random.sample(found, min(30, len(found)))


def _said(tables: tuple[Table, ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers that are told in a quarter of a table, by their names, and the period before them."""
    return {
        (table.kind, str(table.declined), quarter): (
            row.period,
            *(name for name in COUNTS if getattr(row, name).value is not None),
        )
        for table in tables
        for row in table.rows
        for quarter in row.period.split("/")
    }


def _effect(before: Report, after: Report, said: Mapping[tuple[str, ...], tuple[str, ...]]) -> Effect:
    """Return by how much numbers that are told would change."""
    found: Counter[tuple[str, ...]] = Counter()
    for report, by in ((before, -1), (after, 1)):
        for kind, (outcome, _took) in report.life.ended():
            place = (kind, str(report.declined), report.quarter)
            period, *names = said.get(place, (report.quarter, "made"))
            for name in names:
                found[kind, period, name] += by * (name in {"made", outcome.value})
    return frozenset((place, by) for place, by in found.items() if by)


def _undone(effect: Effect) -> Effect:
    return frozenset((place, -by) for place, by in effect)
