"""Writing down what facts began: the rows of duties by law and their warnings, in the transaction of whoever changed a fact."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from meldpunt.journal.actions import record
from meldpunt.journal.terms import Actor, Fact
from meldpunt.obligations.models import DutyWarning, LawDuty
from meldpunt.obligations.queries import duties_of
from meldpunt.obligations.rules.law.keeping import duty_warnings, ended
from meldpunt.obligations.rules.storage import to_stored
from meldpunt.obligations.terms.duties import DutyEnd, DutyStep
from meldpunt.obligations.terms.law import Duty
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.rules.calendar import settings_region
from meldpunt.policy.terms import Region


def start_duties(*, organisation: UUID, case: UUID, row: int, by: Actor, now: datetime) -> None:
    """Bring the rows of a case's duties to what its facts say; twice changes nothing. `row` is the case's.

    In the caller's transaction, which holds the obligations of the organisation.
    """
    region = settings_region(organisation_facts(organisation))
    there = {(each.stage, each.event): each for each in LawDuty.objects.filter(case=row).order_by("id")}
    for duty in duties_of(organisation, case):
        kept = there.pop((duty.stage.id, duty.event), None)
        deed = _write(kept, duty, organisation, row, region, now)
        _tell(deed, duty.stage.id, duty.event, duty.due, organisation=organisation, case=case, by=by, now=now)
    for kept in there.values():
        if kept.ended_because != DutyEnd.GONE:
            _end(kept, DutyEnd.GONE, now)
            kept.save()
            _plan(kept, {})
            _tell("duty.gone", kept.stage, kept.event, None, organisation=organisation, case=case, by=by, now=now)


def _write(kept: LawDuty | None, duty: Duty, organisation: UUID, row: int, region: Region, now: datetime) -> str:
    """Write a duty down if it differs; return what became of it, nothing where that is told already or nothing did."""
    before = (kept.due_at, kept.ended_because) if kept else None
    saved = kept or LawDuty(organisation_id=organisation, case_id=row, stage=duty.stage.id, event=duty.event)
    saved.in_force, saved.started_at, saved.due_at = duty.stage.in_force, duty.started_at, duty.due
    saved.reckoning = to_stored(duty.reckoning, region) if duty.reckoning else None
    why = ended(duty)
    _end(saved, why, duty.submitted_at or now)
    saved.save()
    planned = duty_warnings(duty, now=now)
    if (
        why is not None or planned
    ):  # history by now, but what was planned in time is sent: the worker stood still for long
        _plan(saved, planned if why is None else {})
    return _deed(before, saved)


def _end(row: LawDuty, why: DutyEnd | None, at: datetime) -> None:
    if why is None:
        row.ended_at, row.ended_because = None, ""
    elif row.ended_because != why:
        row.ended_at, row.ended_because = at, why.value


def _deed(before: tuple[datetime | None, str] | None, row: LawDuty) -> str:
    if before is None:
        return "duty.lifted" if row.ended_because == DutyEnd.LIFTED else "duty.started"
    due, because = before
    if row.ended_because == because:
        return "duty.moved" if not because and row.due_at != due else ""
    return {"": "duty.reopened", DutyEnd.LIFTED.value: "duty.lifted"}.get(row.ended_because, "")


def _plan(row: LawDuty, planned: Mapping[DutyStep, datetime]) -> None:
    """Plan what is to be sent about a duty; what was sent is not sent again, unless its moment moved to after that."""
    there = {warning.step: warning for warning in DutyWarning.objects.filter(duty=row).order_by("id")}
    for step, at in planned.items():
        warning = there.pop(step.value, None) or DutyWarning(duty=row, step=step.value)
        if at > warning.sent_at if warning.sent_at else at != warning.at:
            warning.at, warning.sent_at = at, None
            warning.save()
    DutyWarning.objects.filter(duty=row, step__in=list(there), sent_at__isnull=True).delete()


def _tell(
    deed: str,
    stage: str,
    event: int,
    due: datetime | None,
    *,
    organisation: UUID,
    case: UUID,
    by: Actor,
    now: datetime,
) -> None:
    """Write into the journal what became of a duty."""
    if deed:
        end = {"due": due.astimezone(UTC).isoformat(timespec="seconds")} if due else {}
        facts: dict[str, Fact] = {"stage": stage, "event": event, **end}
        record(organisation=organisation, case=case, by=by, deed=deed, facts=facts, now=now)
