"""What now? The next step of a case and why, for somebody who has never done this."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from meldpunt.cases.terms import Advice, Avoid, CaseFacts, HandTo, MessageKind, Plan, ReplyId, ReportState, Step, Why
from meldpunt.policy.terms import PersonRole
from meldpunt.reports.terms import Topic

SOON = timedelta(days=7)
ALWAYS = (Avoid.THREATEN, Avoid.IGNORE, Avoid.PAY)

HAND_TO: Final[Mapping[Topic, HandTo]] = {
    Topic.WEAKNESS: HandTo.SYSTEM_OWNER,
    Topic.LEAK: HandTo.BREACH_CONTACT,
    Topic.ABUSE: HandTo.INCIDENT_TEAM,
}
HAND_FIRST = frozenset({HandTo.BREACH_CONTACT, HandTo.INCIDENT_TEAM})
"""Brought in before the step itself, until somebody has the case and the finder has an answer."""

ASKED: Final[Mapping[HandTo, tuple[PersonRole, ...]]] = {
    HandTo.SYSTEM_OWNER: (PersonRole.TECHNICAL_CONTACT, PersonRole.STAND_IN),
    HandTo.BREACH_CONTACT: (PersonRole.BREACH_CONTACT, PersonRole.STAND_IN),
    HandTo.INCIDENT_TEAM: (PersonRole.TECHNICAL_CONTACT, PersonRole.STAND_IN, PersonRole.BREACH_CONTACT),
}
"""Who of the people behind a policy is asked; all three are in every policy that is published."""

PLANS: Final[Mapping[Why, Plan]] = {
    Why.CLOSED: Plan(Step.NOTHING),
    Why.NOBODY_HAS_IT: Plan(Step.TAKE_IT, ReplyId.FIRST_ANSWER, avoid=Avoid.FORWARD),
    Why.NOT_ANSWERED: Plan(Step.READ_AND_ANSWER, ReplyId.FIRST_ANSWER, avoid=Avoid.FORWARD),
    Why.NO_NOT_TOLD: Plan(Step.SAY_WHY_NOT, avoid=Avoid.CLOSE_IN_SILENCE),
    Why.FINDER_WAITS: Plan(Step.ANSWER_THE_FINDER, ReplyId.UPDATE, avoid=Avoid.ARGUE),
    Why.WITHHELD: Plan(Step.DECIDE_AGAIN),
    Why.YOU_ASKED: Plan(Step.WAIT_FOR_THE_FINDER),
    Why.EVIDENCE_MAY_COME: Plan(Step.WAIT_FOR_THE_FINDER, avoid=Avoid.ARGUE),
    Why.NO_EVIDENCE_CAME: Plan(Step.CLOSE),
    Why.NOT_JUDGED: Plan(Step.ASSESS, ReplyId.ASK_MORE, to=ReportState.VALID),
    Why.VALID_NOT_DECIDED: Plan(Step.DECIDE, ReplyId.CONFIRMED, to=ReportState.ACCEPTED),
    Why.LONG_SILENCE: Plan(Step.SEND_AN_UPDATE, ReplyId.UPDATE),
    Why.ACCEPTED: Plan(Step.SOLVE, ReplyId.SOLVED, avoid=Avoid.CLOSE_IN_SILENCE),
    Why.POSTPONED: Plan(Step.DECIDE, ReplyId.POSTPONED, to=ReportState.ACCEPTED, avoid=Avoid.CLOSE_IN_SILENCE),
}


def what_now(facts: CaseFacts, now: datetime, *, topic: Topic) -> Advice:
    """Return the next step, and whom to bring in as long as the case is open."""
    why = why_now(facts, now)
    plan = PLANS[why]
    return Advice(
        step=plan.step,
        why=why,
        reply=plan.reply,
        to=plan.to,
        hand_to=None if why is Why.CLOSED else HAND_TO[topic],
        hand_first=why is not Why.CLOSED
        and HAND_TO[topic] in HAND_FIRST
        and not (facts.assigned and facts.answered_at),
        by=facts.due_at,
        avoid=(*ALWAYS, plan.avoid) if plan.avoid else ALWAYS,
    )


def why_now(facts: CaseFacts, now: datetime) -> Why:
    """Return how the case stands; the law, then the finder's waiting come before everything but an unread report."""
    if facts.state is ReportState.CLOSED:
        return Why.CLOSED
    if facts.answered_at is None:
        return _unanswered(facts)
    if facts.review_at is not None or facts.waiting_since is not None:
        return Why.WITHHELD if facts.review_at else Why.FINDER_WAITS
    if facts.last_own_kind is MessageKind.ASK and not _over(facts, now):
        return Why.YOU_ASKED
    if facts.declined_as is not None:
        return Why.NO_EVIDENCE_CAME if _over(facts, now) else Why.EVIDENCE_MAY_COME
    return _by_state(facts, now)


def _unanswered(facts: CaseFacts) -> Why:
    if facts.state is ReportState.INVALID:
        return Why.NO_NOT_TOLD
    return Why.NOT_ANSWERED if facts.assigned else Why.NOBODY_HAS_IT


def _by_state(facts: CaseFacts, now: datetime) -> Why:
    undecided = {
        ReportState.RECEIVED: Why.NOT_JUDGED,
        ReportState.INVALID: Why.NO_NOT_TOLD,
        ReportState.VALID: Why.VALID_NOT_DECIDED,
    }
    if facts.state in undecided:
        return undecided[facts.state]
    if facts.due_at is not None and facts.due_at - now < SOON:
        return Why.LONG_SILENCE
    return Why.ACCEPTED if facts.state is ReportState.ACCEPTED else Why.POSTPONED


def _over(facts: CaseFacts, now: datetime) -> bool:
    return facts.due_at is not None and now > facts.due_at
