"""Warnings: each is sent once, and nobody gets more than one letter however many promises are due.

A warning and the letter it leaves in are written in one transaction: a restart sends neither again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.obligations.actions.settling import hold
from meldpunt.obligations.models import Named, PlannedWarning
from meldpunt.obligations.queries import named_by
from meldpunt.obligations.rules.warning import to_warn
from meldpunt.obligations.terms import WarningStep
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow
from meldpunt.people.actions import tell_members
from meldpunt.people.queries import handlers_of, leads_of, members_who_may
from meldpunt.people.terms import Deed, NotThere, Role, Visitor


class _Due(NamedTuple):
    """A warning whose moment has come, and who has its case."""

    row: int
    step: str
    assigned: UUID | None


def warn(*, by: Actor, now: datetime, limit: int) -> int:
    """Send up to `limit` warnings of each organisation whose moment has come; return how many."""
    organisations = _to_send(now).order_by().values_list("obligation__organisation_id", flat=True).distinct()
    return sum(_warn(organisation, by, now, limit) for organisation in list(organisations))


def name_for_warnings(*, members: Sequence[UUID], by: Visitor, now: datetime) -> None:
    """Set who is warned last, in this order. Raises NotAllowed, NotThere for somebody who is no member."""
    allow(by, Deed.CHANGE_SETTINGS)
    organisation, chosen = by.organisation.id, list(dict.fromkeys(members))
    if not set(chosen) <= members_who_may(organisation, Deed.SEE_DESK).keys():
        raise NotThere
    with transaction():
        hold(organisation=organisation)
        Named.objects.filter(organisation=organisation).delete()
        Named.objects.bulk_create(
            Named(organisation_id=organisation, member_id=member, place=place) for place, member in enumerate(chosen)
        )
        facts = {"members": len(chosen)}
        record(organisation=organisation, case=None, by=by.actor, deed="obligation.named", facts=facts, now=now)


def _to_send(now: datetime) -> QuerySet[PlannedWarning]:
    return PlannedWarning.objects.filter(sent_at__isnull=True, at__lte=now)


def _warn(organisation: UUID, by: Actor, now: datetime, limit: int) -> int:
    with transaction():
        hold(organisation=organisation)
        due = _to_send(now).filter(obligation__organisation=organisation).order_by("at", "id")
        columns = ("id", "step", "obligation__case__assigned_to_id")
        sending = [_Due(*each) for each in due.values_list(*columns)[:limit]]
        if not sending:
            return 0
        PlannedWarning.objects.filter(pk__in=[each.row for each in sending]).update(sent_at=now)
        letters = _letters(organisation, sending)
        for (soon, late), members in letters.items():
            tell_members(
                organisation=organisation,
                letter=Letter.PROMISES_DUE,
                facts={"soon": str(soon), "late": str(late)},
                members=members,
                roles=tuple(Role),
                now=now,
            )
        facts = {"warnings": len(sending), "members": sum(map(len, letters.values()))}
        record(organisation=organisation, case=None, by=by, deed="obligation.warned", facts=facts, now=now)
    return len(sending)


def _letters(organisation: UUID, sending: Iterable[_Due]) -> dict[tuple[int, int], list[UUID]]:
    """Return who is told of how many that are due soon, and how many that are late; who left is passed over."""
    handlers, leads = handlers_of(organisation).keys(), leads_of(organisation).keys()
    present = members_who_may(organisation, Deed.SEE_DESK)
    named = [member for member in named_by(organisation) if member in present]
    soon: Counter[UUID] = Counter()
    late: Counter[UUID] = Counter()
    alike = Counter((WarningStep(each.step), each.assigned) for each in sending)
    for (step, assigned), amount in alike.items():
        counts = late if step is WarningStep.BROKEN else soon
        for member in to_warn(step, assigned=assigned, handlers=handlers, leads=leads, named=named):
            counts[member] += amount
    letters: dict[tuple[int, int], list[UUID]] = defaultdict(list)
    for member in soon.keys() | late.keys():
        letters[soon[member], late[member]].append(member)
    return letters
