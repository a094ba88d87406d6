"""What the rules need to know of a case."""

from dataclasses import replace
from datetime import datetime

from meldpunt.cases.models import Case, Thread
from meldpunt.cases.queries.withholding import review_of
from meldpunt.cases.rules.upkeep import next_due, promised_next
from meldpunt.cases.terms import CaseFacts, ClosingReason, DeclineReason, MessageKind, Notices, ReportState
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.queries import policy_version
from meldpunt.policy.rules.calendar import region_of


def facts_of(case: Case) -> CaseFacts:
    """Return the facts of a case as its columns say them."""
    return CaseFacts(
        state=ReportState(case.report_state),
        opened_at=case.opened_at,
        due_at=case.due_at,
        answered_at=case.answered_at,
        waiting_since=case.waiting_since,
        last_own_word_at=case.last_own_word_at,
        last_own_kind=MessageKind(case.last_own_kind) if case.last_own_kind else None,
        declined_as=DeclineReason(case.declined_as) if case.declined_as else None,
        closing_reason=ClosingReason(case.closing_reason) if case.closing_reason else None,
        assigned=case.assigned_to_id is not None,
    )


def facts_now(case: Case) -> CaseFacts:
    """Return the same, with whether the law forbids to tell more."""
    return replace(facts_of(case), review_at=review_of(case))


def notices_of(thread: Thread) -> Notices:
    """Return whether a finder is mailed that there is news, as far as the clear columns tell.

    Where the organisation lets no address be kept, that stands in the sealed contact alone.
    """
    if thread.notices_ended:
        return Notices.ENDED
    keeps = organisation_facts(thread.case.organisation_id).finder_mail_enabled
    return Notices.SENT if keeps and thread.notice_address is not None else Notices.NONE


def due_of(case: Case) -> datetime | None:
    """Return when an open case is due under the policy version its first report came in under; None for a closed one."""
    if case.report_state == ReportState.CLOSED:
        return None
    numbers = case.threads.order_by("report__received_at").values_list("report__policy_version__number", flat=True)
    terms = policy_version(case.organisation_id, numbers[0]).terms
    return next_due(facts_now(case), terms, region_of(terms, organisation_facts(case.organisation_id)))


def promised_to(thread: Thread) -> datetime | None:
    """Return by when this finder hears from us next, by the policy version their report came in under; None where that promises nothing."""
    organisation = thread.case.organisation_id
    terms = policy_version(organisation, thread.report.policy_version.number).terms
    return promised_next(facts_now(thread.case), terms, region_of(terms, organisation_facts(organisation)))
