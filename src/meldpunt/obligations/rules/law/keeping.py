"""What of a duty stays once it was written down, and when somebody is warned of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from meldpunt.obligations.rules.warning import STALE, moments_of, to_warn
from meldpunt.obligations.terms import WarningStep
from meldpunt.obligations.terms.duties import DutyEnd, DutyStep
from meldpunt.obligations.terms.law import Duty
from meldpunt.policy.terms import Reckoning


@dataclass(frozen=True)
class Kept:
    """How a duty was written down; without a reckoning where the law or an authority names the end, or nobody does."""

    started_at: datetime
    in_force: date
    reckoning: Reckoning | None
    broken_at: datetime | None = None


def held(duty: Duty, kept: Kept | None) -> Duty:
    """Return the duty with the end it was given first, where nothing but a calendar or a zone would make that later; and whether it was late.

    So an end that somebody works towards never moves away unseen, and never comes later than the law has it on either calendar.
    """
    if kept is None:
        return duty
    duty = replace(duty, broken_at=kept.broken_at)
    if kept.reckoning is None or duty.reckoning is None or duty.due is None:
        return duty
    same = (kept.started_at, kept.in_force) == (duty.started_at, duty.stage.in_force)
    if not same or kept.reckoning.due >= duty.due:
        return duty
    return replace(duty, due=kept.reckoning.due, reckoning=kept.reckoning)


def ended(duty: Duty) -> DutyEnd | None:
    """Return why nothing is left to do about a duty, None while it is owed."""
    if duty.submitted_at is not None:
        return DutyEnd.SUBMITTED
    return DutyEnd.LIFTED if duty.lifted else None


def passed(due: datetime | None, *, ended_at: datetime | None, because: str, now: datetime) -> bool:
    """Tell whether the end of a duty went by while it was owed: it runs still, or was submitted after it."""
    if due is None:
        return False
    if because == DutyEnd.SUBMITTED and ended_at is not None:
        return due < ended_at
    return ended_at is None and due < now


def duty_warnings(duty: Duty, *, now: datetime) -> Mapping[DutyStep, datetime]:
    """Return when each warning about a duty that is owed leaves: at once that it began, then at the moments of a promise.

    None waits for the morning: hours count. Where the law names no end there is only the first. Nobody is warned of what is history.
    """
    if (duty.due or duty.started_at) < now - STALE:
        return {}
    begun = {DutyStep.BEGUN: duty.started_at}
    if duty.due is None:
        return begun
    return begun | {DutyStep(step.value): at for step, at in moments_of(duty.started_at, duty.due).items()}


def to_warn_of_duty(
    step: DutyStep,
    *,
    assigned: UUID | None,
    handlers: Collection[UUID],
    leads: Collection[UUID],
    named: Collection[UUID],
) -> frozenset[UUID]:
    """Return who is warned: that it begins the leads and whoever is named, else every handler; after that as of a promise."""
    if step is DutyStep.BEGUN:
        return frozenset([*leads, *named]) or frozenset(handlers)
    return to_warn(WarningStep(step.value), assigned=assigned, handlers=handlers, leads=leads, named=named)
