"""Moving a report through its states (Vultron RM), closing and re-opening.

All raise CaseNotFound, CaseMovedOn and TransitionRefused (which says why, and what is possible).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from meldpunt.cases.terms import ClosingReason, DeclineReason, ReportState
    from meldpunt.people.terms import Visitor


def change_state(*, number: str, to: ReportState, seen_version: int, by: Visitor, now: datetime) -> None:
    """Move the report to another state than Closed, one step."""
    raise NotImplementedError


def close(*, number: str, reason: ClosingReason, seen_version: int, by: Visitor, now: datetime) -> None:
    """Close from Accepted, Invalid or Deferred; erases the notice address after its last notice."""
    raise NotImplementedError


def decline(*, number: str, reason: DeclineReason, text: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Say no and why: walk the states to where a no rests, and send `text` to the finder.

    Not valid and not ours rest at Invalid (or Deferred, once it had been valid) for EVIDENCE_DAYS, so that the finder
    can add evidence; already known goes by way of Valid and Deferred and is closed at once. An empty `text` sends the
    saved reply for the reason, in the finder's language.
    """
    raise NotImplementedError


def reopen(*, number: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Take a closed case up again, in the state it had before it was closed."""
    raise NotImplementedError
