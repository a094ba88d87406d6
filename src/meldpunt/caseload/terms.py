"""The words of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meldpunt.arrivals.terms import EntryLine
from meldpunt.cases.terms import CaseLine, Filter, ReviewLine
from meldpunt.obligations.terms import DueLine
from meldpunt.obligations.terms.duties import DutyLine

__all__ = (
    "BadCursor",
    "DueFilter",
    "DuePage",
    "DueRow",
    "DutyRow",
    "Filter",
    "MailPage",
    "QueueCounts",
    "QueuePage",
    "QueueRow",
    "ReviewRow",
)


class DueFilter(StrEnum):
    """Which part of the due list: all of it, what is late, the rest of today, or the seven days after it."""

    ALL = "all"
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"


class BadCursor(Exception):
    """The place in the queue that was asked for cannot be read; start at the front."""


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue, with the name of who has the case; empty for nobody."""

    line: CaseLine
    assigned_name: str


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue; `earlier` and `later` are cursors, None where there is nothing more."""

    rows: tuple[QueueRow, ...]
    earlier: str | None
    later: str | None


@dataclass(frozen=True)
class QueueCounts:
    """How many cases each filter holds, counted to 100 at most: 100 means *more than 99*."""

    open: int
    mine: int
    unassigned: int
    overdue: int


@dataclass(frozen=True)
class DueRow:
    """One line of the due list, with the name of who has the case; empty for nobody."""

    line: DueLine
    assigned_name: str


@dataclass(frozen=True)
class DutyRow:
    """One duty by law of the due list, with the name of who has the case; empty for nobody."""

    line: DutyLine
    assigned_name: str


@dataclass(frozen=True)
class ReviewRow:
    """One case in which progress is withheld, with the name of who has it; empty for nobody."""

    line: ReviewLine
    assigned_name: str


@dataclass(frozen=True)
class DuePage:
    """A page of the due list; `earlier` and `later` are cursors, None where there is nothing more. Counts go to 100 at most.

    `duties` are a page of the duties by law of this part, those without an end last, with cursors of their own.
    `reviews` are the cases in which progress is withheld, with the name of who has each, on the first page.
    """

    rows: tuple[DueRow, ...]
    duties: tuple[DutyRow, ...]
    counts: dict[DueFilter, int]
    earlier: str | None
    later: str | None
    duties_earlier: str | None = None
    duties_later: str | None = None
    reviews: tuple[ReviewRow, ...] = ()


@dataclass(frozen=True)
class MailPage:
    """A page of the mail room; `earlier` and `later` are cursors, None where there is nothing more."""

    rows: tuple[EntryLine, ...]
    earlier: str | None
    later: str | None
