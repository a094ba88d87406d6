"""What now? The next step of a case."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from meldpunt.cases.queries import advice_text, saved_replies, saved_reply
from meldpunt.cases.rules.advice import what_now
from meldpunt.cases.rules.advice_texts import AVOIDS, HANDS, STEPS, WHYS
from meldpunt.cases.rules.replies import REPLIES
from meldpunt.cases.terms import (
    Avoid,
    CaseFacts,
    ClosingReason,
    DeclineReason,
    HandTo,
    MessageKind,
    ReportState,
    Step,
)
from tests.factories.people import NOW

LATER, SOON, PAST = NOW + timedelta(days=20), NOW + timedelta(days=3), NOW - timedelta(seconds=1)
NEW = CaseFacts(
    state=ReportState.RECEIVED,
    opened_at=NOW,
    due_at=SOON,
    answered_at=None,
    waiting_since=NOW,
    last_own_word_at=None,
    last_own_kind=None,
    declined_as=None,
    closing_reason=None,
    assigned=False,
)
TALKED = replace(
    NEW,
    answered_at=NOW,
    waiting_since=None,
    last_own_word_at=NOW,
    last_own_kind=MessageKind.ANSWER,
    assigned=True,
    due_at=LATER,
)
NO = replace(TALKED, state=ReportState.INVALID, declined_as=DeclineReason.NOT_VALID, last_own_kind=MessageKind.DECLINE)

TABLE = {
    "new": (NEW, Step.TAKE_IT, "first_answer"),
    "taken": (replace(NEW, assigned=True), Step.READ_AND_ANSWER, "first_answer"),
    "judged before it was answered": (
        replace(NEW, assigned=True, state=ReportState.VALID),
        Step.READ_AND_ANSWER,
        "first_answer",
    ),
    "answered": (TALKED, Step.ASSESS, "ask_more"),
    "finder waits": (replace(TALKED, waiting_since=NOW), Step.ANSWER_THE_FINDER, "update"),
    "we asked": (replace(TALKED, last_own_kind=MessageKind.ASK), Step.WAIT_FOR_THE_FINDER, None),
    "we asked and heard nothing": (
        replace(TALKED, last_own_kind=MessageKind.ASK, due_at=PAST),
        Step.ASSESS,
        "ask_more",
    ),
    "not valid, not told": (replace(TALKED, state=ReportState.INVALID), Step.SAY_WHY_NOT, "not_valid"),
    "no, evidence may come": (NO, Step.WAIT_FOR_THE_FINDER, None),
    "no, nothing came": (replace(NO, due_at=PAST), Step.CLOSE, None),
    "no, and the finder disagrees": (replace(NO, waiting_since=NOW), Step.ANSWER_THE_FINDER, "update"),
    "valid": (replace(TALKED, state=ReportState.VALID), Step.DECIDE, "confirmed"),
    "accepted": (replace(TALKED, state=ReportState.ACCEPTED), Step.SOLVE, "solved"),
    "accepted, long silence": (
        replace(TALKED, state=ReportState.ACCEPTED, due_at=SOON),
        Step.SEND_AN_UPDATE,
        "update",
    ),
    "postponed": (replace(TALKED, state=ReportState.DEFERRED), Step.DECIDE, "postponed"),
    "closed": (
        replace(TALKED, state=ReportState.CLOSED, due_at=None, closing_reason=ClosingReason.SOLVED),
        Step.NOTHING,
        None,
    ),
}


@pytest.mark.parametrize(("facts", "step", "reply"), TABLE.values(), ids=TABLE.keys())
def test_step(facts: CaseFacts, step: Step, reply: str | None) -> None:
    """The step, its ready answer, and its date: that of the case."""
    advice = what_now(facts, NOW)
    assert (advice.step, advice.reply, advice.by) == (step, reply, facts.due_at)


@pytest.mark.parametrize(
    ("topic", "whom"),
    [("weakness", HandTo.SYSTEM_OWNER), ("leak", HandTo.PRIVACY_OFFICER), ("abuse", HandTo.INCIDENT_TEAM)],
)
def test_whom_to_hand_it_to(topic: str, whom: HandTo) -> None:
    """Leaked data and break-ins go to others than weaknesses."""
    assert what_now(replace(TALKED, topic=topic), NOW).hand_to == whom


def test_every_advice_has_words() -> None:
    """Whatever the facts: all states, all last words, all clocks."""
    silent = []
    for state, kind, waiting, declined, due in product(
        ReportState, [None, *MessageKind], [None, NOW], [None, *DeclineReason], [PAST, SOON, LATER]
    ):
        facts = replace(
            NEW,
            state=state,
            last_own_kind=kind,
            answered_at=NOW if kind else None,
            waiting_since=waiting,
            declined_as=declined,
            due_at=due,
        )
        advice = what_now(facts, NOW)
        known = advice.reply is None or advice.reply in {reply.id for reply in REPLIES}
        if not (advice.why in WHYS and known and set(Avoid) >= set(advice.avoid) > set()):
            silent.append(facts)
    assert silent == []


def test_never_threaten_ignore_or_pay() -> None:
    """Whatever the case."""
    assert [
        set(what_now(facts, NOW).avoid) >= {Avoid.THREATEN, Avoid.IGNORE, Avoid.PAY} for facts, _, _ in TABLE.values()
    ] == [True] * len(TABLE)


def test_words_for_every_id() -> None:
    """Nothing is left without text."""
    assert (set(STEPS), set(AVOIDS), set(HANDS)) == (set(Step), set(Avoid), set(HandTo))


def test_in_words() -> None:
    """What a page shows."""
    text = advice_text(what_now(replace(TALKED, topic="leak"), NOW))
    assert (text.step, text.hand_to.startswith("The privacy officer"), text.by) == (
        "Find out whether it is true",
        True,
        LATER,
    )


@pytest.mark.parametrize("language", ["en", "nl"])
def test_saved_replies_fill_every_placeholder(language: str) -> None:
    """Nothing in braces is left, names with braces stay as they are."""
    replies = saved_replies(language=language, number="2026-00042", handler="Anna {x}", organisation="K")
    assert [reply.id for reply in replies if "{" in reply.text.replace("Anna {x}", "")] == []


def test_saved_replies_speak_the_finders_language() -> None:
    """Whatever the handler's."""
    texts = [
        saved_reply("first_answer", language=language, number="1", handler="A", organisation="K").text[:6]
        for language in ("en", "nl")
    ]
    assert texts == ["Hello,", "Goeden"]


def test_every_reason_to_decline_has_a_reply() -> None:
    """A no says why."""
    assert {reason.value for reason in DeclineReason} <= {reply.id for reply in REPLIES}
