"""What the rules need to know of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from meldpunt.cases.models import Case, Thread
from meldpunt.cases.queries.withholding import review_of, review_told, withheld_in
from meldpunt.cases.rules.upkeep import agreed_due, next_due, promised_next
from meldpunt.cases.terms import CaseFacts, ClosingReason, DeclineReason, MessageKind, Notices, ReportState
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.queries import policy_version
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PolicyTerms, Region


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
    return next_due(facts_now(case), *_bound_to(case, _first_versions([case])[case.pk]))


def dues_with(promised: Mapping[UUID, datetime | None]) -> list[tuple[Case, datetime | None]]:
    """Return these cases, and when each is due of which the soonest promise is owed by then; None for a closed one."""
    cases = list(Case.objects.filter(uuid__in=promised).order_by("id"))
    numbers = _first_versions([case for case in cases if case.report_state != ReportState.CLOSED])
    withheld = withheld_in(promised)
    found: list[tuple[Case, datetime | None]] = []
    for case in cases:
        facts = facts_now(case) if case.uuid in withheld else facts_of(case)
        bound = _bound_to(case, numbers[case.pk]) if case.pk in numbers else None
        found.append((case, agreed_due(facts, promised[case.uuid], *bound) if bound else None))
    return found


def _first_versions(cases: Sequence[Case]) -> dict[int, int]:
    """Return the number of the policy version that the first report of each case came in under."""
    newest_first = Thread.objects.filter(case__in=cases).order_by("-report__received_at")
    return dict(newest_first.values_list("case_id", "report__policy_version__number"))


def _bound_to(case: Case, number: int) -> tuple[PolicyTerms, Region]:
    terms = policy_version(case.organisation_id, number).terms
    return terms, region_of(terms, organisation_facts(case.organisation_id))


def promised_to(thread: Thread) -> datetime | None:
    """Return by when this finder hears from us next, by the policy version their report came in under; None where that promises nothing.

    What is withheld changes it only where the finder may know of that.
    """
    organisation = thread.case.organisation_id
    terms = policy_version(organisation, thread.report.policy_version.number).terms
    facts = replace(facts_of(thread.case), review_at=review_told(thread.case))
    return promised_next(facts, terms, region_of(terms, organisation_facts(organisation)))
