"""Settling: what the facts of a case make of its obligations, written down.

Settling computes first and writes only what differs: twice changes nothing, and a clock that nobody looked at changes no moment.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.queries import entries_since
from meldpunt.journal.terms import Actor, EntryLine
from meldpunt.obligations.actions.planning import plan_warnings
from meldpunt.obligations.models import Followed, Obligation
from meldpunt.obligations.queries.standing import Stand, settled_of, stands_of
from meldpunt.obligations.rules.storage import to_stored
from meldpunt.obligations.rules.telling import deed_of, facts_of
from meldpunt.obligations.terms import Followup

LINES: Final = 200
OWN: Final = "obligation."
LOOKING: Final = frozenset({"case.opened", "case.file_opened", "case.noted"})
"""Deeds that no promise depends on."""


def settle(*, organisation: UUID, case: UUID, by: Actor, now: datetime) -> int:
    """Bring the obligations of a case to what its facts say; return how many changed, 0 when nothing did."""
    if not any(stand.changed for stand in stands_of(case, now=now)):
        return 0
    with transaction():
        hold(organisation=organisation)
        changed = [stand for stand in stands_of(case, now=now) if stand.changed]
        for stand in changed:
            _write(stand, by, now)
    return len(changed)


def follow(*, organisation: UUID, by: Actor, now: datetime) -> Followup:
    """Settle the cases of the next lines of an organisation's journal.

    Lines are never added before one that can be read, so that none is passed over. Killed half-way, it does the same lines again.
    """
    done = Followed.objects.filter(organisation=organisation).aggregate(number=Max("number"))["number"] or 0
    lines = entries_since(organisation, done, limit=LINES)
    failed = [case for case in dict.fromkeys(_cases(lines)) if not _settled(organisation, case, by, now)]
    with transaction():
        row = hold(organisation=organisation)
        row.number = max([row.number, *(line.number for line in lines)])
        row.save(update_fields=["number"])
    return Followup(len(lines), tuple(failed))


def hold(*, organisation: UUID) -> Followed:
    """Lock the obligations of an organisation for this transaction: nobody writes one beside us."""
    Followed.objects.get_or_create(organisation_id=organisation)
    return Followed.objects.select_for_update().get(organisation=organisation)


def _cases(lines: list[EntryLine]) -> list[UUID]:
    return [line.case for line in lines if line.case and not line.deed.startswith(OWN) and line.deed not in LOOKING]


def _settled(organisation: UUID, case: UUID, by: Actor, now: datetime) -> bool:
    """Settle one case; a case that is broken in itself must not hold up the others, a busy database holds up all."""
    try:
        settle(organisation=organisation, case=case, by=by, now=now)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return False
    return True


def _write(stand: Stand, by: Actor, now: datetime) -> None:
    facts, settled, before = stand.facts, stand.settled, settled_of(stand.row) if stand.row else None
    row = stand.row or Obligation(
        organisation_id=facts.organisation,
        case_id=facts.case_row,
        thread_id=facts.thread,
        policy_version_id=facts.policy_row,
        kind=stand.kind.value,
        cause=stand.cause,
        started_at=stand.started_at,
    )
    row.due_at, row.reckoning = settled.due_at, to_stored(settled.reckoning, settled.region)
    row.paused, row.ended_at = settled.paused, settled.ended_at
    row.fulfilled_at, row.fulfilled_by = settled.fulfilled_at, settled.fulfilled_by
    row.broken_at, row.lapsed_at = settled.broken_at, settled.lapsed_at
    row.lapsed_because = settled.lapsed_because or ""
    row.save()
    plan_warnings(row=row, settled=settled, now=now)
    deed = deed_of(before, settled)
    if deed is not None:
        told = facts_of(stand.kind, stand.cause, settled)
        record(organisation=facts.organisation, case=facts.case, by=by, deed=deed, facts=told, now=now)
