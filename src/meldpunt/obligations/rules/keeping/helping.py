"""What would help to keep a promise. Nothing is said to help that was not played."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.keeping.playing import play
from meldpunt.obligations.terms.keeping import Broken, Days, Help, How, Plan, Played, Remedy, Tried, Worker
from meldpunt.policy.terms import Promise, PromiseKind

MOST_TIMES: Final = 8
FROM_THE_FINDER: Final = frozenset({PromiseKind.FIRST_ANSWER, PromiseKind.FIX, PromiseKind.PUBLICATION})
"""Promises that begin with what a finder sends, so that they can count from the next opening."""


def remedies(plan: Plan, found: Sequence[Played], *, steps: int) -> Tried:
    """Return for each promise that would have been broken what would help; `found` is what came of the plan.

    Changes are played one after the other until so many steps were taken.
    """
    trial = _Trial(plan, found, steps)
    tried = [remedy for played in found if played.broken for remedy in trial.of(played)]
    helping = tuple(remedy for remedy in tried if remedy is not None and remedy.after < remedy.before)
    return Tried(helping, trial.all_played)


class _Trial:
    """Plays a plan with changes, until one of them takes more than the `steps` that are left."""

    def __init__(self, plan: Plan, found: Sequence[Played], steps: int) -> None:
        self.plan = plan
        self.before = sum(len(each.broken) for each in found)
        self.steps = steps
        self.all_played = True

    def of(self, played: Played) -> Iterator[Remedy | None]:
        """Try all that may help one promise."""
        yield self._longer(played)
        if played.how is How.PEOPLE:
            yield self._one_more(played)
        if played.promise.kind in FROM_THE_FINDER and not played.promise.office:
            changed = replace(played.promise, office=self.plan.office)
            yield self._remedy(Help.OPENING, self.plan, played, changed)

    def _longer(self, played: Played) -> Remedy | None:
        """Return the shortest longer time with which none is broken, at most eight times as long; found by halving."""
        promise = played.promise

        def tried(amount: int) -> Remedy | None:
            return _whole(self._remedy(Help.LONGER, self.plan, played, replace(promise, amount=amount)))

        short, long = promise.amount, promise.amount
        found: Remedy | None = None
        while found is None and long < MOST_TIMES * promise.amount:
            short, long = long, long * 2
            found = tried(long)
        while found is not None and long - short > 1:
            middle = (short + long) // 2
            better = tried(middle)
            short, long = (short, middle) if better else (middle, long)
            found = better or found
        return found

    def _one_more(self, played: Played) -> Remedy | None:
        """Return what one more person does who works as much as the others, on the days on which too much waited."""
        days = _busy(played.broken, self.plan)
        per_day = median([worker.per_day for worker in self.plan.workers] or [1])
        helped = replace(self.plan, workers=(*self.plan.workers, Worker(per_day, only=days)))
        remedy = self._remedy(Help.ONE_MORE, helped, played, played.promise)
        return None if remedy is None else replace(remedy, days=days, per_day=per_day)

    def _remedy(self, kind: Help, plan: Plan, played: Played, changed: Promise) -> Remedy | None:
        """Play a plan with a promise changed; None where it breaks as many promises elsewhere as it keeps here, or there are no steps left."""
        promises = tuple(changed if each is played.promise else each for each in plan.promises)
        before = self.before
        if played.how is How.LAST_YEAR:
            # nobody's work hangs on it, so the others come out as before
            promises, before = (changed,), len(played.broken)
        after = self._play(replace(plan, promises=promises))
        if not after or sum(len(each.broken) for each in after) >= before:
            return None
        (of_it,) = (each for each in after if each.promise is changed)
        return Remedy(kind, played.promise, changed, len(played.broken), len(of_it.broken))

    def _play(self, plan: Plan) -> tuple[Played, ...]:
        """Play a plan to its end; return nothing where the steps do not reach that far."""
        if self.all_played:
            found = play(plan, steps=self.steps)
            self.steps -= found.steps
            self.all_played = found.until is None
        return found.played if self.all_played else ()


def _whole(remedy: Remedy | None) -> Remedy | None:
    """Return a remedy that leaves none broken."""
    return remedy if remedy is not None and not remedy.after else None


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
