"""When a case is due: the next moment at which the finder must have heard from us.

Invariants: an open case is always due at some moment; a report that was not answered is due for its first answer whatever else
happens; once answered, we are never silent for longer than the policy promises, unless the law forbids to speak: then it is due to be
looked at again.
"""

from datetime import datetime

from meldpunt.cases.terms import EVIDENCE_DAYS, CaseFacts, ReportState
from meldpunt.policy.rules.reckoning import due
from meldpunt.policy.terms import PolicyTerms, Promise, PromiseKind, Region, Unit

DEFAULTS = {
    PromiseKind.FIRST_ANSWER: Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS),
    PromiseKind.SILENCE: Promise(PromiseKind.SILENCE, 30, Unit.DAYS),
}
EVIDENCE = Promise(PromiseKind.SILENCE, EVIDENCE_DAYS, Unit.DAYS)


def next_due(facts: CaseFacts, terms: PolicyTerms, region: Region) -> datetime:
    """Return when we must be heard next (UTC); where the policy promises nothing, the desk still keeps the usual terms."""
    first = terms.promise(PromiseKind.FIRST_ANSWER) or DEFAULTS[PromiseKind.FIRST_ANSWER]
    silence = terms.promise(PromiseKind.SILENCE) or DEFAULTS[PromiseKind.SILENCE]
    if facts.answered_at is None or facts.last_own_word_at is None:
        return due(first, facts.opened_at, region)
    if facts.review_at is not None:
        return facts.review_at
    longest = due(silence, facts.last_own_word_at, region)
    return min(longest, _asked_of_ourselves(facts, terms, region) or longest)


def agreed_due(facts: CaseFacts, promised: datetime | None, terms: PolicyTerms, region: Region) -> datetime:
    """Return when a case is due that owes a promise by `promised`, which knows of questions that wait and of what was told.

    That date holds, unless the desk asks something of itself before it; None where no promise is owed.
    """
    if promised is None:
        return next_due(facts, terms, region)
    return min(promised, _asked_of_ourselves(facts, terms, region) or promised)


def _asked_of_ourselves(facts: CaseFacts, terms: PolicyTerms, region: Region) -> datetime | None:
    """Return by when the desk answers each new word of a finder, looks for evidence after a no, or again at what is withheld: promised to nobody."""
    if facts.answered_at is None or facts.last_own_word_at is None:
        return None
    if facts.review_at is not None:
        return facts.review_at
    if facts.waiting_since is not None:
        first = terms.promise(PromiseKind.FIRST_ANSWER) or DEFAULTS[PromiseKind.FIRST_ANSWER]
        return due(first, facts.waiting_since, region)
    return due(EVIDENCE, facts.last_own_word_at, region) if facts.declined_as else None


def first_answer_due(received_at: datetime, terms: PolicyTerms, region: Region) -> datetime | None:
    """Return when the first answer is promised to the finder, or None where the policy promises none."""
    promise = terms.promise(PromiseKind.FIRST_ANSWER)
    return None if promise is None else due(promise, received_at, region)


def promised_next(facts: CaseFacts, terms: PolicyTerms, region: Region) -> datetime | None:
    """Return by when the finder was promised to hear from us next; None where nothing is promised, after a no, once it is closed, or while the law forbids it.

    What the desk asks of itself besides (to answer each new word of a finder, to look for evidence) is promised to nobody.
    """
    if facts.state is ReportState.CLOSED or facts.declined_as:
        return None
    if facts.review_at is not None and facts.last_own_word_at is not None:
        return None
    if facts.last_own_word_at is None:
        return first_answer_due(facts.opened_at, terms, region)
    silence = terms.promise(PromiseKind.SILENCE)
    return None if silence is None else due(silence, facts.last_own_word_at, region)
