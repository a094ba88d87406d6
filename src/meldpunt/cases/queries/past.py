"""What came and what was said in a time that is past, as far as it can be counted: moments alone."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from meldpunt.cases.models import Message, Thread
from meldpunt.cases.terms import ClosingReason, PastReport


def count_reports(organisation: UUID, *, since: datetime, before: datetime) -> int:
    """Return how many reports came in a time."""
    return Thread.objects.filter(
        case__organisation=organisation,
        case__is_canary=False,
        report__received_at__gte=since,
        report__received_at__lt=before,
    ).count()


def past_reports(organisation: UUID, *, since: datetime, before: datetime, most: int) -> list[PastReport]:
    """Return the reports of a time, no more than the newest `most`, the newest first."""
    rows = Thread.objects.filter(
        case__organisation=organisation,
        case__is_canary=False,
        report__received_at__gte=since,
        report__received_at__lt=before,
    )
    columns = ("report__received_at", "case__closed_at", "case__closing_reason")
    found = rows.order_by("-report__received_at", "pk").values_list(*columns)[:most]
    return [
        PastReport(at, closed_at, closed_at if reason == ClosingReason.SOLVED else None)
        for at, closed_at, reason in found
    ]


def answers_by_member(organisation: UUID, *, since: datetime, before: datetime) -> dict[UUID, list[datetime]]:
    """Return when each member wrote to finders in a time."""
    rows = Message.objects.filter(
        thread__case__organisation=organisation, from_finder=False, at__gte=since, at__lt=before
    )
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for member, at in rows.order_by("at", "id").values_list("by", "at"):
        found[member].append(at)
    return dict(found)
