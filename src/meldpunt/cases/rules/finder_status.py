"""Where a report stands, as the finder may know it: a no is shown only once it was told with its reason.

Invariant: CLOSED_DECLINED stands only for reasons with which a case is never closed before they were told.
"""

from meldpunt.cases.terms import CaseFacts, ClosingReason, DeclineReason, FinderStatus, MessageKind, ReportState

OF_STATE = {
    ReportState.RECEIVED: FinderStatus.BEING_READ,
    ReportState.INVALID: FinderStatus.BEING_READ,
    ReportState.VALID: FinderStatus.CONFIRMED,
    ReportState.ACCEPTED: FinderStatus.BEING_SOLVED,
    ReportState.DEFERRED: FinderStatus.POSTPONED,
}
OF_REASON = {
    ClosingReason.SOLVED: FinderStatus.CLOSED_SOLVED,
    ClosingReason.NOT_VALID: FinderStatus.CLOSED_DECLINED,
    ClosingReason.NOT_OURS: FinderStatus.CLOSED_DECLINED,
    ClosingReason.ALREADY_KNOWN: FinderStatus.CLOSED_DECLINED,
}


def finder_status(facts: CaseFacts) -> FinderStatus:
    """Return the one status the finder sees."""
    if facts.closing_reason is not None:
        return OF_REASON.get(facts.closing_reason, FinderStatus.CLOSED_OTHER)
    if facts.last_own_kind is MessageKind.ASK and facts.waiting_since is None:
        return FinderStatus.QUESTION_FOR_YOU
    if facts.declined_as is not None:
        # What was known already is true: only a no says that there is nothing.
        known = facts.declined_as is DeclineReason.ALREADY_KNOWN
        return FinderStatus.CONFIRMED if known else FinderStatus.DECLINED
    untouched = facts.state is ReportState.RECEIVED and not facts.assigned and facts.answered_at is None
    return FinderStatus.RECEIVED if untouched else OF_STATE[facts.state]
