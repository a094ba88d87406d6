"""What was promised to finders and is owed still, in the order in which it is due; duties by law, and what is withheld and has to be looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from meldpunt.caseload.rules import from_cursor, span_of, to_cursor, within
from meldpunt.caseload.terms import DueFilter, DuePage, DueRow, DutyRow, ReviewRow
from meldpunt.cases.queries import list_reviews
from meldpunt.cases.terms import ReviewLine
from meldpunt.obligations.queries import count_due, count_duties, list_due, list_duties
from meldpunt.obligations.terms import DueLine, Span
from meldpunt.obligations.terms.duties import DutyLine
from meldpunt.people.access import allow
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Deed, Visitor

COUNTED = 100


class _Page[Line: (DueLine, DutyLine)](NamedTuple):
    """A page of a list, and the cursors of those beside it; None where there is nothing more."""

    lines: list[Line]
    earlier: str | None
    later: str | None


def due_list(
    *,
    visitor: Visitor,
    which: DueFilter,
    now: datetime,
    cursor: str | None = None,
    duties_from: str | None = None,
    limit: int = 50,
) -> DuePage:
    """Return one page of what is owed, the soonest first.

    `cursor` is a page's `earlier` or `later`, `duties_from` its `duties_earlier` or `duties_later`. Raises BadCursor, NotAllowed.
    """
    allow(visitor, Deed.READ_QUEUE)
    organisation = visitor.organisation
    spans = {each: span_of(each, now=now, zone=organisation.zone) for each in DueFilter}
    promised = _page(partial(list_due, organisation=organisation.id, span=spans[which]), cursor, limit)
    duties = _page(partial(list_duties, organisation=organisation.id, span=spans[which]), duties_from, limit)
    names = member_names(organisation.id)
    reviews = list_reviews(organisation=organisation.id, limit=COUNTED)
    return DuePage(
        rows=tuple(DueRow(line, _name(line.assigned_to, names)) for line in promised.lines),
        duties=tuple(DutyRow(line, _name(line.assigned_to, names)) for line in duties.lines),
        counts={each: _count(organisation.id, spans[each], reviews) for each in DueFilter},
        earlier=promised.earlier,
        later=promised.later,
        duties_earlier=duties.earlier,
        duties_later=duties.later,
        reviews=()
        if cursor
        else tuple(
            ReviewRow(line, _name(line.assigned_to, names)) for line in reviews if within(line.review_at, spans[which])
        ),
    )


def _page[Line: (DueLine, DutyLine)](listed: Callable[..., list[Line]], cursor: str | None, limit: int) -> _Page[Line]:
    """Return one page of a list that is read by key."""
    start, backwards = from_cursor(cursor) if cursor else (None, False)
    lines = listed(start=start, backwards=backwards, limit=limit + 1)
    more = len(lines) > limit
    shown = (lines[-limit:] if backwards else lines[:limit]) if more else lines
    if not shown:
        return _Page([], None, None)
    return _Page(
        shown,
        earlier=to_cursor(shown[0].mark, backwards=True) if (more if backwards else start is not None) else None,
        later=to_cursor(shown[-1].mark, backwards=False) if backwards or more else None,
    )


def _name(member: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(member, "") if member else ""


def _count(organisation: UUID, span: Span, reviews: Iterable[ReviewLine]) -> int:
    """Count what is owed, duties by law among it, and what is looked at again in a span, no further than COUNTED."""
    found = count_due(organisation=organisation, span=span, at_most=COUNTED)
    found += count_duties(organisation=organisation, span=span, at_most=COUNTED)
    return min(COUNTED, found + sum(within(line.review_at, span) for line in reviews))
