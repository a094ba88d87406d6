"""Writing down that the end of a duty by law passed. That line and its moment stay, whatever is recorded or taken back afterwards."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from meldpunt.journal.actions import record_all, transaction
from meldpunt.journal.terms import Actor, Happening
from meldpunt.obligations.actions.settling import hold
from meldpunt.obligations.models import LawDuty
from meldpunt.obligations.rules.law.keeping import passed

AT_ONCE: Final = 200


def note_late(*, organisation: UUID, by: Actor, now: datetime) -> int:
    """Write down which duties that are owed went past their end, up to 200 of them; return how many. Twice changes nothing."""
    with transaction():
        hold(organisation=organisation)
        rows = LawDuty.objects.filter(organisation=organisation, ended_at__isnull=True, broken_at__isnull=True)
        due = rows.filter(due_at__lt=now).select_related("case").order_by("due_at", "id")[:AT_ONCE]
        return note_passed(organisation=organisation, rows=due, by=by, now=now)


def note_passed(*, organisation: UUID, rows: Iterable[LawDuty], by: Actor, now: datetime) -> int:
    """Write down of these rows which went past their end, in the caller's transaction, which holds them; return how many."""
    late = [row for row in rows if row.broken_at is None and _passed(row, now)]
    for row in late:
        row.broken_at = row.due_at
        row.save(update_fields=["broken_at"])
    happenings = [Happening(row.case.uuid, "duty.broken", _facts(row)) for row in late]
    record_all(organisation=organisation, happenings=happenings, by=by, now=now)
    return len(late)


def _passed(row: LawDuty, now: datetime) -> bool:
    return passed(row.due_at, ended_at=row.ended_at, because=row.ended_because, now=now)


def _facts(row: LawDuty) -> dict[str, str | int]:
    end = {"due": row.due_at.astimezone(UTC).isoformat(timespec="seconds")} if row.due_at else {}
    return {"stage": row.stage, "event": row.event, **end}
