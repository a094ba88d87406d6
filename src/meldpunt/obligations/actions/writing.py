"""What was settled, written down: rows, their warnings and the lines of the journal, in few statements for many of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record_all
from meldpunt.journal.terms import Actor, Happening
from meldpunt.obligations.actions.planning import plan_warnings
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.queries.standing import Stand, settled_of
from meldpunt.obligations.rules.storage import to_stored
from meldpunt.obligations.rules.telling import UNDONE, deed_of, facts_of
from meldpunt.policy.terms import PromiseKind


def write(*, organisation: UUID, stands: Sequence[Stand], by: Actor, now: datetime) -> None:
    """Write down how these obligations of one organisation stand, in the caller's transaction."""
    happenings = [happening for happening in map(_happening, stands) if happening]
    rows = [_row(stand) for stand in stands]
    Obligation.objects.bulk_create(row for row, stand in zip(rows, stands, strict=True) if stand.row is None)
    known = [stand.row for stand in stands if stand.row is not None]
    for row in known:
        row.save()
    plan_warnings(rows=rows, known=known, now=now)
    record_all(organisation=organisation, happenings=happenings, by=by, now=now)


def undo(*, organisation: UUID, rows: Sequence[Obligation], by: Actor, now: datetime) -> None:
    """Write down that these obligations of one organisation did not begin after all, in the caller's transaction; the journal keeps what was told of them."""
    happenings = [_undoing(row) for row in rows]
    Obligation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    record_all(organisation=organisation, happenings=happenings, by=by, now=now)


def _happening(stand: Stand) -> Happening | None:
    """Return what is written in the journal; asked before the row changes, because it tells the difference."""
    deed = deed_of(settled_of(stand.row) if stand.row else None, stand.settled)
    return Happening(stand.facts.case, deed, facts_of(stand.kind, stand.cause, stand.settled)) if deed else None


def _undoing(row: Obligation) -> Happening:
    facts = facts_of(PromiseKind(row.kind), row.cause, settled_of(row))
    return Happening(row.case.uuid, UNDONE, facts)


def _row(stand: Stand) -> Obligation:
    """Return the row as it must be; a new one where there is none."""
    facts, settled = stand.facts, stand.settled
    row = stand.row or Obligation(
        organisation_id=facts.organisation,
        case_id=facts.case_row,
        thread_id=facts.thread,
        policy_version_id=facts.policy_row,
        kind=stand.kind.value,
        cause=stand.cause,
    )
    row.started_at = stand.started_at
    row.due_at, row.reckoning = settled.due_at, to_stored(settled.reckoning, settled.region)
    row.paused, row.ended_at = settled.paused, settled.ended_at
    row.fulfilled_at, row.fulfilled_by = settled.fulfilled_at, settled.fulfilled_by
    row.broken_at, row.lapsed_at = settled.broken_at, settled.lapsed_at
    row.lapsed_because = settled.lapsed_because or ""
    return row
