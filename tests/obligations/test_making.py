"""Which obligations follow from the facts of a thread."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from meldpunt.cases.terms import ClosingReason, MessageKind, NoDate, OwnWord, ReportState, Says
from meldpunt.obligations.rules.making import owed, told_words
from meldpunt.obligations.terms import Away, Lapse, Owing
from meldpunt.policy.terms import Promise, PromiseKind, Wait
from tests.obligations.promising import BOTH, RECEIVED, Making, at, move, promise, terms, word

ANSWER = promise(PromiseKind.FIRST_ANSWER)
FULL = promise(PromiseKind.FIRST_ANSWER, says=BOTH)
SILENCE = promise(PromiseKind.SILENCE)
NOW = at(1000)
WHOLE = Says(assessment=True, no_date=NoDate.TOO_EARLY)
CLOSED, ACCEPTED, INVALID = ReportState.CLOSED, ReportState.ACCEPTED, ReportState.INVALID


def made(promised: Promise, making: Making, now: datetime = NOW) -> list[Owing]:
    found = owed(terms(promised), making.facts, now=now)
    return [each for each in found if each.promise.kind is promised.kind]


def one(promised: Promise, making: Making, now: datetime = NOW) -> Owing:
    (found,) = made(promised, making, now)
    return found


def test_nothing_promised_is_nothing_owed() -> None:
    assert owed(terms(), Making().facts, now=NOW) == ()


@pytest.mark.parametrize("kind", [PromiseKind.PUBLICATION, PromiseKind.KEY])
def test_what_nothing_can_fulfil_yet_is_not_kept_here(kind: PromiseKind) -> None:
    assert made(promise(kind), Making()) == []


def test_receipt_is_there_with_the_report() -> None:
    assert one(promise(PromiseKind.RECEIPT), Making()).fulfilled_at == RECEIVED


def test_first_answer_waits() -> None:
    found = one(ANSWER, Making())
    assert (found.started_at, found.fulfilled_at, found.cause) == (RECEIVED, None, "")


@pytest.mark.parametrize("kind", MessageKind)
def test_any_word_answers_where_nothing_is_asked_of_it(kind: MessageKind) -> None:
    found = one(ANSWER, Making([word(1, 5, kind=kind)]))
    assert (found.fulfilled_at, found.fulfilled_by) == (at(5), UUID(int=1))


def test_a_word_that_was_not_told_answers_nothing() -> None:
    assert one(ANSWER, Making([word(1, 5, mailed=True)])).fulfilled_at is None


def test_told_is_when_it_counts() -> None:
    assert one(ANSWER, Making([word(1, 5, told=30)])).fulfilled_at == at(30)


def test_the_first_that_was_told_counts() -> None:
    assert one(ANSWER, Making([word(1, 5, told=30), word(2, 6)])).fulfilled_by == UUID(int=2)


@pytest.mark.parametrize("says", [Says(), Says(assessment=True), Says(no_date=NoDate.TOO_EARLY)])
def test_half_an_answer_is_none(says: Says) -> None:
    assert one(FULL, Making([word(1, 5, says=says)])).fulfilled_at is None


@pytest.mark.parametrize("says", [WHOLE, Says(assessment=True, fix_by=RECEIVED.date())])
def test_a_whole_answer_counts(says: Says) -> None:
    assert one(FULL, Making([word(1, 5, says=says)])).fulfilled_at == at(5)


def test_two_answers_hold_it_together() -> None:
    words = [word(1, 5, says=Says(assessment=True)), word(2, 9, says=Says(fix_by=RECEIVED.date()))]
    found = one(FULL, Making(words))
    assert (found.fulfilled_at, found.fulfilled_by) == (at(9), UUID(int=2))


def test_a_no_holds_everything() -> None:
    assert one(FULL, Making([word(1, 5, kind=MessageKind.DECLINE)])).fulfilled_at == at(5)


def test_closing_with_a_judgement_holds_everything() -> None:
    moves = [move(1, 7, CLOSED, ClosingReason.SOLVED)]
    assert one(FULL, Making([word(1, 5)], moves=moves)).fulfilled_at == at(7)


def test_the_earliest_of_a_whole_answer_and_a_judgement_counts() -> None:
    """What was answered by closing is not answered late by a fuller word after it."""
    moves = [move(1, 7, CLOSED, ClosingReason.SOLVED), move(2, 9, ACCEPTED)]
    found = one(FULL, Making([word(1, 11, says=WHOLE)], moves=moves))
    assert (found.fulfilled_at, found.fulfilled_by) == (at(7), None)
    found = one(FULL, Making([word(1, 6, says=WHOLE)], moves=moves))
    assert (found.fulfilled_at, found.fulfilled_by) == (at(6), UUID(int=1))


def test_a_whole_answer_does_not_undo_that_the_case_was_closed() -> None:
    """What fell away while the case was closed is not broken by answering when it was taken up again."""
    moves = [move(1, 7, CLOSED, ClosingReason.NO_ANSWER), move(2, 9, ACCEPTED)]
    found = one(FULL, Making([word(1, 11, says=WHOLE)], moves=moves))
    assert (found.fulfilled_at, found.away) == (at(11), (Away(at(7), at(9), Lapse.CLOSED),))


def test_closing_because_the_finder_was_silent_judges_nothing() -> None:
    moves = [move(1, 7, CLOSED, ClosingReason.NO_ANSWER)]
    found = one(FULL, Making([word(1, 5, kind=MessageKind.ASK)], moves=moves))
    assert (found.fulfilled_at, found.away) == (None, (Away(at(7), None, Lapse.CLOSED),))


def test_taken_up_again_it_is_owed_again() -> None:
    moves = [move(1, 7, CLOSED, ClosingReason.NO_ANSWER), move(2, 9, ACCEPTED)]
    assert one(FULL, Making(moves=moves)).away == (Away(at(7), at(9), Lapse.CLOSED),)


def test_no_silence_before_the_first_word() -> None:
    assert made(SILENCE, Making()) == []


def test_a_silence_begins_with_each_word_and_ends_with_the_next() -> None:
    found = made(SILENCE, Making([word(1, 5), word(2, 9)]))
    assert [(each.started_at, each.fulfilled_at) for each in found] == [(at(5), at(9)), (at(9), None)]


def test_silences_are_told_apart_by_what_began_them() -> None:
    found = made(SILENCE, Making([word(1, 5), word(2, 9)]))
    assert [each.cause for each in found] == [str(UUID(int=1)), str(UUID(int=2))]


def test_words_told_at_once_leave_one_silence() -> None:
    found = made(SILENCE, Making([word(1, 5, told=6), word(2, 5, told=6)]))
    assert [each.fulfilled_at for each in found] == [at(6), None]


def test_a_word_told_late_keeps_its_place() -> None:
    """The finder heard the second first."""
    words = [word(1, 5, told=20), word(2, 9)]
    assert [each.id for each in told_words(Making(words).facts)] == [UUID(int=2), UUID(int=1)]


def test_no_silence_begins_while_the_case_is_closed() -> None:
    """Though the finder is told only then of the word before it, or of the no that closed it."""
    moves = [move(1, 7, CLOSED, ClosingReason.ALREADY_KNOWN), move(2, 20, ACCEPTED)]
    found = made(SILENCE, Making([word(1, 6, told=8), word(2, 7, kind=MessageKind.DECLINE)], moves=moves))
    assert [(each.cause, each.started_at) for each in found] == [("change:2", at(20))]


@pytest.mark.parametrize("closing_told", [8, 20])
def test_taken_up_again_by_the_finder_one_silence_begins_whatever_they_read_then(closing_told: float) -> None:
    """Writing told them of a word of before the closing, and of the closing where its mail never came."""
    shut = replace(move(1, 7, CLOSED, ClosingReason.NO_ANSWER), told_at=at(closing_told))
    words = [word(1, 5, told=20), word(2, 6, told=20), word(3, 30)]
    found = made(SILENCE, Making(words, [20], [shut, move(2, 20, ACCEPTED)]))
    assert [(each.cause, each.started_at, each.fulfilled_at) for each in found] == [
        (str(UUID(int=3)), at(30), None),
        ("change:2", at(20), at(30)),
    ]


def test_closing_ends_a_silence_for_good() -> None:
    moves = [move(1, 7, CLOSED, ClosingReason.SOLVED), move(2, 9, ACCEPTED)]
    found = made(SILENCE, Making([word(1, 5), word(2, 11)], moves=moves))
    assert [(each.started_at, each.fulfilled_at, bool(each.away)) for each in found] == [
        (at(5), None, True),
        (at(11), None, False),
        (at(9), at(11), False),
    ]


def test_solved_starts_when_it_was_closed_so() -> None:
    moves = [move(1, 7, CLOSED, ClosingReason.SOLVED)]
    found = one(promise(PromiseKind.SOLVED), Making(moves=moves))
    assert (found.started_at, found.fulfilled_at) == (at(7), at(7))


def test_nothing_is_solved_by_closing_otherwise() -> None:
    moves = [move(1, 7, CLOSED, ClosingReason.NOT_OURS)]
    assert made(promise(PromiseKind.SOLVED), Making(moves=moves)) == []


def test_fix_is_done_when_it_was_closed_as_solved() -> None:
    moves = [move(1, 7, CLOSED, ClosingReason.SOLVED)]
    assert one(promise(PromiseKind.FIX), Making(moves=moves)).fulfilled_at == at(7)


def no(number: int, posted: float, *, told: float | None = None, mailed: bool = False) -> OwnWord:
    return word(number, posted, told=told, mailed=mailed, kind=MessageKind.DECLINE)


def test_a_report_that_is_not_valid_has_nothing_to_fix() -> None:
    told = Making([no(1, 7)], moves=[move(1, 7, INVALID)])
    assert one(promise(PromiseKind.FIX), told).away == (Away(at(7), None, Lapse.DECLINED),)


@pytest.mark.parametrize("words", [[], [word(1, 8)], [no(1, 8, mailed=True)]])
def test_it_has_as_long_as_the_finder_was_told_no_no(words: list[OwnWord]) -> None:
    """Not valid stays ours until then: another word tells nothing of it, nor a no that did not arrive."""
    assert one(promise(PromiseKind.FIX), Making(words, moves=[move(1, 7, INVALID)])).away == ()


def test_it_has_from_the_moment_the_no_was_told() -> None:
    moves = [move(1, 7, INVALID), move(2, 15, ReportState.VALID)]
    assert one(promise(PromiseKind.FIX), Making([no(1, 8, told=9)], moves=moves)).away == (
        Away(at(9), at(15), Lapse.DECLINED),
    )


@pytest.mark.parametrize("taken_back", [ReportState.VALID, ACCEPTED])
def test_a_no_counts_wherever_the_report_rests(taken_back: ReportState) -> None:
    """One that had been valid is postponed, not found invalid."""
    moves = [move(1, 4, ReportState.VALID), move(2, 8, ReportState.DEFERRED), move(3, 15, taken_back)]
    assert one(promise(PromiseKind.FIX), Making([no(1, 8)], moves=moves)).away == (Away(at(8), at(15), Lapse.DECLINED),)


def test_what_was_known_already_is_true_and_only_closed() -> None:
    moves = [move(1, 8, ReportState.DEFERRED), move(2, 8, CLOSED, ClosingReason.ALREADY_KNOWN)]
    moves.append(move(3, 12, ReportState.DEFERRED))
    known = word(1, 8, kind=MessageKind.DECLINE, says=Says(assessment=True, no_date=NoDate.ALREADY_KNOWN))
    assert one(promise(PromiseKind.FIX), Making([known], moves=moves)).away == (Away(at(8), at(12), Lapse.CLOSED),)


def test_found_valid_before_the_no_was_told_nothing_fell_away() -> None:
    moves = [move(1, 7, INVALID), move(2, 15, ReportState.VALID)]
    assert one(promise(PromiseKind.FIX), Making([no(1, 8, told=20)], moves=moves)).away == ()


def test_declined_and_then_closed_it_fell_away_when_it_was_declined() -> None:
    moves = [move(1, 7, INVALID), move(2, 9, CLOSED, ClosingReason.NOT_VALID), move(3, 12, INVALID)]
    moves.append(move(4, 15, ReportState.VALID))
    found = one(promise(PromiseKind.FIX), Making([no(1, 7)], moves=moves))
    assert found.away == (Away(at(7), at(15), Lapse.DECLINED), Away(at(9), at(12), Lapse.CLOSED))


PAUSING = promise(PromiseKind.FIRST_ANSWER, says=BOTH, pauses=True)
ASKED = word(1, 5, kind=MessageKind.ASK)


def test_no_wait_where_the_promise_does_not_pause() -> None:
    assert one(FULL, Making([ASKED])).waits == ()


def test_a_question_stops_the_clock_until_now() -> None:
    found = one(PAUSING, Making([ASKED]), at(8))
    assert (found.waits, found.paused) == ((Wait(at(5), at(8)),), True)


def test_the_finder_starts_it_again() -> None:
    found = one(PAUSING, Making([ASKED], [9]))
    assert (found.waits, found.paused) == ((Wait(at(5), at(9)),), False)


def test_a_word_of_ours_that_asks_nothing_starts_it_again() -> None:
    assert one(PAUSING, Making([ASKED, word(2, 7)])).waits == (Wait(at(5), at(7)),)


def test_a_second_question_does_not() -> None:
    found = one(PAUSING, Making([ASKED, word(2, 7, kind=MessageKind.ASK)], [9]))
    assert found.waits == (Wait(at(5), at(9)), Wait(at(7), at(9)))


def test_closing_starts_it_again() -> None:
    moves = [move(1, 8, CLOSED, ClosingReason.NO_ANSWER)]
    assert one(PAUSING, Making([ASKED], moves=moves)).waits == (Wait(at(5), at(8)),)


def test_a_question_nobody_was_told_stops_nothing() -> None:
    assert one(PAUSING, Making([word(1, 5, mailed=True, kind=MessageKind.ASK)])).waits == ()


def test_who_wrote_before_the_question_did_not_answer_it() -> None:
    assert one(PAUSING, Making([ASKED], [2]), at(8)).waits == (Wait(at(5), at(8)),)


def test_a_question_that_still_waits_when_it_is_fulfilled_waits_no_longer() -> None:
    found = one(replace(PAUSING, says=()), Making([ASKED], [20]))
    assert (found.fulfilled_at, found.waits) == (at(5), ())
    second = word(2, 8, kind=MessageKind.ASK)
    silence = made(replace(SILENCE, pauses=True), Making([ASKED, second], [20]))
    assert [each.waits for each in silence] == [(Wait(at(5), at(8)),), (Wait(at(5), at(20)), Wait(at(8), at(20)))]


def test_a_question_after_it_was_fulfilled_moves_nothing() -> None:
    making = Making([word(1, 5, says=WHOLE), word(2, 8, kind=MessageKind.ASK)], [20])
    assert one(PAUSING, making).waits == ()
