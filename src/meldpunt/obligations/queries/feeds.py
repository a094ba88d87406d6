"""What is owed, for calendars."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from meldpunt.obligations.models import LawDuty, Obligation
from meldpunt.obligations.terms import FeedAbout, FeedLine
from meldpunt.policy.terms import PromiseKind


def list_for_feed(*, organisation: UUID, handler: UUID | None, since: datetime, limit: int) -> list[FeedLine]:
    """Return up to `limit` obligations that are owed and were due at `since` or later, the soonest first.

    With a `handler` only those of cases in their hands or in nobody's.
    """
    found = Obligation.objects.filter(_in_hands(handler), organisation=organisation, ended_at__isnull=True)
    rows = found.filter(due_at__gte=since).select_related("case").order_by("due_at", "id")
    return [_line(row) for row in rows[:limit]]


def duties_for_feed(*, organisation: UUID, handler: UUID | None, since: datetime, limit: int) -> list[FeedLine]:
    """Return the same of duties by law; one without an end stands in no calendar."""
    found = LawDuty.objects.filter(_in_hands(handler), organisation=organisation, ended_at__isnull=True)
    rows = found.filter(due_at__gte=since).select_related("case").defer("reckoning").order_by("due_at", "id")
    return [_duty_line(row, row.due_at) for row in rows[:limit] if row.due_at is not None]


def _in_hands(handler: UUID | None) -> Q:
    return Q() if handler is None else Q(case__assigned_to=handler) | Q(case__assigned_to__isnull=True)


def _line(row: Obligation) -> FeedLine:
    return FeedLine(
        id=uuid5(row.case.uuid, f"{row.thread_id} {row.kind} {row.cause}"),
        number=row.case.number,
        about=FeedAbout.PROMISE,
        kind=PromiseKind(row.kind),
        due_at=row.due_at,
        revision=len(row.reckoning["waits"]),
        paused=row.paused,
        broken=row.broken_at is not None,
    )


def _duty_line(row: LawDuty, due_at: datetime) -> FeedLine:
    return FeedLine(
        id=uuid5(row.case.uuid, f"{row.stage} {row.event}"),
        number=row.case.number,
        about=FeedAbout.DUTY,
        due_at=due_at,
        broken=row.broken_at == due_at,
    )
