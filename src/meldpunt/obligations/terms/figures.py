"""How well promises are kept, in figures that can be published: counts, times, and what is left out so that nobody is found in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from meldpunt.policy.terms import PromiseKind

LEAST: Final = 5
"""A count behind which fewer reports stand, but not none, is not published."""
ALL: Final = "all"
"""The period that holds every other one of a table of which anything is told."""


class Audience(StrEnum):
    """Who reads the figures: anybody, or the organisation's own members."""

    PUBLIC = "public"
    DESK = "desk"

    @property
    def least(self) -> int:
        """How many reports must stand behind a count that they are told, beside 0: members can count the cases themselves."""
        return LEAST if self is Audience.PUBLIC else 1


class Outcome(StrEnum):
    """What became of an obligation."""

    KEPT = "kept"
    BROKEN = "broken"
    RUNNING = "running"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Counted:
    """One obligation as the figures count it; moments are aware. `declined`: its report was declined.

    `case` tells how many reports stand behind a count, and goes no further.
    Once `broken_at` is there it stays broken, also where it was fulfilled later.
    """

    kind: PromiseKind
    case: UUID
    started_at: datetime
    due_at: datetime
    fulfilled_at: datetime | None = None
    broken_at: datetime | None = None
    lapsed_at: datetime | None = None
    declined: bool = False

    @property
    def outcome(self) -> Outcome:
        """Return what became of it."""
        if self.broken_at is not None:
            return Outcome.BROKEN
        if self.fulfilled_at is not None:
            return Outcome.KEPT
        return Outcome.RUNNING if self.lapsed_at is None else Outcome.LAPSED


@dataclass(frozen=True)
class Took:
    """How long fulfilling took, in whole hours and in working days, both rounded up; None for what is not fulfilled.

    `working_days` is the smallest number of working days that, promised, would have been kept; 0 on the day itself.
    """

    hours: int | None
    working_days: int | None


class Hidden(StrEnum):
    """Why a count is not told: few reports stand behind it, or not few, or a count of few could be worked out from it."""

    FEW = "few"
    MANY = "many"
    WITH_IT = "with_it"


@dataclass(frozen=True)
class Count:
    """A number, or why it is not told."""

    value: int | None
    hidden: Hidden | None = None


@dataclass(frozen=True)
class Row:
    """The figures of one promise in one period (`2026-Q1`, `2026-Q1/2026-Q3`, or `all`). `made` is the sum of the four outcomes.

    `median` and `tail` (90th percentile) are None where they are not told; a part of them is None where so many were not
    fulfilled that there is no such time.
    """

    period: str
    made: Count
    kept: Count
    broken: Count
    running: Count
    lapsed: Count
    median: Took | None
    tail: Took | None
    singles: tuple[tuple[Outcome, Took], ...] = ()
    """What the row was counted from, in an order that tells nothing; empty where its times are not told."""

    @property
    def open(self) -> bool:
        """Tell whether every count of the row is told."""
        return all(each.hidden is None for each in (self.made, self.kept, self.broken, self.running, self.lapsed))


@dataclass(frozen=True)
class Table:
    """The figures of one promise, of reports that were declined or of all others: a row a period, and one of them all."""

    kind: PromiseKind
    declined: bool
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True)
class Figures:
    """All tables of an organisation as they were made at a moment. Rows that were stored hold no singles."""

    made_at: datetime
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class FiguresFile:
    """The table to recompute figures from (CSV), as it was made with them."""

    made_at: datetime
    content: str
