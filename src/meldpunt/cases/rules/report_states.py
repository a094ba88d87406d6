"""The states of a report (Vultron, report management), and why one cannot be reached from another.

Invariants: a case is never closed straight from Received or Valid, so that no report ends without a person's judgement; nor before
the finder was answered, nor with a no that was not told; Closed is left only by re-opening, which leads back to the state before it.
"""

from collections.abc import Mapping
from typing import Final

from meldpunt.cases.terms import (
    CaseFacts,
    ClosingReason,
    DeclineReason,
    MessageKind,
    NoNotTold,
    ReportState,
    TransitionRefused,
)
from meldpunt.reports.terms import gettext_noop

R, I, V = ReportState.RECEIVED, ReportState.INVALID, ReportState.VALID  # noqa: E741 - Vultron's own letters
D, A, C = ReportState.DEFERRED, ReportState.ACCEPTED, ReportState.CLOSED

STEPS: Final[Mapping[ReportState, tuple[ReportState, ...]]] = {R: (V, I), I: (V,), V: (A, D), D: (A,), A: (D,), C: ()}

CLOSING: Final[Mapping[ReportState, tuple[ClosingReason, ...]]] = {
    I: (ClosingReason.NOT_VALID, ClosingReason.NOT_OURS, ClosingReason.SALES_PITCH, ClosingReason.NO_ANSWER),
    D: (
        ClosingReason.ALREADY_KNOWN,
        ClosingReason.ACCEPTED_RISK,
        ClosingReason.NOT_VALID,
        ClosingReason.NOT_OURS,
        ClosingReason.NO_ANSWER,
    ),
    A: (ClosingReason.SOLVED, ClosingReason.ACCEPTED_RISK),
}

NO_WAYS: Final[Mapping[ReportState, tuple[ReportState, ...]]] = {R: (I,), I: (), V: (D,), D: (), A: (D,)}
KNOWN_WAYS: Final[Mapping[ReportState, tuple[ReportState, ...]]] = {
    R: (V, D, C),
    I: (V, D, C),
    V: (D, C),
    D: (C,),
    A: (D, C),
}


ALREADY: Final = gettext_noop("The report is in that state already.")
IS_CLOSED: Final = gettext_noop("The case is closed. Re-open it first.")
NOT_CLOSED: Final = gettext_noop("The case is not closed.")
ONCE: Final = gettext_noop("A report is received only once.")
JUDGE_FIRST: Final = gettext_noop("Judge first whether the report is valid. After that you can accept or postpone it.")
MARK_VALID_FIRST: Final = gettext_noop("The report stands as not valid. Confirm it first if you think otherwise now.")
WAS_VALID: Final = gettext_noop("The report was found valid. To say no after all, decline it and tell the finder why.")
IS_ACCEPTED: Final = gettext_noop("The report was judged already. You can accept it, postpone it or decline it.")
CLOSE_WITH_REASON: Final = gettext_noop("Close the case with a reason, so that everybody knows why.")
NOT_DECIDED: Final = gettext_noop(
    "A case is closed only after a decision: accept, postpone or decline the report first."
)
REASON_DOES_NOT_FIT: Final = gettext_noop(
    "That reason does not fit the state of the report. Choose another reason, or change the state first."
)

ANSWER_FIRST: Final = gettext_noop(
    "The finder was never answered. Answer first, or use Say no: that sends your reason."
)
SAY_NO_FIRST: Final = gettext_noop("The finder was not told this no. Use Say no instead: it sends the reason.")
NOTHING_ASKED: Final = gettext_noop(
    "No question of yours is waiting for an answer. Choose another reason, or ask first."
)

NOES: Final = {ClosingReason(reason.value): reason for reason in DeclineReason}


def check_step(before: ReportState, after: ReportState) -> None:
    """Refuse a step that the states do not allow; raises TransitionRefused with the reason and what is possible."""
    if after not in STEPS[before]:
        raise TransitionRefused(_why_not(before, after), STEPS[before])


def check_closing(facts: CaseFacts, reason: ClosingReason) -> None:
    """Refuse closing without a decision, with a reason that does not fit, or in silence.

    Raises TransitionRefused, and NoNotTold where the finder has not read this reason.
    """
    state = facts.state
    if state is C:
        raise TransitionRefused(IS_CLOSED, ())
    if state not in CLOSING:
        raise TransitionRefused(NOT_DECIDED, STEPS[state])
    if reason not in CLOSING[state]:
        raise TransitionRefused(REASON_DOES_NOT_FIT, STEPS[state])
    if reason in NOES and facts.declined_as is not NOES[reason]:
        raise NoNotTold(SAY_NO_FIRST, STEPS[state])
    if facts.answered_at is None:
        raise NoNotTold(ANSWER_FIRST, STEPS[state])
    if reason is ClosingReason.NO_ANSWER and not _asked(facts):
        raise TransitionRefused(NOTHING_ASKED, STEPS[state])


def closing_reasons(facts: CaseFacts) -> tuple[ClosingReason, ...]:
    """Return the reasons with which the case can be closed as it is."""
    return tuple(reason for reason in CLOSING.get(facts.state, ()) if _closes(facts, reason))


def check_open(state: ReportState) -> None:
    """Refuse to write in what is closed; raises TransitionRefused."""
    if state is C:
        raise TransitionRefused(IS_CLOSED, ())


def check_reopening(state: ReportState) -> None:
    """Refuse to re-open what is open; raises TransitionRefused."""
    if state is not C:
        raise TransitionRefused(NOT_CLOSED, STEPS[state])


def way_of_no(state: ReportState, reason: DeclineReason) -> tuple[ReportState, ...]:
    """Return the states a report passes through when it is declined; raises TransitionRefused for a closed case.

    Already known ends in Closed. Not valid and not ours end in Invalid, or in Deferred once the report had been valid, and
    stay there, so that the finder can add evidence.
    """
    if state is C:
        raise TransitionRefused(IS_CLOSED, ())
    return (KNOWN_WAYS if reason is DeclineReason.ALREADY_KNOWN else NO_WAYS)[state]


def _closes(facts: CaseFacts, reason: ClosingReason) -> bool:
    try:
        check_closing(facts, reason)
    except TransitionRefused:
        return False
    return True


def _asked(facts: CaseFacts) -> bool:
    """Say whether our last word was a question that the finder left open."""
    return facts.last_own_kind is MessageKind.ASK and facts.waiting_since is None


def _why_not(before: ReportState, after: ReportState) -> str:
    """Return the sentence for a step that is not possible."""
    general = {before: ALREADY, R: ONCE, C: CLOSE_WITH_REASON}
    if before is not C and after in general:
        return general[after]
    return {C: IS_CLOSED, R: JUDGE_FIRST, I: MARK_VALID_FIRST, V: WAS_VALID}.get(before, IS_ACCEPTED)
