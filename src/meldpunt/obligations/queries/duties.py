"""Duties by law as they stand: from the facts that were recorded, with the ends that were given before."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F, QuerySet

from meldpunt.obligations.models import LawDuty, LawFact, LawHeld, LawSubmission
from meldpunt.obligations.rules.law import LIFTING, duties
from meldpunt.obligations.rules.law.keeping import Kept, held
from meldpunt.obligations.rules.storage import from_stored
from meldpunt.obligations.terms import Span
from meldpunt.obligations.terms.duties import DutyLine
from meldpunt.obligations.terms.law import Duty, Fact, FactKind, Law, Submission
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.rules.calendar import settings_region


def laws_of(organisation: UUID) -> tuple[Law, ...]:
    """Return the laws that hold for an organisation, in their usual order."""
    chosen = set(LawHeld.objects.filter(organisation=organisation).order_by("id").values_list("law", flat=True))
    return tuple(law for law in Law if law in chosen)


def has_facts(case: UUID) -> bool:
    """Tell whether a fact was ever recorded about a case."""
    return LawFact.objects.filter(case__uuid=case).exists()


def duties_of(organisation: UUID, case: UUID) -> tuple[Duty, ...]:
    """Return every stage that the facts of a case began, the soonest first, then those without an end."""
    facts = LawFact.objects.filter(case__uuid=case, withdrawn_at__isnull=True).order_by("id")
    sent = LawSubmission.objects.filter(case__uuid=case, withdrawn_at__isnull=True).order_by("id")
    found = duties(
        [_fact(row) for row in facts.defer("sealed")],
        [Submission(row.stage, row.at, row.event) for row in sent.defer("sealed")],
        laws_of(organisation),
        settings_region(organisation_facts(organisation)),
    )
    kept = _kept(case) if found else {}
    return tuple(held(duty, kept.get((duty.stage.id, duty.event))) for duty in found)


def _fact(row: LawFact) -> Fact:
    kind = FactKind(row.kind)
    return Fact(kind, row.recorded_at if kind in LIFTING else row.at, row.event, row.until)


def list_duties(*, organisation: UUID, span: Span, limit: int) -> list[DutyLine]:
    """Return up to `limit` duties that are owed and due in a span, the soonest first; those without an end only where the span is open."""
    rows = _owed(organisation, span).order_by(F("due_at").asc(nulls_last=True), "id")
    return [_line(row) for row in rows.select_related("case").defer("reckoning")[:limit]]


def count_duties(*, organisation: UUID, span: Span, at_most: int) -> int:
    """Return how many duties are owed and due in a span, counting no further than `at_most`."""
    return _owed(organisation, span).order_by()[:at_most].count()


def _kept(case: UUID) -> Mapping[tuple[str, int], Kept]:
    rows = LawDuty.objects.filter(case__uuid=case, reckoning__isnull=False).order_by("id")
    return {
        (row.stage, row.event): Kept(row.started_at, row.in_force, from_stored(row.reckoning or {})[0]) for row in rows
    }


def _owed(organisation: UUID, span: Span) -> QuerySet[LawDuty]:
    found = LawDuty.objects.filter(organisation=organisation, ended_at__isnull=True)
    if span.after is not None:
        found = found.filter(due_at__gte=span.after)
    return found.filter(due_at__lt=span.before) if span.before is not None else found


def _line(row: LawDuty) -> DutyLine:
    return DutyLine(
        number=row.case.number,
        case=row.case.uuid,
        stage=row.stage,
        event=row.event,
        started_at=row.started_at,
        due_at=row.due_at,
        assigned_to=row.case.assigned_to_id,
    )
