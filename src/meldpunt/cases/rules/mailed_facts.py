"""What plain mail may say of a case: where it stands and by when, in codes and dates. Never a word of what was written.

Invariant: a no is no such fact. It is told with its reason, which only the finder's page or an encrypted mail holds.
"""

from collections.abc import Mapping
from typing import Final

from meldpunt.cases.terms import ClosingReason, MessageKind, ReportState, Says
from meldpunt.outbox.terms import Letter

NOTHING_NEW: Final[Mapping[Letter, Mapping[str, str]]] = {
    Letter.NEWS: {"status": "", "asked": "", "fix_by": "", "answers": ""},
    Letter.ANSWER: {"asked": ""},
    Letter.CLOSED: {"reason": ""},
}
"""The facts of letters that have some, where there is nothing to say."""

_STATUS: Final = {
    ReportState.VALID: "confirmed",
    ReportState.ACCEPTED: "accepted",
    ReportState.DEFERRED: "postponed",
}


def facts_of_state(state: ReportState) -> dict[str, str]:
    """Return what the letter about a new state says."""
    return {"status": _STATUS[state]} if state in _STATUS else {}


def facts_of_word(kind: MessageKind, says: Says, *, is_withheld: bool) -> dict[str, str]:
    """Return what the letter about a message of ours says beside that there is one; nothing of progress where the law forbids to tell."""
    asked = {"asked": "1"} if kind is MessageKind.ASK else {}
    dated = {"fix_by": says.fix_by.isoformat()} if says.fix_by and not is_withheld else {}
    return asked | dated


def facts_of_closing(reason: ClosingReason) -> dict[str, str]:
    """Return what the letter about a closing says: that it is solved, or nothing but the closing."""
    return {"reason": "solved"} if reason is ClosingReason.SOLVED else {}
