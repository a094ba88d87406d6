"""The figures once more, from nothing but the journal: what anybody with its lines can check.

A line about an obligation tells its kind, what caused it, when it began, and the moment of what became of it; lines about the case tell
whether its report was declined. Lines of before the journal told when an obligation began are taken to have begun when they were written.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.cases.terms import ReportState
from meldpunt.journal.terms import EntryLine
from meldpunt.obligations.rules.telling import UNDONE
from meldpunt.obligations.terms.figures import Counted
from meldpunt.policy.terms import PromiseKind

type Key = tuple[UUID, str, str]

_STATES: Final = frozenset({ReportState.VALID, ReportState.ACCEPTED})


def recount(lines: Iterable[EntryLine]) -> tuple[Counted, ...]:
    """Return every obligation as the lines of one journal tell of it, oldest line first."""
    found: dict[Key, Counted] = {}
    declined: set[UUID] = set()
    for line in lines:
        if line.case is None:
            continue
        if _takes_back(line):
            declined.discard(line.case)
        elif line.deed == "case.declined":
            declined.add(line.case)
        elif line.deed.startswith("obligation.") and "cause" in line.facts:
            key = (line.case, str(line.facts["kind"]), str(line.facts["cause"]))
            found[key] = _told(line, line.case, found.get(key))
            if line.deed == UNDONE:
                del found[key]
    return tuple(replace(each, declined=key[0] in declined) for key, each in found.items())


def _takes_back(line: EntryLine) -> bool:
    """Tell whether a no was taken back."""
    return line.deed == "case.reopened" or (line.deed == "case.moved" and line.facts["after"] in _STATES)


def _told(line: EntryLine, case: UUID, before: Counted | None) -> Counted:
    """Return an obligation as a line tells of it, on top of what was told before."""
    facts, deed = line.facts, line.deed.removeprefix("obligation.")
    due, at = _moment(facts["due"]), _moment(facts["at"]) if "at" in facts else None
    since = _moment(facts["since"]) if "since" in facts else before.started_at if before else line.at
    if deed == "moved" and before is not None:
        return replace(before, started_at=since, due_at=due, broken_at=before.broken_at and due)
    return Counted(
        kind=PromiseKind(str(facts["kind"])),
        case=case,
        started_at=since,
        due_at=due,
        fulfilled_at=at if deed in {"kept", "done_late"} else None,
        broken_at=due if deed in {"broken", "done_late"} else None,
        lapsed_at=at if deed == "lapsed" else None,
    )


def _moment(told: object) -> datetime:
    return datetime.fromisoformat(str(told))
