"""What was promised to finders and is owed still, in the order in which it is due; and what is withheld from them and has to be looked at again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.caseload.rules import from_cursor, span_of, to_cursor, within
from meldpunt.caseload.terms import DueFilter, DuePage, DueRow, ReviewRow
from meldpunt.cases.queries import list_reviews
from meldpunt.cases.terms import ReviewLine
from meldpunt.obligations.queries import count_due, list_due
from meldpunt.obligations.terms import Span
from meldpunt.people.access import allow
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Deed, Visitor

COUNTED = 100


def due_list(
    *, visitor: Visitor, which: DueFilter, now: datetime, cursor: str | None = None, limit: int = 50
) -> DuePage:
    """Return one page of what is owed, the soonest first; `cursor` is a page's `earlier` or `later`. Raises BadCursor, NotAllowed."""
    allow(visitor, Deed.READ_QUEUE)
    start, backwards = from_cursor(cursor) if cursor else (None, False)
    organisation = visitor.organisation
    spans = {each: span_of(each, now=now, zone=organisation.zone) for each in DueFilter}
    lines = list_due(organisation=organisation.id, span=spans[which], start=start, backwards=backwards, limit=limit + 1)
    more = len(lines) > limit
    shown = (lines[-limit:] if backwards else lines[:limit]) if more else lines
    names = member_names(organisation.id)
    reviews = list_reviews(organisation=organisation.id, limit=COUNTED)
    ends = (
        [to_cursor(line.mark, backwards=first) for line, first in ((shown[0], True), (shown[-1], False))]
        if shown
        else [None, None]
    )
    return DuePage(
        rows=tuple(DueRow(line, names.get(line.assigned_to, "") if line.assigned_to else "") for line in shown),
        counts={each: _count(organisation.id, spans[each], reviews) for each in DueFilter},
        earlier=ends[0] if (more if backwards else start is not None) else None,
        later=ends[1] if (backwards or more) else None,
        reviews=()
        if start
        else tuple(_review(line, names) for line in reviews if within(line.review_at, spans[which])),
    )


def _count(organisation: UUID, span: Span, reviews: Iterable[ReviewLine]) -> int:
    """Count what is owed and what is looked at again in a span, no further than COUNTED."""
    found = count_due(organisation=organisation, span=span, at_most=COUNTED)
    return min(COUNTED, found + sum(within(line.review_at, span) for line in reviews))


def _review(line: ReviewLine, names: Mapping[UUID, str]) -> ReviewRow:
    return ReviewRow(line, names.get(line.assigned_to, "") if line.assigned_to else "")
