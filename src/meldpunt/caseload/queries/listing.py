"""The queue and its counts."""

from datetime import datetime
from uuid import UUID

from meldpunt.caseload.rules import from_cursor, to_cursor
from meldpunt.caseload.terms import Filter, QueueCounts, QueuePage, QueueRow
from meldpunt.cases.queries import count_cases, list_cases
from meldpunt.cases.terms import CaseLine
from meldpunt.people.access import allow
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Deed, Visitor

COUNTED = 100


def queue(*, visitor: Visitor, which: Filter, cursor: str | None = None, limit: int = 50) -> QueuePage:
    """Return one page: open cases by when they are due, closed ones newest first.

    `cursor` is a page's `earlier` or `later`. Raises BadCursor, NotAllowed.
    """
    allow(visitor, Deed.READ_QUEUE)
    start, backwards = from_cursor(cursor) if cursor else (None, False)
    lines = list_cases(
        organisation=visitor.organisation.id,
        which=which,
        member=visitor.member,
        start=start,
        backwards=backwards,
        limit=limit + 1,
    )
    more = len(lines) > limit
    shown = (lines[-limit:] if backwards else lines[:limit]) if more else lines
    names = member_names(visitor.organisation.id)
    return QueuePage(
        rows=tuple(_row(line, names) for line in shown),
        earlier=_cursor(shown, first=True) if (more if backwards else start is not None) else None,
        later=_cursor(shown, first=False) if (backwards or more) else None,
    )


def queue_counts(*, visitor: Visitor, now: datetime) -> QueueCounts:
    """Count the cases of each filter, up to 100. Raises NotAllowed."""
    allow(visitor, Deed.READ_QUEUE)

    def count(which: Filter, due_before: datetime | None = None) -> int:
        return count_cases(
            organisation=visitor.organisation.id,
            which=which,
            member=visitor.member,
            at_most=COUNTED,
            due_before=due_before,
        )

    return QueueCounts(
        open=count(Filter.OPEN),
        mine=count(Filter.MINE),
        unassigned=count(Filter.UNASSIGNED),
        overdue=count(Filter.OPEN, due_before=now),
    )


def _cursor(shown: list[CaseLine], *, first: bool) -> str | None:
    if not shown:
        return None
    return to_cursor(shown[0 if first else -1].mark, backwards=first)


def _row(line: CaseLine, names: dict[UUID, str]) -> QueueRow:
    return QueueRow(line, names.get(line.assigned_to, "") if line.assigned_to else "")
