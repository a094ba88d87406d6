"""Settling: what the facts of a case make of its obligations, written down.

Settling computes first and writes only what differs: twice changes nothing, and a clock that nobody looked at changes no moment.
Dates are reckoned before the transaction; in it, only whether they still hold is asked, and many cases share one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched
from typing import Final
from uuid import UUID

from django.db import DataError, IntegrityError
from django.db.models import Max

from meldpunt.cases.actions import agree_due
from meldpunt.cases.queries.numbers import case_id
from meldpunt.journal.actions import transaction
from meldpunt.journal.queries import ends_of_cases, entries_since
from meldpunt.journal.terms import SYSTEM, Actor, EntryLine
from meldpunt.obligations.actions.writing import undo, write
from meldpunt.obligations.models import Followed
from meldpunt.obligations.queries.standing import Stand, never_begun, see, stands_in
from meldpunt.obligations.rules.waiting import is_withheld
from meldpunt.obligations.terms import Followup, Settlement
from meldpunt.people.terms import Deed, Visitor

LINES: Final = 200
TOGETHER: Final = 50
"""Cases a transaction: it takes some tens of milliseconds, which a report that comes in meanwhile waits; fewer cost the worker more."""
OWN: Final = ("obligation.", "duty.")
LOOKING: Final = frozenset({"case.opened", "case.file_opened", "case.noted"})
"""Deeds that no promise depends on."""
BROKEN: Final = (ArithmeticError, LookupError, TypeError, ValueError, DataError, IntegrityError)
"""What a case raises that is broken in itself; a busy database raises something else, and holds up all."""


def settle(*, organisation: UUID, case: UUID, by: Actor, now: datetime) -> int:
    """Bring the obligations of a case to what its facts say; return how many changed, 0 when nothing did."""
    return _settle(organisation, [case], by, now)


def settle_many(*, organisation: UUID, cases: Iterable[UUID], by: Actor, now: datetime) -> Settlement:
    """Settle cases of one organisation, in this order; one that is broken in itself does not hold up the others.

    Killed half-way, those of the transactions before are settled, each case whole or not at all.
    """
    found = [_settled(organisation, some, by, now) for some in batched(dict.fromkeys(cases), TOGETHER)]
    return _sum(found)


def follow(*, organisation: UUID, by: Actor, now: datetime) -> Followup:
    """Settle the cases of the next lines of an organisation's journal.

    Lines are never added before one that can be read, so that none is passed over. Killed half-way, it does the same lines again.
    """
    lines = entries_since(organisation, _followed(organisation), limit=LINES)
    found = settle_many(organisation=organisation, cases=_cases(lines), by=by, now=now)
    with transaction():
        row = hold(organisation=organisation)
        row.number = max([row.number, *(line.number for line in lines)])
        row.save(update_fields=["number"])
    return Followup(len(lines), found.failed)


def catch_up(*, number: str, by: Visitor, now: datetime) -> int:
    """Settle a case that somebody is about to look at, where something happened in it that the worker did not come to yet.

    Returns how many obligations changed. It is the system that settles here too, so that nobody can tell later which of the two did.
    What is broken in itself is left to the worker, which complains. Raises NotAllowed, CaseNotFound.
    """
    case, organisation = case_id(number=number, visitor=by, deed=Deed.OPEN_CASE), by.organisation.id
    if ends_of_cases([case]).get(case, 0) <= _followed(organisation):
        return 0
    return settle_many(organisation=organisation, cases=[case], by=SYSTEM, now=now).changed


def hold(*, organisation: UUID) -> Followed:
    """Lock the obligations of an organisation for this transaction: nobody writes one beside us."""
    rows = Followed.objects.select_for_update().filter(organisation=organisation)
    row = rows.first()
    if row is None:
        Followed.objects.get_or_create(organisation_id=organisation)
        row = rows.get()
    return row


def _followed(organisation: UUID) -> int:
    """Return up to which line of its journal the obligations of an organisation were settled."""
    return Followed.objects.filter(organisation=organisation).aggregate(number=Max("number"))["number"] or 0


def _cases(lines: list[EntryLine]) -> list[UUID]:
    return [line.case for line in lines if line.case and not line.deed.startswith(OWN) and line.deed not in LOOKING]


def _settled(organisation: UUID, cases: Sequence[UUID], by: Actor, now: datetime) -> Settlement:
    """Settle cases together; one by one where one of them is broken."""
    try:
        return Settlement(_settle(organisation, cases, by, now))
    except BROKEN:
        if len(cases) == 1:
            return Settlement(0, tuple(cases))
    return _sum(_settled(organisation, [case], by, now) for case in cases)


def _sum(found: Iterable[Settlement]) -> Settlement:
    parts = list(found)
    return Settlement(sum(part.changed for part in parts), tuple(case for part in parts for case in part.failed))


def _settle(organisation: UUID, cases: Sequence[UUID], by: Actor, now: datetime) -> int:
    """Settle cases in one transaction, all or none; reckon anew inside it where something changed since.

    Their dates in the queue go by what is owed; those are looked at although nothing changed, because other deeds reckon them too.
    """
    seen = see(cases)
    stands = stands_in(seen, now=now)
    if not any(stand.changed for stand in stands) and not never_begun(seen, stands):
        agree_due(promised=_soonest(stands))
        return 0
    with transaction():
        hold(organisation=organisation)
        current = see(cases)
        if not current.is_still(seen):
            stands = stands_in(current, now=now)
        changed = [stand for stand in stands if stand.changed]
        write(organisation=organisation, stands=changed, by=by, now=now)
        undone = never_begun(current, stands)
        if undone:
            undo(organisation=organisation, rows=undone, by=by, now=now)
        agree_due(promised=_soonest(stands))
    return len(changed) + len(undone)


def _soonest(stands: Iterable[Stand]) -> dict[UUID, datetime | None]:
    """Return the date of what is owed soonest and may be done, case by case; None where nothing is."""
    found: dict[UUID, datetime | None] = {}
    for stand in stands:
        owed = stand.settled.ended_at is None and not is_withheld(stand.kind, stand.facts)
        case, due_at = stand.facts.case, stand.settled.due_at if owed else None
        found[case] = min((each for each in (found.get(case), due_at) if each), default=None)
    return found
