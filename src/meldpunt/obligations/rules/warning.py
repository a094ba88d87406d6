"""When somebody is warned about an obligation, and who.

Who has the case is warned halfway, but not sooner than three days before; the leads after three quarters, not sooner than a day
before; whoever is named after seven eighths, not sooner than six hours before. When the date has passed, the first two are told so.

All of a day leave together at eight in the morning, on the clock that the date was reckoned with: who is warned of many gets one
letter a day. Only what is due within twelve hours leaves at its own moment.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.obligations.terms import WarningStep

_STEPS: Final[Mapping[WarningStep, tuple[float, timedelta]]] = {
    WarningStep.HANDLER: (1 / 2, timedelta(days=3)),
    WarningStep.LEAD: (3 / 4, timedelta(days=1)),
    WarningStep.NAMED: (7 / 8, timedelta(hours=6)),
    WarningStep.BROKEN: (1, timedelta(seconds=-1)),
}
STALE: Final = timedelta(days=14)
"""What was due longer ago, and only now became an obligation here, is history: nobody is warned of it."""
MORNING: Final = time(8)
AT_ONCE: Final = timedelta(hours=12)


def warnings_of(started_at: datetime, due_at: datetime, *, zone: str, now: datetime) -> dict[WarningStep, datetime]:
    """Return when each warning about an obligation that is owed leaves (UTC); nothing for what is history."""
    if due_at < now - STALE:
        return {}
    moments = {
        step: max(started_at + (due_at - started_at) * share, due_at - soonest)
        for step, (share, soonest) in _STEPS.items()
    }
    return {step: _leaves(at, started_at, due_at, ZoneInfo(zone)) for step, at in moments.items()}


def _leaves(at: datetime, started_at: datetime, due_at: datetime, place: ZoneInfo) -> datetime:
    """Return the morning in which a warning leaves: the last one before its moment, after the date the next one; or the moment itself."""
    if due_at - AT_ONCE <= at <= due_at:
        return at.astimezone(UTC)
    morning = _morning(at, place, days=0)
    if at > due_at:
        return morning if morning >= at else _morning(at, place, days=1)
    before = morning if morning <= at else _morning(at, place, days=-1)
    return before if before > started_at else at.astimezone(UTC)


def _morning(at: datetime, place: ZoneInfo, *, days: int) -> datetime:
    day = at.astimezone(place).date() + timedelta(days=days)
    return datetime.combine(day, MORNING, place).astimezone(UTC)


def to_warn(
    step: WarningStep,
    *,
    assigned: UUID | None,
    handlers: Collection[UUID],
    leads: Collection[UUID],
    named: Collection[UUID],
) -> frozenset[UUID]:
    """Return who is warned: those of the step who are still here, else those of the next one up, else every handler."""
    has_it = [assigned] if assigned in handlers else list(handlers)
    chosen = {
        WarningStep.HANDLER: (has_it, leads, handlers),
        WarningStep.LEAD: (leads, named, handlers),
        WarningStep.NAMED: (named, leads, handlers),
        WarningStep.BROKEN: ([*has_it, *leads], handlers),
    }[step]
    return next((frozenset(each for each in group if each) for group in chosen if group), frozenset())
