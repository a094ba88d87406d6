"""What now? The next step of a case and why, for somebody who has never done this."""

from datetime import datetime, timedelta

from meldpunt.cases.terms import Advice, Avoid, CaseFacts, DeclineReason, HandTo, MessageKind, ReportState, Step

SOON = timedelta(days=7)

HAND_TO = {"weakness": HandTo.SYSTEM_OWNER, "leak": HandTo.PRIVACY_OFFICER, "abuse": HandTo.INCIDENT_TEAM}
ALWAYS = (Avoid.THREATEN, Avoid.IGNORE, Avoid.PAY)


def what_now(facts: CaseFacts, now: datetime) -> Advice:
    """Return the next step; the finder's waiting comes before everything but an unread report."""
    if facts.state is ReportState.CLOSED:
        return _advice(facts, Step.NOTHING, "closed")
    if facts.answered_at is None:
        return _first_answer(facts)
    if facts.waiting_since is not None:
        return _advice(facts, Step.ANSWER_THE_FINDER, "finder_waits", reply="update", avoid=Avoid.ARGUE)
    if facts.last_own_kind is MessageKind.ASK and not _over(facts, now):
        return _advice(facts, Step.WAIT_FOR_THE_FINDER, "you_asked")
    if facts.declined_as is not None:
        return _after_no(facts, now)
    return _by_state(facts, now)


def _first_answer(facts: CaseFacts) -> Advice:
    if not facts.assigned:
        return _advice(facts, Step.TAKE_IT, "nobody_has_it", reply="first_answer", avoid=Avoid.FORWARD)
    return _advice(facts, Step.READ_AND_ANSWER, "not_answered", reply="first_answer", avoid=Avoid.FORWARD)


def _after_no(facts: CaseFacts, now: datetime) -> Advice:
    if not _over(facts, now):
        return _advice(facts, Step.WAIT_FOR_THE_FINDER, "evidence_may_come", avoid=Avoid.ARGUE)
    return _advice(facts, Step.CLOSE, "no_evidence_came")


def _by_state(facts: CaseFacts, now: datetime) -> Advice:
    if facts.state is ReportState.RECEIVED:
        return _advice(facts, Step.ASSESS, "not_judged", reply="ask_more", hand_to=True)
    if facts.state is ReportState.INVALID:
        return _advice(
            facts, Step.SAY_WHY_NOT, "no_not_told", reply=DeclineReason.NOT_VALID, avoid=Avoid.CLOSE_IN_SILENCE
        )
    if facts.state is ReportState.VALID:
        return _advice(facts, Step.DECIDE, "valid_not_decided", reply="confirmed", hand_to=True)
    if facts.due_at is not None and facts.due_at - now < SOON:
        return _advice(facts, Step.SEND_AN_UPDATE, "long_silence", reply="update")
    if facts.state is ReportState.ACCEPTED:
        return _advice(facts, Step.SOLVE, "accepted", reply="solved", hand_to=True, avoid=Avoid.CLOSE_IN_SILENCE)
    return _advice(facts, Step.DECIDE, "postponed", reply="postponed", avoid=Avoid.CLOSE_IN_SILENCE)


def _over(facts: CaseFacts, now: datetime) -> bool:
    return facts.due_at is not None and now > facts.due_at


def _advice(
    facts: CaseFacts,
    step: Step,
    why: str,
    *,
    reply: str | None = None,
    hand_to: bool = False,
    avoid: Avoid | None = None,
) -> Advice:
    return Advice(
        step=step,
        why=why,
        reply=reply,
        hand_to=HAND_TO.get(facts.topic) if hand_to else None,
        by=facts.due_at,
        avoid=(*ALWAYS, avoid) if avoid else ALWAYS,
    )
