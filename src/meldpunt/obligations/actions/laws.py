"""Saying which laws with a clock hold for the organisation. One that is taken out ends its duties in every case: that is agreed to first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.obligations.actions.settling import hold
from meldpunt.obligations.actions.starting import start_duties
from meldpunt.obligations.models import LawFact, LawHeld
from meldpunt.obligations.queries import ending_with, laws_of
from meldpunt.obligations.rules.law.recording import check_laws
from meldpunt.obligations.terms.duties import DutiesRun, LawsChanged
from meldpunt.obligations.terms.law import Law
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import allow
from meldpunt.people.actions import tell_members
from meldpunt.people.terms import Deed, Role, Visitor


def choose_laws(
    *, laws: Collection[Law], seen: Collection[Law] | None = None, agreed: int = 0, by: Visitor, now: datetime
) -> None:
    """Say which laws with a clock hold for the organisation; what facts began follows at once, and the leads are told of what ended.

    `seen` are the laws that held when these were chosen, None for any; `agreed` is how many duties that are owed whoever chooses agreed
    to end. Raises NotAllowed, DutyRefused, LawsChanged where others hold by now, and DutiesRun where more would end.
    """
    allow(by, Deed.CHANGE_SETTINGS)
    check_laws(laws)
    organisation = by.organisation.id
    with transaction():
        hold(organisation=organisation)
        there, wanted = set(laws_of(organisation)), set(laws)
        if seen is not None and set(seen) != there:
            raise LawsChanged
        ending = ending_with(organisation, there - wanted, now=now)
        if ending.running > agreed:
            raise DutiesRun(ending)
        LawHeld.objects.filter(organisation=organisation, law__in=there - wanted).delete()
        LawHeld.objects.bulk_create(
            LawHeld(organisation_id=organisation, law=law.value, since_at=now, by_id=by.member)
            for law in Law
            if law in wanted - there
        )
        for law in sorted(there ^ wanted):
            deed = "duty.law_holds" if law in wanted else "duty.law_left"
            record(organisation=organisation, case=None, by=by.actor, deed=deed, facts={"law": law.value}, now=now)
        if there != wanted:
            _bring_along(organisation, by, now)
        if ending.running:
            facts = {"begun": "0", "soon": "0", "late": "0", "ended": str(ending.running)}
            tell_members(organisation=organisation, letter=Letter.DUTIES_DUE, facts=facts, roles=(Role.LEAD,), now=now)


def _bring_along(organisation: UUID, by: Visitor, now: datetime) -> None:
    """Bring every case with facts to what the laws say now, in the caller's transaction."""
    standing = LawFact.objects.filter(organisation=organisation, withdrawn_at__isnull=True).order_by("case")
    for row, case in standing.values_list("case_id", "case__uuid").distinct():
        start_duties(organisation=organisation, case=case, row=row, by=by.actor, now=now)
