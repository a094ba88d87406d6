"""Can these promises be kept? What a policy is played against, what came of it, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from meldpunt.policy.terms import Promise, PromiseKind, Region


@dataclass(frozen=True)
class Days:
    """Days that follow each other, from the first up to and including the last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Arrival:
    """A report of last year: when it came, and when it was fixed, published and closed; None where it was not, or nobody knows."""

    at: datetime
    fixed_at: datetime | None = None
    published_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Worker:
    """Somebody who answers `per_day` reports on a working day (0: none), but on none of the days `away`.

    With `only`, on no other days than these.
    """

    per_day: float
    away: tuple[Days, ...] = ()
    only: tuple[Days, ...] | None = None

    def works_on(self, day: date) -> bool:
        """Tell whether they are there on a working day."""
        there = self.only is None or any(days.holds(day) for days in self.only)
        return there and not any(days.holds(day) for days in self.away)


@dataclass(frozen=True)
class Plan:
    """All that is played: promises, where days are counted, from when until when people work (`09:00-17:00`), who, and what comes."""

    promises: tuple[Promise, ...]
    region: Region
    office: str
    workers: tuple[Worker, ...]
    arrivals: tuple[Arrival, ...]


class How(StrEnum):
    """How a promise was played: by people who answer, or as long as it took last year; not played is what the machine does, or one press."""

    PEOPLE = "people"
    MACHINE = "machine"
    ONE_PRESS = "one_press"
    LAST_YEAR = "last_year"


@dataclass(frozen=True)
class Broken:
    """One promise to one finder that would have been broken."""

    started_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Played:
    """What came of one promise. `made` is how many were judged; `days` those on which one that was broken was due, in order."""

    promise: Promise
    how: How
    made: int
    broken: tuple[Broken, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Playthrough:
    """What came of playing a plan, and how many steps that took.

    `until` is where it was left because there was too much to play: what was due later is not judged. None where all was played.
    """

    played: tuple[Played, ...]
    steps: int
    until: datetime | None


class Help(StrEnum):
    """What would help."""

    LONGER = "longer"
    ONE_MORE = "one_more"
    OPENING = "opening"


@dataclass(frozen=True)
class Remedy:
    """One change that was played as well: of one promise `before` would have been broken, with it `after`.

    `promise` is that promise as it was, `changed` as it would be (the same for one more person); `days` and `per_day` are when
    the further person works and how much.
    """

    help: Help
    promise: Promise
    changed: Promise
    before: int
    after: int
    days: tuple[Days, ...] = ()
    per_day: float = 0


@dataclass(frozen=True)
class Tried:
    """The remedies out of the changes that were played; `all_played` tells whether there were no more to try."""

    remedies: tuple[Remedy, ...]
    all_played: bool


@dataclass(frozen=True)
class Bounds:
    """How much is played: so many reports, the newest ones, so many steps of that, and as many again with changes that may help.

    A step is something that somebody tells a finder, or somebody waiting for it; `./meldpunt bench keeping` tells what they take.
    """

    reports: int
    steps: int
    trying: int


AT_A_PAGE: Final = Bounds(reports=2000, steps=100_000, trying=300_000)
"""While somebody waits: some two seconds at most."""
BY_COMMAND: Final = Bounds(reports=100_000, steps=2_000_000, trying=20_000_000)
"""Some minutes at most."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who is expected to answer: how much on a working day, and when they are away. `seen`: as they did last year."""

    name: str
    worker: Worker
    seen: bool


@dataclass(frozen=True)
class Outlook:
    """What came of playing a policy. `reports` is how many were played, `left_out` how many older ones of last year were not.

    `until`: there was so much to play that what was due later is not judged; None where all was. `helped`: everything that could help
    was tried. `in_fact` is how many promises of each kind were broken in those 52 weeks, by the policies of then.
    """

    played: tuple[Played, ...]
    remedies: tuple[Remedy, ...]
    colleagues: tuple[Colleague, ...]
    reports: int
    left_out: int
    until: datetime | None
    helped: bool
    in_fact: Mapping[PromiseKind, int]

    @property
    def is_kept(self) -> bool:
        """Whether no promise would have been broken."""
        return not any(each.broken for each in self.played)

    @property
    def was_kept(self) -> bool:
        """Whether none of these promises was in fact broken."""
        return not any(self.in_fact.get(each.promise.kind) for each in self.played)

    def help_for(self, promise: Promise) -> tuple[Remedy, ...]:
        """Return what would help to keep one promise."""
        return tuple(each for each in self.remedies if each.promise is promise)
