"""Writing down what facts began: the rows of duties by law and their warnings, in the transaction of whoever changed a fact."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from meldpunt.journal.actions import record_all
from meldpunt.journal.terms import Actor, Happening
from meldpunt.obligations.actions.late import note_passed
from meldpunt.obligations.models import DutyWarning, LawDuty
from meldpunt.obligations.queries import duties_of
from meldpunt.obligations.rules.law.keeping import duty_warnings, ended
from meldpunt.obligations.rules.storage import to_stored
from meldpunt.obligations.terms.duties import DutyEnd, DutyStep
from meldpunt.obligations.terms.law import Duty, Law
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.rules.calendar import settings_region
from meldpunt.policy.terms import Region

_FALLEN: Final = frozenset({DutyEnd.GONE, DutyEnd.LAW_OUT})


def start_duties(*, organisation: UUID, case: UUID, row: int, by: Actor, now: datetime) -> int:
    """Bring the rows of a case's duties to what its facts say; return how many changed. Twice changes nothing. `row` is the case's.

    What went past its end is written down first, so that nothing that is recorded now hides it. In the caller's transaction, which
    holds the obligations of the organisation.
    """
    rows = LawDuty.objects.filter(case=row).select_related("case").order_by("id")
    note_passed(organisation=organisation, rows=rows, by=by, now=now)
    region = settings_region(organisation_facts(organisation))
    there = {(each.stage, each.event): each for each in rows}
    told: list[Happening] = []
    for duty in duties_of(organisation, case):
        deed = _write(there.pop((duty.stage.id, duty.event), None), duty, organisation, row, region, now)
        told += _told(deed, case, duty.stage.id, duty.event, duty.due)
    told += _let_fall(there, organisation, case, now)
    record_all(organisation=organisation, happenings=told, by=by, now=now)
    note_passed(organisation=organisation, rows=rows.all(), by=by, now=now)
    return len(told)


def _let_fall(
    there: Mapping[tuple[str, int], LawDuty], organisation: UUID, case: UUID, now: datetime
) -> list[Happening]:
    """End what nothing begins any more, or no law that holds: then only what was owed, because the rest is over as it was."""
    begun = {(duty.stage.id, duty.event) for duty in duties_of(organisation, case, tuple(Law))} if there else set()
    told: list[Happening] = []
    for key, kept in there.items():
        because, deed = (DutyEnd.LAW_OUT, "duty.law_left_case") if key in begun else (DutyEnd.GONE, "duty.gone")
        if kept.ended_because in _FALLEN or (because is DutyEnd.LAW_OUT and kept.ended_at is not None):
            continue
        _end(kept, because, now)
        kept.save()
        _plan(kept, {})
        told += _told(deed, case, kept.stage, kept.event, None)
    return told


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


def _told(deed: str, case: UUID, stage: str, event: int, due: datetime | None) -> list[Happening]:
    """Return what the journal tells of what became of a duty; nothing where nothing did."""
    end = {"due": due.astimezone(UTC).isoformat(timespec="seconds")} if due else {}
    return [Happening(case, deed, {"stage": stage, "event": event, **end})] if deed else []
