"""When members are away. Who is told of a promise, and who has a case, does not change with it."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import allow
from meldpunt.people.actions.keys import hold_for
from meldpunt.people.models import Absence, Member
from meldpunt.people.rules.absences import KEPT_AFTER, check_absence
from meldpunt.people.terms import Deed, NotThere, Visitor


def note_absence(*, member: UUID, first: date, last: date, by: Visitor, now: datetime) -> None:
    """Keep the days on which a member is away: one's own, or as a lead those of others. Raises NotAllowed, NotThere, AbsenceRefused."""
    deed = _deed(member, by)
    with transaction():
        hold_for(by, deed)
        row = Member.objects.filter(pk=member, organisation=by.organisation.id, removed_at__isnull=True).first()
        if row is None:
            raise NotThere
        today = now.astimezone(ZoneInfo(by.organisation.zone)).date()
        check_absence(first, last, today=today, there=row.absences.count())
        row.absences.create(first=first, last=last)
        _record("member.absence_noted", member, by, now)


def withdraw_absence(*, absence: UUID, by: Visitor, now: datetime) -> None:
    """Take an absence away: one's own, or as a lead that of others. Raises NotAllowed, NotThere."""
    with transaction():
        row = Absence.objects.filter(pk=absence, member__organisation=by.organisation.id).first()
        if row is None:
            raise NotThere
        hold_for(by, _deed(row.member_id, by))
        row.delete()
        _record("member.absence_withdrawn", row.member_id, by, now)


def expire_absences(*, now: datetime, limit: int = 200) -> int:
    """Erase absences that were over long ago, at most `limit`; return how many."""
    with transaction():
        old = Absence.objects.filter(last__lt=(now - KEPT_AFTER).date()).order_by("last", "id")[:limit]
        return Absence.objects.filter(pk__in=[row.pk for row in old]).delete()[0]


def _deed(member: UUID, by: Visitor) -> Deed:
    deed = Deed.SEE_ABSENCES if member == by.member else Deed.NOTE_ABSENCE_OF_OTHERS
    allow(by, deed)
    return deed


def _record(deed: str, member: UUID, by: Visitor, now: datetime) -> None:
    facts = {"member": str(member)}
    record(organisation=by.organisation.id, case=None, by=by.actor, deed=deed, facts=facts, now=now)
