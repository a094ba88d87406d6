"""Lines of the journal for tests."""

from datetime import UTC, datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.models import Entry
from meldpunt.journal.terms import SYSTEM, Actor, Fact

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def make_entry(
    organisation: UUID,
    *,
    case: UUID | None = None,
    by: Actor = SYSTEM,
    deed: str = "case.opened",
    facts: dict[str, Fact] | None = None,
    now: datetime = NOW,
) -> None:
    """Add one line in a transaction of its own."""
    with transaction():
        record(organisation=organisation, case=case, by=by, deed=deed, facts=facts or {}, now=now)


def deeds_of(organisation: UUID) -> list[str]:
    """Return what was done, oldest first."""
    return list(Entry.objects.filter(organisation=organisation).order_by("number").values_list("deed", flat=True))
