"""Histories that the recount of the simulated year once told otherwise than the program: both by themselves, without a year."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from meldpunt.cases.terms import ClosingReason, MessageKind, PromisedFacts, ReportState, Says, Withheld
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.rules.settling import settle
from meldpunt.policy.terms import AnswerPart, PromiseKind, Region, Unit
from tests.obligations.promising import RECEIVED, Making, at, move, promise, terms, word
from tests.obligations.year.houses import HOUSES
from tests.obligations.year.lives import Happened, Story
from tests.obligations.year.recount import stands

MILL: Final = next(house for house in HOUSES if house.name == "Mill")
FERRY: Final = next(house for house in HOUSES if house.name == "Ferry")
REGION: Final = Region(FERRY.country, FERRY.zone)
COME: Final = datetime(2027, 6, 3, 8, 42, tzinfo=UTC)
FIRST_ASKED, FIRST_TOLD = datetime(2027, 6, 4, 8, 45, tzinfo=UTC), datetime(2027, 6, 4, 9, tzinfo=UTC)
ASKED_AGAIN, AGAIN_TOLD = datetime(2027, 7, 12, 13, 53, tzinfo=UTC), datetime(2027, 7, 12, 15, tzinfo=UTC)
CLOSED = datetime(2027, 7, 14, 13, 53, tzinfo=UTC)
WRITTEN = datetime(2027, 7, 14, 21, 18, tzinfo=UTC)
ANSWERED = datetime(2027, 7, 15, 13, 42, tzinfo=UTC)
DUE = datetime(2027, 7, 16, 13, 35, tzinfo=UTC)
"""72 hours of running clock: one day and 18 minutes before the first question, the rest after the case was closed."""


def test_two_questions_that_wait_at_once_stop_the_clock_once() -> None:
    """docs/reckoning.md: the minutes in which it stood still do not count; no minute is left out twice."""
    assert (recounted(), settled()) == (DUE, DUE)


def test_a_day_counts_for_nothing_that_a_question_and_a_withholding_fill_together() -> None:
    """Asked on 6 May, written on the 9th at noon; withheld from two hours before until the 12th: five whole days, the 9th among them."""
    due = datetime(2026, 5, 25, 21, 59, 59, tzinfo=UTC)
    story = Story(MILL, 1, UUID(int=1), RECEIVED, mailed=False, bounces=False)
    story.happened = [
        Happened(at(48), "ask"),
        Happened(at(118), "withhold", ("said",)),
        Happened(at(120), "finder"),
        Happened(at(190), "speak"),
    ]
    (silence,) = (each for each in stands(story, (), at(200)) if each.kind == "silence")
    making = Making(own=[word(1, 48, kind=MessageKind.ASK)], finder=[120])
    facts = PromisedFacts(**{**vars(making.facts), "withheld": (Withheld(at(118), at(190), said=True),)})
    (owing,) = owed(terms(promise(PromiseKind.SILENCE, 2, Unit.WEEKS, pauses=True)), facts, now=at(200))
    settled = settle(owing, None, Region(MILL.country, MILL.zone), now=at(200))
    assert (silence.due, settled.due_at) == (due, due)


def recounted() -> datetime | None:
    """Return the date of the first answer as the year's recount has it."""
    story = Story(FERRY, 3, UUID(int=1), COME, mailed=True, bounces=False)
    story.happened = [
        Happened(FIRST_ASKED, "ask"),
        Happened(ASKED_AGAIN, "ask"),
        Happened(CLOSED, "close", ("no_answer",)),
        Happened(WRITTEN, "finder"),
        Happened(ANSWERED, "answer", ("assessment", "fix_date")),
    ]
    mail = (FIRST_TOLD, AGAIN_TOLD, datetime(2027, 7, 15, 15, tzinfo=UTC))
    found = stands(story, mail, datetime(2027, 8, 1, tzinfo=UTC))
    return next(each.due for each in found if each.kind == "first_answer")


def settled() -> datetime:
    """Return it as the program has it."""
    pledge = FERRY.pledges[0]
    promised = promise(PromiseKind(pledge.kind), pledge.amount, says=(AnswerPart.ASSESSMENT,), pauses=pledge.pauses)
    making = Making(
        own=[
            word(1, after(FIRST_ASKED), told=after(FIRST_TOLD), kind=MessageKind.ASK),
            word(2, after(ASKED_AGAIN), told=after(AGAIN_TOLD), kind=MessageKind.ASK),
            word(3, after(ANSWERED), says=Says(assessment=True)),
        ],
        finder=[after(WRITTEN)],
        moves=[move(1, after(CLOSED), ReportState.CLOSED, ClosingReason.NO_ANSWER)],
    )
    (owing,) = owed(terms(promised), making.facts, now=ANSWERED)
    return settle(owing, None, REGION, now=ANSWERED).due_at + (COME - RECEIVED)


def after(moment: datetime) -> float:
    """Return how many hours after the report something was."""
    return (moment - COME).total_seconds() / 3600
