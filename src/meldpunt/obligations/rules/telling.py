"""How the journal tells what became of an obligation: in codes and moments."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from meldpunt.obligations.terms import Settled, Standing
from meldpunt.policy.terms import PromiseKind

_DEEDS: Final[Mapping[Standing, str]] = {
    Standing.RUNNING: "obligation.started",
    Standing.PAUSED: "obligation.paused",
    Standing.KEPT: "obligation.kept",
    Standing.LATE: "obligation.done_late",
    Standing.BROKEN: "obligation.broken",
    Standing.LAPSED: "obligation.lapsed",
}
UNDONE: Final = "obligation.undone"
"""It did not begin after all."""
_OVER: Final = frozenset(Standing) - {Standing.RUNNING, Standing.PAUSED}


def deed_of(before: Settled | None, after: Settled) -> str | None:
    """Return what happened to an obligation; None for what is not worth a line: a date that moves on while a question waits.

    One that turned out to begin at another moment moved, also where its date is the same, and while its clock stands still.
    """
    was = before.standing if before else None
    if before is not None and _same(before, after):
        began_elsewhere = before.reckoning.received != after.reckoning.received
        moved = before.due_at != after.due_at and after.standing is not Standing.PAUSED
        return "obligation.moved" if began_elsewhere or moved else None
    if was in _OVER and after.is_open:
        return "obligation.reopened"
    if was is Standing.PAUSED and after.standing is Standing.RUNNING:
        return "obligation.resumed"
    return _DEEDS[after.standing]


def _same(before: Settled, after: Settled) -> bool:
    """Tell whether nothing became of it but perhaps another date."""
    moments = (before.fulfilled_at, before.lapsed_at)
    return before.standing is after.standing and moments == (after.fulfilled_at, after.lapsed_at)


def facts_of(kind: PromiseKind, cause: str, settled: Settled) -> dict[str, str]:
    """Return which obligation it is, when it began, its date, the moment of what happened to it where there is one, and why it fell away."""
    since = _minute(settled.reckoning.received)
    found = {"kind": kind.value, "cause": cause, "since": since, "due": _minute(settled.due_at)}
    at = settled.fulfilled_at or settled.broken_at or settled.lapsed_at
    why = {"because": settled.lapsed_because.value} if settled.lapsed_because else {}
    return found | ({"at": _minute(at)} if at else {}) | why


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
