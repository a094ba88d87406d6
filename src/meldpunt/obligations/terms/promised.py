"""Words of obligations that follow from promises: what must be, what was kept of it, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from meldpunt.cases.terms import Mark
from meldpunt.policy.terms import Promise, PromiseKind, Reckoning, Region, Wait


class Lapse(StrEnum):
    """Why an obligation fell away before its date. MOVED: the finder was told of another day, or that there is none."""

    CLOSED = "closed"
    DECLINED = "declined"
    NOT_TOLD = "not_told"
    MOVED = "moved"


class WarningStep(StrEnum):
    """Who is warned: who has the case (or every handler while nobody has), then the leads, then whoever is named; and when it was broken."""

    HANDLER = "handler"
    LEAD = "lead"
    NAMED = "named"
    BROKEN = "broken"


class Standing(StrEnum):
    """How an obligation stands. LATE: broken, and done afterwards."""

    RUNNING = "running"
    PAUSED = "paused"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Away:
    """A time in which an obligation has no object: from `since`, up to `until`, or for good where that is None."""

    since: datetime
    until: datetime | None
    why: Lapse


@dataclass(frozen=True)
class Owing:
    """One obligation as the facts have it: a promise, what started it, and what became of it.

    `cause` tells obligations of one kind apart: empty for the report itself, else the message or the change of state that started it.
    `day` is its last day where that was named itself, and not reckoned from a term. `waits` are when its clock stood still; the last one still runs where `paused`. `fulfilled_by` is the message that did it.
    `lost` is when it was recorded, and by what reason it fell away, that the mail which began it came back.
    """

    promise: Promise
    cause: str
    started_at: datetime
    day: date | None = None
    waits: tuple[Wait, ...] = ()
    paused: bool = False
    fulfilled_at: datetime | None = None
    fulfilled_by: UUID | None = None
    away: tuple[Away, ...] = ()
    lost: Away | None = None


@dataclass(frozen=True)
class Settled:
    """How one obligation was settled. `region` is the calendar that its date was reckoned with, and stays.

    Broken is when the date passed; done late, it has both moments. What fell away is neither. `ended_at` is when nothing was left to do
    about it: done, fallen away, or broken and its case closed.
    """

    reckoning: Reckoning
    region: Region
    paused: bool = False
    fulfilled_at: datetime | None = None
    fulfilled_by: UUID | None = None
    broken_at: datetime | None = None
    lapsed_at: datetime | None = None
    lapsed_because: Lapse | None = None
    ended_at: datetime | None = None

    @property
    def due_at(self) -> datetime:
        """The last moment at which it is still kept."""
        return self.reckoning.due

    @property
    def standing(self) -> Standing:
        """How it stands."""
        if self.lapsed_at is not None:
            return Standing.LAPSED
        if self.broken_at is not None:
            return Standing.BROKEN if self.fulfilled_at is None else Standing.LATE
        if self.fulfilled_at is not None:
            return Standing.KEPT
        return Standing.PAUSED if self.paused else Standing.RUNNING

    @property
    def is_open(self) -> bool:
        """Whether it can still be kept."""
        return self.standing in {Standing.RUNNING, Standing.PAUSED}


@dataclass(frozen=True)
class ShownObligation:
    """One obligation as a page shows it; `case` is the number of its case.

    `told` is how it stands on the finder's page, for the desk only, where that may not show that its clock stood still; None where it is the same.
    `later` is how its date would be reckoned with the calendar of today, where that changed and the earlier date holds.
    """

    case: str
    kind: PromiseKind
    settled: Settled
    started_at: datetime
    policy_version: int
    told: Settled | None = None
    later: Reckoning | None = None


@dataclass(frozen=True)
class Followup:
    """How many lines of a journal were followed, and the cases that could not be settled."""

    lines: int
    failed: tuple[UUID, ...]


@dataclass(frozen=True)
class Span:
    """A time in which something is due: from `after`, up to but not including `before`; None where it is open."""

    after: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class DueLine:
    """What the due list shows of an obligation: nothing in it was sealed. `unsaid`: it is broken, and the finder heard nothing since; `withheld`: the law forbids to tell now."""

    mark: Mark
    number: str
    case: UUID
    kind: PromiseKind
    assigned_to: UUID | None
    due_at: datetime
    paused: bool
    broken: bool
    unsaid: bool
    withheld: bool
