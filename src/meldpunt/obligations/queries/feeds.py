"""What is owed, for calendars."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from meldpunt.obligations.models import Obligation
from meldpunt.obligations.terms import FeedLine
from meldpunt.policy.terms import PromiseKind


def list_for_feed(*, organisation: UUID, handler: UUID | None, since: datetime, limit: int) -> list[FeedLine]:
    """Return up to `limit` obligations that are owed and were due at `since` or later, the soonest first.

    With a `handler` only those of cases in their hands or in nobody's.
    """
    found = Obligation.objects.filter(organisation=organisation, ended_at__isnull=True, due_at__gte=since)
    if handler is not None:
        found = found.filter(Q(case__assigned_to=handler) | Q(case__assigned_to__isnull=True))
    return [_line(row) for row in found.select_related("case").order_by("due_at", "id")[:limit]]


def _line(row: Obligation) -> FeedLine:
    return FeedLine(
        id=uuid5(row.case.uuid, f"{row.thread_id} {row.kind} {row.cause}"),
        number=row.case.number,
        kind=PromiseKind(row.kind),
        due_at=row.due_at,
        revision=len(row.reckoning["waits"]),
        paused=row.paused,
        broken=row.broken_at is not None,
    )
