"""The queue and its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from meldpunt.caseload.terms import Filter, QueueCounts, QueuePage
    from meldpunt.people.terms import Visitor


def queue(*, visitor: Visitor, which: Filter, cursor: str | None = None, limit: int = 50) -> QueuePage:
    """Return one page: open cases by when they are due, closed ones newest first.

    `cursor` is a page's `earlier` or `later`; raises BadCursor. A visitor whose role opens no cases sees none.
    """
    raise NotImplementedError


def queue_counts(*, visitor: Visitor, now: datetime) -> QueueCounts:
    """Count the cases of each filter, up to 100."""
    raise NotImplementedError
