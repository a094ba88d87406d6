"""The words of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from meldpunt.cases.terms import Filter

__all__ = ("BadCursor", "Filter", "QueueCounts", "QueuePage", "QueueRow")


class BadCursor(Exception):
    """The place in the queue that was asked for cannot be read; start at the front."""


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue: nothing in it was sealed."""

    id: UUID
    number: str
    state: str
    assigned_to: UUID | None
    assigned_name: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    closing_reason: str
    answered: bool
    last_word: str
    language: str
    identity_mode: str
    channel: str


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
