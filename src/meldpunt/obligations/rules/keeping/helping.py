"""What would help to keep a promise. Nothing is said to help that was not played."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.keeping.playing import play
from meldpunt.obligations.terms.keeping import Broken, Days, Help, How, Plan, Played, Remedy, Worker
from meldpunt.policy.terms import Promise, PromiseKind

MOST_TIMES: Final = 8
FROM_THE_FINDER: Final = frozenset({PromiseKind.FIRST_ANSWER, PromiseKind.FIX, PromiseKind.PUBLICATION})
"""Promises that begin with what a finder sends, so that they can count from the next opening."""


def remedies(plan: Plan, found: Sequence[Played]) -> tuple[Remedy, ...]:
    """Return for each promise that would have been broken what would help; `found` is what came of the plan."""
    return tuple(
        remedy
        for played in found
        if played.broken
        for remedy in _tried(plan, found, played)
        if remedy is not None and remedy.after < remedy.before
    )


def _tried(plan: Plan, found: Sequence[Played], played: Played) -> Iterator[Remedy | None]:
    before = sum(len(each.broken) for each in found)
    yield _longer(plan, played, before)
    if played.how is How.PEOPLE:
        yield _one_more(plan, played, before)
    if played.promise.kind in FROM_THE_FINDER and not played.promise.office:
        changed = replace(played.promise, office=plan.office)
        yield _remedy(Help.OPENING, plan, played, changed, before)


def _longer(plan: Plan, played: Played, before: int) -> Remedy | None:
    """Return the shortest longer time with which none is broken, at most eight times as long; found by halving."""
    promise = played.promise

    def tried(amount: int) -> Remedy | None:
        return _remedy(Help.LONGER, plan, played, replace(promise, amount=amount), before)

    short, long = promise.amount, promise.amount
    found: Remedy | None = None
    while found is None and long < MOST_TIMES * promise.amount:
        short, long = long, long * 2
        found = _whole(tried(long))
    while found is not None and long - short > 1:
        middle = (short + long) // 2
        better = _whole(tried(middle))
        short, long = (short, middle) if better else (middle, long)
        found = better or found
    return found


def _whole(remedy: Remedy | None) -> Remedy | None:
    """Return a remedy that leaves none broken."""
    return remedy if remedy is not None and not remedy.after else None


def _one_more(plan: Plan, played: Played, before: int) -> Remedy | None:
    """Return what one more person does who works as much as the others, on the days on which too much waited."""
    days = _busy(played.broken, plan)
    per_day = median([worker.per_day for worker in plan.workers] or [1])
    helped = replace(plan, workers=(*plan.workers, Worker(per_day, only=days)))
    remedy = _remedy(Help.ONE_MORE, helped, played, played.promise, before)
    return None if remedy is None else replace(remedy, days=days, per_day=per_day)


def _busy(broken: Iterable[Broken], plan: Plan) -> tuple[Days, ...]:
    """Return the days from the start of each broken one to its end, those that touch together."""
    zone = ZoneInfo(plan.region.zone)
    found: list[Days] = []
    for each in sorted(broken, key=lambda one: one.started_at):
        first, last = (moment.astimezone(zone).date() for moment in (each.started_at, each.due_at))
        if found and first <= found[-1].last + timedelta(days=1):
            found[-1] = Days(found[-1].first, max(found[-1].last, last))
        else:
            found.append(Days(first, last))
    return tuple(found)


def _remedy(kind: Help, plan: Plan, played: Played, changed: Promise, before: int) -> Remedy | None:
    """Play a plan with a promise changed; None where it breaks as many promises elsewhere as it keeps here."""
    promises = tuple(changed if each is played.promise else each for each in plan.promises)
    if played.how is How.LAST_YEAR:
        # nobody's work hangs on it, so the others come out as before
        promises, before = (changed,), len(played.broken)
    after = play(replace(plan, promises=promises))
    (of_it,) = (each for each in after if each.promise is changed)
    if sum(len(each.broken) for each in after) >= before:
        return None
    return Remedy(kind, played.promise, changed, len(played.broken), len(of_it.broken))
