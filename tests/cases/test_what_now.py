"""What now? The next step of a case."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from meldpunt.cases.queries import advice_text, saved_replies, saved_reply
from meldpunt.cases.rules.advice import HAND_FIRST, what_now
from meldpunt.cases.rules.advice_texts import AVOIDS, HANDS, HANDS_FIRST, STEPS, WHYS
from meldpunt.cases.rules.replies import LATE, REPLIES
from meldpunt.cases.terms import (
    Avoid,
    CaseFacts,
    ClosingReason,
    DeclineReason,
    HandTo,
    MessageKind,
    ReplyId,
    ReportState,
    Step,
    Why,
)
from meldpunt.reports.terms import Topic
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
    "not valid, not told": (replace(TALKED, state=ReportState.INVALID), Step.SAY_WHY_NOT, None),
    "not valid, never answered": (replace(NEW, state=ReportState.INVALID), Step.SAY_WHY_NOT, None),
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
    advice = what_now(facts, NOW, topic=Topic.WEAKNESS)
    assert (advice.step, advice.reply, advice.by) == (step, reply, facts.due_at)


@pytest.mark.parametrize(
    ("topic", "whom"),
    [
        (Topic.WEAKNESS, HandTo.SYSTEM_OWNER),
        (Topic.LEAK, HandTo.BREACH_CONTACT),
        (Topic.ABUSE, HandTo.INCIDENT_TEAM),
    ],
)
def test_whom_to_hand_it_to(topic: Topic, whom: HandTo) -> None:
    """In every open state, before the first answer too; leaked data and break-ins go to others than weaknesses."""
    told = {name: what_now(facts, NOW, topic=topic).hand_to for name, (facts, _, _) in TABLE.items()}
    assert told == dict.fromkeys(TABLE, whom) | {"closed": None}


@pytest.mark.parametrize(("topic", "first"), [(Topic.WEAKNESS, False), (Topic.LEAK, True), (Topic.ABUSE, True)])
def test_a_leak_and_a_break_in_are_handed_over_first(topic: Topic, *, first: bool) -> None:
    """Before the report is even taken, and until it is both taken and answered."""
    closed = replace(NEW, state=ReportState.CLOSED, closing_reason=ClosingReason.ALREADY_KNOWN)
    seen = (NEW, replace(NEW, assigned=True), replace(TALKED, assigned=False), TALKED, closed)
    told = [advice_text(what_now(facts, NOW, topic=topic)) for facts in seen]
    assert [each.hand_first for each in told] == [first, first, first, False, False]
    assert [each.hand_to[:1].islower() for each in told] == [first, first, first, False, False]


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
        advice = what_now(facts, NOW, topic=Topic.WEAKNESS)
        known = advice.reply is None or advice.reply in {reply.id for reply in REPLIES}
        if not (advice.why in WHYS and known and set(Avoid) >= set(advice.avoid) > set()):
            silent.append(facts)
    assert silent == []


def test_never_threaten_ignore_or_pay() -> None:
    """Whatever the case."""
    assert [
        set(what_now(facts, NOW, topic=Topic.WEAKNESS).avoid) >= {Avoid.THREATEN, Avoid.IGNORE, Avoid.PAY}
        for facts, _, _ in TABLE.values()
    ] == [True] * len(TABLE)


def test_words_for_every_id() -> None:
    """Nothing is left without text."""
    assert (set(STEPS), set(AVOIDS), set(HANDS), set(WHYS)) == (set(Step), set(Avoid), set(HandTo), set(Why))
    assert set(HANDS_FIRST) == HAND_FIRST


def test_in_words() -> None:
    """What a page shows."""
    text = advice_text(what_now(TALKED, NOW, topic=Topic.LEAK))
    assert (text.step, text.hand_to.startswith("The contact for data leaks:"), text.by) == (
        "Find out whether it is true",
        True,
        LATER,
    )


@pytest.mark.parametrize("language", ["en", "nl"])
def test_saved_replies_fill_every_placeholder(language: str) -> None:
    """Nothing in braces is left, names with braces stay as they are."""
    replies = saved_replies(language=language, number="2026-00042", handler="Anna {x}", organisation="K")
    assert [reply.id for reply in replies if "{" in reply.text.replace("Anna {x}", "")] == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("weakness", "leak", "abuse ")), ("nl", ("zwak", "lek ", "inbraak"))]
)
def test_a_no_fits_every_topic(language: str, words: tuple[str, ...]) -> None:
    """A weakness, leaked data and abuse get the same ones."""
    replies = saved_replies(language=language, number="1", handler="A", organisation="K")
    said = " ".join(f"{one.title} {one.text}" for one in replies if one.kind is MessageKind.DECLINE).lower()
    assert [word for word in words if word in said] == []


def test_saved_replies_speak_the_finders_language() -> None:
    """Whatever the handler's."""
    texts = [
        saved_reply(ReplyId.FIRST_ANSWER, language=language, number="1", handler="A", organisation="K").text[:6]
        for language in ("en", "nl")
    ]
    assert texts == ["Hello,", "Goeden"]


def test_every_reason_to_decline_has_a_reply() -> None:
    """A no says why; and no other reply is a no."""
    assert {reply.id.value for reply in REPLIES if reply.kind is MessageKind.DECLINE} == {
        reason.value for reason in DeclineReason
    }


def test_every_reply_is_there_once() -> None:
    """In the order of their ids."""
    assert [reply.id for reply in (LATE, *REPLIES)] == list(ReplyId)
