"""Duties by law as they stand: from the facts that were recorded, with the ends that were given before."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from meldpunt.cases.terms import Mark
from meldpunt.obligations.models import LawDuty, LawFact, LawHeld, LawSubmission
from meldpunt.obligations.rules.law import LIFTING, STAGES, duties
from meldpunt.obligations.rules.law.keeping import Kept, held
from meldpunt.obligations.rules.storage import from_stored
from meldpunt.obligations.terms import Span
from meldpunt.obligations.terms.duties import DutyEnd, DutyLine, Ending, FallenDuty
from meldpunt.obligations.terms.law import Duty, Fact, FactKind, Law, Submission
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.rules.calendar import settings_region

NO_END: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Where a duty without an end stands in a list: after all others."""


def laws_of(organisation: UUID) -> tuple[Law, ...]:
    """Return the laws that hold for an organisation, in their usual order."""
    chosen = set(LawHeld.objects.filter(organisation=organisation).order_by("id").values_list("law", flat=True))
    return tuple(law for law in Law if law in chosen)


def has_facts(case: UUID) -> bool:
    """Tell whether a fact was ever recorded about a case."""
    return LawFact.objects.filter(case__uuid=case).exists()


def duties_of(organisation: UUID, case: UUID, laws: Collection[Law] | None = None) -> tuple[Duty, ...]:
    """Return every stage that the facts of a case began, the soonest first, then those without an end; under the laws that hold, or under others."""
    facts = LawFact.objects.filter(case__uuid=case, withdrawn_at__isnull=True).order_by("id")
    sent = LawSubmission.objects.filter(case__uuid=case, withdrawn_at__isnull=True).order_by("id")
    found = duties(
        [_fact(row) for row in facts.defer("sealed")],
        [Submission(row.stage, row.at, row.event) for row in sent.defer("sealed")],
        laws_of(organisation) if laws is None else laws,
        settings_region(organisation_facts(organisation)),
    )
    kept = _kept(case) if found else {}
    return tuple(held(duty, kept.get((duty.stage.id, duty.event))) for duty in found)


def _fact(row: LawFact) -> Fact:
    kind = FactKind(row.kind)
    return Fact(kind, row.recorded_at if kind in LIFTING else row.at, row.event, row.until)


def fallen_of(case: UUID, *, besides: Iterable[Duty]) -> tuple[FallenDuty, ...]:
    """Return the duties of a case that nothing begins any more, `besides` those that are begun, the last one first.

    Those that were submitted or lifted before their law was taken out are among them.
    """
    begun = {(duty.stage.id, duty.event) for duty in besides}
    rows = LawDuty.objects.filter(case__uuid=case, ended_at__isnull=False).defer("reckoning")
    fallen = [row for row in rows.order_by("-ended_at", "id") if (row.stage, row.event) not in begun]
    sent = _first_sent(case) if fallen else {}
    return tuple(
        FallenDuty(
            stage=row.stage,
            event=row.event,
            because=DutyEnd(row.ended_because),
            ended_at=row.ended_at,
            broken_at=row.broken_at,
            submitted_at=sent.get((row.stage, row.event)),
        )
        for row in fallen
        if row.ended_at is not None
    )


def ending_with(organisation: UUID, laws: Collection[Law], *, now: datetime) -> Ending:
    """Return how many duties are owed under these laws."""
    stages = [stage.id for stage in STAGES if stage.law in laws]
    rows = LawDuty.objects.filter(organisation=organisation, ended_at__isnull=True, stage__in=stages)
    late = Count("id", filter=Q(due_at__lt=now))
    return Ending(**rows.aggregate(running=Count("id"), late=late, cases=Count("case", distinct=True)))


def list_duties(*, organisation: UUID, span: Span, start: Mark | None, backwards: bool, limit: int) -> list[DutyLine]:
    """Return up to `limit` duties that are owed and due in a span, after `start` (before it when `backwards`), the soonest first.

    Those without an end stand last, and only where the span is open.
    """
    found = _owed(organisation, span).annotate(end=Coalesce("due_at", Value(NO_END)))
    if start is not None:
        side = "lt" if backwards else "gt"
        found = found.filter(Q(**{f"end__{side}": start.at}) | Q(end=start.at, **{f"id__{side}": start.row}))
    order = ("-end", "-id") if backwards else ("end", "id")
    rows = list(found.select_related("case").defer("reckoning").order_by(*order)[:limit])
    return [_line(row) for row in (reversed(rows) if backwards else rows)]


def late_duties(*, now: datetime) -> list[UUID]:
    """Return the organisations with a duty of which the end passed and nobody wrote that down yet."""
    rows = LawDuty.objects.filter(ended_at__isnull=True, broken_at__isnull=True, due_at__lt=now)
    return list(rows.order_by().values_list("organisation_id", flat=True).distinct())


def count_duties(*, organisation: UUID, span: Span, at_most: int) -> int:
    """Return how many duties are owed and due in a span, counting no further than `at_most`."""
    return _owed(organisation, span).order_by()[:at_most].count()


def _first_sent(case: UUID) -> dict[tuple[str, int], datetime]:
    """Return when each stage of each event was first submitted, as recorded and not taken back."""
    sent = LawSubmission.objects.filter(case__uuid=case, withdrawn_at__isnull=True).order_by("-at", "id")
    return {(stage, event): at for stage, event, at in sent.values_list("stage", "event", "at")}


def _kept(case: UUID) -> Mapping[tuple[str, int], Kept]:
    rows = LawDuty.objects.filter(case__uuid=case).order_by("id")
    return {(row.stage, row.event): _was(row) for row in rows}


def _was(row: LawDuty) -> Kept:
    reckoning = from_stored(row.reckoning)[0] if row.reckoning else None
    return Kept(row.started_at, row.in_force, reckoning, row.broken_at)


def _owed(organisation: UUID, span: Span) -> QuerySet[LawDuty]:
    found = LawDuty.objects.filter(organisation=organisation, ended_at__isnull=True)
    if span.after is not None:
        found = found.filter(due_at__gte=span.after)
    return found.filter(due_at__lt=span.before) if span.before is not None else found


def _line(row: LawDuty) -> DutyLine:
    return DutyLine(
        mark=Mark(row.due_at or NO_END, row.pk),
        number=row.case.number,
        case=row.case.uuid,
        stage=row.stage,
        event=row.event,
        started_at=row.started_at,
        due_at=row.due_at,
        assigned_to=row.case.assigned_to_id,
    )
