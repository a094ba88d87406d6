"""The mail room: what came by mail and waits for a person."""

from uuid import UUID

from meldpunt.arrivals.queries import count_entries, list_entries
from meldpunt.arrivals.terms import EntryLine
from meldpunt.caseload.rules import LAST_MAIL, from_cursor, to_cursor
from meldpunt.caseload.terms import MailPage
from meldpunt.cases.terms import Mark
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, Visitor

COUNTED = 100


def mail_room(*, visitor: Visitor, cursor: str | None = None, limit: int = 25) -> MailPage:
    """Return one page of the open entries, newest first. `cursor` is a page's `earlier` or `later`. Raises BadCursor, NotAllowed."""
    allow(visitor, Deed.READ_QUEUE)
    mark, backwards = from_cursor(cursor, last=LAST_MAIL) if cursor else (None, False)
    start = None if mark is None else (mark.at, UUID(int=mark.row))
    lines = list_entries(organisation=visitor.organisation.id, start=start, backwards=backwards, limit=limit + 1)
    more = len(lines) > limit
    shown = (lines[-limit:] if backwards else lines[:limit]) if more else lines
    return MailPage(
        rows=tuple(shown),
        earlier=_cursor(shown, first=True) if (more if backwards else start is not None) else None,
        later=_cursor(shown, first=False) if (backwards or more) else None,
    )


def mail_room_count(*, visitor: Visitor) -> int:
    """Count the open entries, up to 100: that means *more than 99*. Raises NotAllowed."""
    allow(visitor, Deed.READ_QUEUE)
    return count_entries(organisation=visitor.organisation.id, at_most=COUNTED)


def _cursor(shown: list[EntryLine], *, first: bool) -> str | None:
    if not shown:
        return None
    line = shown[0 if first else -1]
    return to_cursor(Mark(line.came_at, line.id.int), backwards=first)
