"""Plays the promises of a policy against last year's reports and the people who answer.

The model, simple on purpose and told on the page:

- Every report of last year comes again 52 weeks later, on the same day of the week and the same time of the clock; holidays and
  absences are those of the new dates.
- A worker answers `per_day` reports on a working day: each answer takes the same part of the office hours, work that is not
  done goes on the next working day. Whoever is free takes what is due first.
- The first answer is asked when the report comes; word of progress when half of its time is over, again and again from the
  first answer until the report was closed; the word that it is solved when it was fixed last year.
- A fix and a publication take as long as they took last year. Receipts and keys the machine does itself; erasing takes a handler
  one press after the case was closed, and is not played.
- A finder is never asked anything, so no clock stands still: what `pauses` would gain is not counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.keeping.working import Shifts, shifts
from meldpunt.obligations.terms.keeping import Arrival, Broken, How, Plan, Played, Playthrough
from meldpunt.policy.rules.reckoning import due
from meldpunt.policy.terms import Promise, PromiseKind

A_YEAR: Final = timedelta(weeks=52)
YEARS_AFTER: Final = 2
"""How long people work on after the last report; what is not told by then never is."""
HOW: Final[Mapping[PromiseKind, How]] = {
    PromiseKind.RECEIPT: How.MACHINE,
    PromiseKind.FIRST_ANSWER: How.PEOPLE,
    PromiseKind.SILENCE: How.PEOPLE,
    PromiseKind.SOLVED: How.PEOPLE,
    PromiseKind.FIX: How.LAST_YEAR,
    PromiseKind.PUBLICATION: How.LAST_YEAR,
    PromiseKind.KEY: How.MACHINE,
    PromiseKind.ERASURE: How.ONE_PRESS,
}


def play(plan: Plan, *, steps: int) -> Playthrough:
    """Return what would have come of each promise, in the order of the policy; it is left where that takes more than so many steps."""
    arrivals = [
        _again(arrival, ZoneInfo(plan.region.zone)) for arrival in sorted(plan.arrivals, key=lambda one: one.at)
    ]
    desk = _answered(plan, arrivals, steps)
    told = desk.told if desk else {}
    played = tuple(_played(promise, plan, arrivals, told.get(promise.kind, ())) for promise in plan.promises)
    return Playthrough(played, desk.steps if desk else 0, desk.until if desk else None)


@dataclass(frozen=True, order=True)
class _Task:
    """Something that a person tells one finder."""

    due_at: datetime
    number: int
    kind: PromiseKind = field(compare=False)
    arrival: Arrival = field(compare=False)
    started_at: datetime = field(compare=False)


Told = tuple[_Task, datetime | None]
"""What was told and when, None where it never was."""


def _played(promise: Promise, plan: Plan, arrivals: Iterable[Arrival], told: Sequence[Told]) -> Played:
    how = HOW[promise.kind]
    if how in {How.MACHINE, How.ONE_PRESS}:
        return Played(promise, how, len(plan.arrivals))
    judged = _as_last_year(promise, plan, arrivals) if how is How.LAST_YEAR else _as_told(told)
    made, broken = 0, []
    for one, done_at in judged:
        made += 1
        if done_at is None or done_at > one.due_at:
            broken.append(one)
    zone = ZoneInfo(plan.region.zone)
    days = sorted({one.due_at.astimezone(zone).date() for one in broken})
    return Played(promise, how, made, tuple(sorted(broken, key=lambda one: (one.due_at, one.started_at))), tuple(days))


def _as_told(told: Iterable[Told]) -> Iterator[tuple[Broken, datetime | None]]:
    return ((Broken(task.started_at, task.due_at), done_at) for task, done_at in told)


def _as_last_year(
    promise: Promise, plan: Plan, arrivals: Iterable[Arrival]
) -> Iterator[tuple[Broken, datetime | None]]:
    for arrival in arrivals:
        done_at = arrival.fixed_at if promise.kind is PromiseKind.FIX else arrival.published_at
        if done_at is not None:
            yield Broken(arrival.at, due(promise, arrival.at, plan.region)), done_at


def _answered(plan: Plan, arrivals: Sequence[Arrival], steps: int) -> "_Desk | None":
    """Let the workers answer everything there is to answer, in so many steps at most; None where nothing is."""
    if not arrivals:
        return None
    desk = _Desk(plan, arrivals)
    while desk.coming or desk.waiting:
        if desk.workers and desk.steps >= steps:
            desk.stop()
        else:
            desk.next()
    return desk


class _Desk:
    """What waits to be answered, and who answers it next."""

    def __init__(self, plan: Plan, arrivals: Sequence[Arrival]) -> None:
        self.plan = plan
        self.promises = {promise.kind: promise for promise in plan.promises}
        self.numbers = 0
        self.steps = len(arrivals)
        self.until: datetime | None = None
        self.coming: list[tuple[datetime, _Task]] = []
        self.waiting: list[_Task] = []
        self.told: dict[PromiseKind, list[Told]] = {}
        for arrival in arrivals:
            self._expect_from(arrival)
        self.workers: list[tuple[datetime, int, Shifts, int]] = []
        first, last = arrivals[0].at.year, arrivals[-1].at.year
        for number, worker in enumerate(plan.workers):
            if worker.per_day > 0:
                self._free(number, shifts(worker, plan.region, plan.office, (first - 1, last + YEARS_AFTER)), 0)

    def next(self) -> None:
        """Let the worker who is free first answer what is due first, or wait for what comes."""
        self.steps += 1
        if not self.workers:
            self._leave()
            return
        free_at, number, shift, worked = heappop(self.workers)
        while self.coming and self.coming[0][0] <= free_at:
            heappush(self.waiting, heappop(self.coming)[1])
        if self.waiting:
            worked += shift.answer
            self._tell(heappop(self.waiting), shift.ends(worked))
        else:
            worked = max(worked, shift.begin(self.coming[0][0]))
        self._free(number, shift, worked)

    def stop(self) -> None:
        """Play no further: what is late by now is never told, and what is due later is not judged."""
        self.until = until = self.workers[0][0]
        late = [task for task in self._untold() if task.due_at < until]
        self.coming, self.waiting = [], []
        for task in late:
            self._tell(task, None)

    def _free(self, number: int, shift: Shifts, worked: int) -> None:
        """Let a worker be free once they have worked so much, unless they never work after that."""
        free_at = shift.starts(worked)
        if free_at is not None:
            heappush(self.workers, (free_at, number, shift, worked))

    def _expect_from(self, arrival: Arrival) -> None:
        """Expect what a report itself asks: its first answer, and the word that it is solved."""
        if PromiseKind.FIRST_ANSWER in self.promises:
            self._expect(PromiseKind.FIRST_ANSWER, arrival, arrival.at)
        else:
            self._expect_progress(arrival, arrival.at)
        if arrival.fixed_at is not None:
            self._expect(PromiseKind.SOLVED, arrival, arrival.fixed_at)

    def _expect(self, kind: PromiseKind, arrival: Arrival, started_at: datetime) -> None:
        """Expect something that can be told at once, where it is promised."""
        promise = self.promises.get(kind)
        if promise is not None:
            self._put(kind, arrival, started_at, due(promise, started_at, self.plan.region), started_at)

    def _expect_progress(self, arrival: Arrival, told_at: datetime) -> None:
        """Expect the next word of progress, unless the report was closed before it would be due."""
        promise = self.promises.get(PromiseKind.SILENCE)
        if promise is None or arrival.closed_at is None:
            return
        due_at = due(promise, told_at, self.plan.region)
        if due_at < arrival.closed_at:
            self._put(PromiseKind.SILENCE, arrival, told_at, due_at, told_at + (due_at - told_at) / 2)

    def _put(
        self, kind: PromiseKind, arrival: Arrival, started_at: datetime, due_at: datetime, ready_at: datetime
    ) -> None:
        self.numbers += 1
        self.steps += 1
        heappush(self.coming, (ready_at, _Task(due_at, self.numbers, kind, arrival, started_at)))

    def _tell(self, task: _Task, told_at: datetime | None) -> None:
        self.told.setdefault(task.kind, []).append((task, told_at))
        if told_at is not None and task.kind is not PromiseKind.SOLVED:
            self._expect_progress(task.arrival, told_at)

    def _leave(self) -> None:
        """Nobody answers any more: what is there is never told."""
        for task in self._untold():
            self._tell(task, None)
        self.coming, self.waiting = [], []

    def _untold(self) -> list[_Task]:
        return [*self.waiting, *(task for _ready_at, task in self.coming)]


def _again(arrival: Arrival, zone: ZoneInfo) -> Arrival:
    """Return the same report a year later."""
    moments = {
        name: None if moment is None else _later(moment, zone)
        for name, moment in (
            ("fixed_at", arrival.fixed_at),
            ("published_at", arrival.published_at),
            ("closed_at", arrival.closed_at),
        )
    }
    return replace(arrival, at=_later(arrival.at, zone), **moments)


def _later(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment 52 weeks later on the clocks of the zone (UTC)."""
    local = moment.astimezone(zone).replace(tzinfo=None) + A_YEAR
    return local.replace(tzinfo=zone, fold=moment.astimezone(zone).fold).astimezone(UTC)
