"""What runs although its date has passed: what is to be settled without anything having happened."""

from datetime import datetime
from uuid import UUID

from meldpunt.cases.terms import Mark
from meldpunt.obligations.models import Obligation


def due_cases(*, now: datetime, limit: int, after: Mark | None = None) -> tuple[dict[UUID, list[UUID]], Mark | None]:
    """Return the cases of up to `limit` running obligations whose date has passed, the longest ago first, by organisation.

    With them comes the mark to go on after; None where there are no more.
    """
    rows = Obligation.objects.filter(ended_at__isnull=True, broken_at__isnull=True, due_at__lt=now)
    if after is not None:
        rows = rows.filter(due_at__gte=after.at).exclude(due_at=after.at, id__lte=after.row)
    ordered = rows.order_by("due_at", "id").values_list("organisation_id", "case__uuid", "due_at", "id")
    found: dict[UUID, dict[UUID, None]] = {}
    mark, count = None, 0
    for organisation, case, due_at, row in ordered[:limit]:
        found.setdefault(organisation, {})[case] = None
        mark, count = Mark(due_at, row), count + 1
    return {organisation: list(cases) for organisation, cases in found.items()}, mark if count == limit else None
