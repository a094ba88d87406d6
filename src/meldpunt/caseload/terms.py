"""The words of the queue."""

from __future__ import annotations

from dataclasses import dataclass

from meldpunt.cases.terms import CaseLine, Filter

__all__ = ("BadCursor", "Filter", "QueueCounts", "QueuePage", "QueueRow")


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
