"""What is owed, in the order in which it is due: read by key, so that its cost is that of a page."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from meldpunt.cases.queries import newest_words, withheld_in
from meldpunt.cases.terms import Mark
from meldpunt.obligations.models import Followed, Named, Obligation
from meldpunt.obligations.rules.apologising import is_unsaid
from meldpunt.obligations.rules.waiting import WITHHELD
from meldpunt.obligations.terms import DueLine, Span
from meldpunt.policy.terms import PromiseKind


def list_due(*, organisation: UUID, span: Span, start: Mark | None, backwards: bool, limit: int) -> list[DueLine]:
    """Return up to `limit` obligations that are owed and due in a span, after `start` (before it when `backwards`), the soonest first."""
    found = _owed(organisation, span)
    if start is not None:
        edge, passed = ("lte", "gte") if backwards else ("gte", "lte")
        found = found.filter(**{f"due_at__{edge}": start.at}).exclude(due_at=start.at, **{f"id__{passed}": start.row})
    order = ("-due_at", "-id") if backwards else ("due_at", "id")
    rows = list(found.select_related("case").defer("reckoning").order_by(*order)[:limit])
    heard, withheld = newest_words(row.case.uuid for row in rows if row.broken_at), _withheld(rows)
    return [_line(row, heard, withheld) for row in (reversed(rows) if backwards else rows)]


def count_due(*, organisation: UUID, span: Span, at_most: int) -> int:
    """Return how many are owed and due in a span, counting no further than `at_most`."""
    return _owed(organisation, span).order_by()[:at_most].count()


def followed() -> dict[UUID, int]:
    """Return up to which line the journal of each organisation was followed."""
    return dict(Followed.objects.order_by("organisation").values_list("organisation_id", "number"))


def named_by(organisation: UUID) -> list[UUID]:
    """Return the members an organisation wants warned last, in order; those who left are still among them."""
    return list(Named.objects.filter(organisation=organisation).order_by("place").values_list("member_id", flat=True))


def _owed(organisation: UUID, span: Span) -> QuerySet[Obligation]:
    found = Obligation.objects.filter(organisation=organisation, ended_at__isnull=True)
    if span.after is not None:
        found = found.filter(due_at__gte=span.after)
    return found.filter(due_at__lt=span.before) if span.before is not None else found


def _withheld(rows: Iterable[Obligation]) -> set[UUID]:
    """Return the cases of these rows in which the law forbids to tell, where that matters to how a row reads."""
    return withheld_in({row.case.uuid for row in rows if row.broken_at or row.paused})


def _line(row: Obligation, heard: Mapping[UUID, datetime], withheld: set[UUID]) -> DueLine:
    is_withheld = row.case.uuid in withheld
    return DueLine(
        mark=Mark(row.due_at, row.pk),
        number=row.case.number,
        case=row.case.uuid,
        kind=PromiseKind(row.kind),
        assigned_to=row.case.assigned_to_id,
        due_at=row.due_at,
        paused=row.paused,
        broken=row.broken_at is not None,
        unsaid=not is_withheld
        and is_unsaid(PromiseKind(row.kind), row.broken_at, row.ended_at, heard.get(row.case.uuid)),
        withheld=is_withheld and row.paused and row.kind in WITHHELD,
    )
