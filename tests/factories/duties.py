"""Duties by law for tests: which laws hold, facts that were recorded, and the moments of a case about which they are."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from meldpunt.obligations.actions import choose_laws, record_fact, record_submission
from meldpunt.obligations.models import DutyWarning, LawAnswers, LawDuty, LawFact, LawHeld, LawSubmission
from meldpunt.obligations.terms.duties import Evidence, NewFact, Recorded
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.terms import Role
from tests.factories.cases import MadeCase
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member

__all__ = (
    "DutyWarning",
    "LawAnswers",
    "LawDuty",
    "LawFact",
    "LawHeld",
    "LawSubmission",
    "duty",
    "hold_laws",
    "notified",
    "submit",
    "tell",
)
REASONS = "The logs show it."


def hold_laws(organisation: MadeOrganisation, *laws: Law, now: datetime = NOW) -> MadeMember:
    """Say that these laws hold for an organisation; return the lead who said so."""
    lead = make_member(organisation, Role.LEAD)
    choose_laws(laws=laws, by=lead.unlocked, now=now)
    return lead


def tell(
    case: MadeCase,
    by: MadeMember,
    kind: FactKind,
    at: datetime = NOW,
    *,
    event: int = 1,
    until: datetime | None = None,
    reasons: str = REASONS,
    anew: bool = False,
    now: datetime = NOW,
) -> Recorded:
    """Record a fact about a case, and return what became of it."""
    new = NewFact(kind, at, event, until, reasons, anew)
    return record_fact(number=case.number, new=new, by=by.unlocked, now=now)


def submit(
    case: MadeCase,
    by: MadeMember,
    stage: str,
    at: datetime = NOW,
    *,
    event: int = 1,
    why: str = "",
    incomplete: bool = True,
    now: datetime = NOW,
) -> None:
    """Record that a stage was submitted, whatever is answered here."""
    evidence = Evidence(at, "Hanna", "AP-2026-1", why, incomplete)
    record_submission(number=case.number, stage=stage, event=event, evidence=evidence, by=by.unlocked, now=now)


def notified(case: MadeCase, by: MadeMember) -> tuple[UUID, UUID]:
    """Record a breach and that the authority was notified of it; return the ids of both records."""
    now = timezone.now()
    hold_laws(case.organisation, Law.GDPR, now=now)
    tell(case, by, FactKind.BREACH, now, now=now)
    submit(case, by, "gdpr-notification", now, now=now)
    return LawFact.objects.get(case=case.row).uuid, LawSubmission.objects.get(case=case.row).uuid


def duty(case: MadeCase, stage: str, *, event: int = 1) -> LawDuty:
    """Return the row of a stage of a case."""
    return LawDuty.objects.get(case=case.row, stage=stage, event=event)


def ends(rows: Iterable[LawDuty]) -> dict[str, str]:
    """Return why each is over, empty where it is owed still."""
    return {row.stage: row.ended_because for row in rows}
