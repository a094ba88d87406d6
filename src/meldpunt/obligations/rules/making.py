"""Which obligations there must be to one finder: facts and the policy they are bound to in, obligations out.

Invariants: the moment of the fact counts, never that of asking, but for a clock that stands still right now; only what the finder was
told fulfils anything; closing takes something away only once the finder was told of it; the same facts give the same obligations; a
new fact never takes one away, unless a telling turns out to have failed.

Kept here are receipt, first answer, silence, solved, fix, erasure, and the day that a finder was told to expect. Publication and the key have nothing yet that could fulfil them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from meldpunt.cases.terms import (
    LONGEST_EXPECTED,
    ClosingReason,
    MessageKind,
    Move,
    NoDate,
    OwnWord,
    PromisedFacts,
    ReportState,
)
from meldpunt.obligations.rules.waiting import waits_of
from meldpunt.obligations.terms import Away, Lapse, Owing
from meldpunt.policy.terms import AnswerPart, PolicyTerms, Promise, PromiseKind, Unit


def owed(terms: PolicyTerms, facts: PromisedFacts, *, now: datetime) -> tuple[Owing, ...]:
    """Return every obligation to this finder: by promise, then the days that were named. `now` only ends a wait that still runs."""
    found: list[Owing] = []
    for promise in terms.promises:
        maker = _MAKERS.get(promise.kind)
        if maker is not None:
            found += (waits_of(owing, facts, now=now) for owing in maker(promise, facts))
    found += (waits_of(owing, facts, now=now) for owing in _expected(facts))
    return tuple(found)


def told_words(facts: PromisedFacts) -> list[OwnWord]:
    """Return our messages that the finder was told of, in the order in which that was; those told at once in that of writing."""
    told = [(word.told_at, place, word) for place, word in enumerate(facts.own) if word.told_at is not None]
    return [word for _at, _place, word in sorted(told, key=lambda each: each[:2])]


def _receipt(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """Take the receipt as what answers the report itself; for one that was entered by hand, whoever enters it hands it on."""
    yield Owing(promise, "", facts.received_at, fulfilled_at=facts.known_at)


def _first_answer(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """Fulfilled as soon as our words together hold all that the promise names, or by closing with a judgement, which holds it too."""
    whole = _whole_answer(promise, facts)
    told = [_told_of(facts, move) for move in _closings(facts) if _is_judgement(move)]
    judged = min((each for each in told if each), default=None)
    answered = whole.told_at if whole else None
    by = whole.id if whole and answered and (judged is None or answered <= judged) else None
    first = answered if by else judged
    yield Owing(promise, "", facts.received_at, fulfilled_at=first, fulfilled_by=by, away=tuple(_closed(facts)))


def _whole_answer(promise: Promise, facts: PromisedFacts) -> OwnWord | None:
    """Return the word with which the finder had been told all that the promise names; None as long as something is missing."""
    missing = set(promise.says)
    for word in told_words(facts):
        missing -= _parts(word)
        if not missing:
            return word
    return None


def _silence(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """Begin a new one with each word of ours, and when a case is taken up again that the finder knew was closed; closing ends it.

    None begins while they know it closed, though they may be told only then of a word of before it; nor beside that of taking it up again,
    where the finder did that by writing, and so was told of such a word.
    """
    closed = tuple(_closed(facts))
    again = [move for move in _reopenings(facts) if any(each.until == move.at for each in closed)]
    words = [word for word in _in_turn(told_words(facts)) if not _is_of_before(word, again)]
    for place, word in enumerate(words):
        start = word.told_at
        if start and not any(each.since <= start and (each.until is None or start <= each.until) for each in closed):
            yield _silence_from(promise, str(word.id), start, words[place + 1 :], closed)
    for move in again:
        after = [word for word in words if word.told_at and word.told_at > move.at]
        yield _silence_from(promise, f"change:{move.id}", move.at, after, closed)


def _is_of_before(word: OwnWord, again: Iterable[Move]) -> bool:
    """Tell whether we wrote it before a case was taken up again that the finder knew closed, and they read it only after that."""
    return any(word.at < move.at and (word.told_at is None or word.told_at > move.at) for move in again)


def _in_turn(told: Iterable[OwnWord]) -> list[OwnWord]:
    """Leave out what the finder read only after a word that we wrote later: it is no new word of ours, whatever became of its mail."""
    found: list[OwnWord] = []
    for word in told:
        if not found or word.at >= found[-1].at:
            found.append(word)
    return found


def _silence_from(
    promise: Promise, cause: str, start: datetime, after: Sequence[OwnWord], closed: Iterable[Away]
) -> Owing:
    """Return one that the next word fulfils, unless the finder was told of a closing before: a word of later begins one of its own."""
    shut = next((each.since for each in closed if each.since > start), None)
    word = next((word for word in after[:1] if shut is None or (word.told_at and word.told_at <= shut)), None)
    return Owing(
        promise,
        cause,
        start,
        fulfilled_at=word.told_at if word else None,
        fulfilled_by=word.id if word else None,
        away=(Away(shut, None, Lapse.CLOSED),) if shut else (),
    )


def _solved(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """One each time that the case was closed as solved: told by the mail about it, or by a later word."""
    for move in _solvings(facts):
        taken_up = _taken_up(facts, move)
        yield Owing(
            promise,
            f"change:{move.id}",
            move.at,
            fulfilled_at=_told_of(facts, move),
            away=(Away(taken_up, None, Lapse.CLOSED),) if taken_up else (),
        )


def _fix(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """Solved is when the case is closed as solved; where a no was told, or that it is closed otherwise, there is nothing to solve."""
    solved = next((move.at for move in _solvings(facts)), None)
    away = [*_told_no(facts), *_closed(facts, but=ClosingReason.SOLVED)]
    yield Owing(promise, "", facts.received_at, fulfilled_at=solved, away=_in_order(away))


def _erasure(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """From each closing, or from when details are given after it, to their erasure; taking the case up again ends it.

    Where a finder left neither name nor contact details, or has them no more, there is nothing to erase, and no promise about it.
    """
    for move in _closings(facts):
        taken_up = _taken_up(facts, move)
        for place, held in enumerate(facts.details):
            if (held.until and held.until <= move.at) or (taken_up and held.since >= taken_up):
                continue
            is_erased = held.until is not None and (taken_up is None or held.until <= taken_up)
            yield Owing(
                promise,
                f"change:{move.id}" if held.since <= move.at else f"change:{move.id}:{place}",
                max(move.at, held.since),
                fulfilled_at=held.until if is_erased else None,
                away=(Away(taken_up, None, Lapse.CLOSED),) if taken_up else (),
            )


def _expected(facts: PromisedFacts) -> Iterator[Owing]:
    """One for each day that a finder was told we expect to have solved it by, until they were told of another, or that there is none.

    Kept by telling that it is solved, ended by telling that it will not be. It counts from when the word was written, as soon as that was told.
    """
    named = _named_days(facts)
    for place, word in enumerate(named):
        after = min(named[place + 1 :], key=lambda each: each.told_at or each.at, default=None)
        changed = after.told_at if after else None
        if word.says.fix_by is None or (changed and word.told_at and changed <= word.told_at):
            continue
        if word.says.fix_by - word.at.date() > LONGEST_EXPECTED:
            continue
        told = [_told_of(facts, move) for move in _solvings(facts) if move.at >= word.at]
        solved = min((each for each in told if each and not (changed and each > changed)), default=None)
        closed = [each for each in _closed(facts, but=ClosingReason.SOLVED) if not each.until or each.until > word.at]
        away = [replace(each, since=max(each.since, word.at)) for each in closed]
        away += [Away(changed, None, _why_changed(after))] if changed else []
        yield Owing(
            EXPECTED,
            str(word.id),
            word.at,
            day=word.says.fix_by,
            fulfilled_at=solved,
            away=_in_order(away),
        )


def _named_days(facts: PromisedFacts) -> list[OwnWord]:
    """Return the words that told the finder something new about the day, in the order of being told: which one, or that there is none.

    What they read only after a word that was written later names no day: the later one holds.
    """
    found: list[OwnWord] = []
    for word in _in_turn(word for word in told_words(facts) if word.says.fix_date):
        if word.says.fix_by != (found[-1].says.fix_by if found else None):
            found.append(word)
    return found


def _why_changed(after: OwnWord | None) -> Lapse:
    return Lapse.DECLINED if after is not None and after.kind is MessageKind.DECLINE else Lapse.MOVED


EXPECTED: Final = Promise(PromiseKind.EXPECTED_FIX, 0, Unit.DAYS)
"""What an answer promises that names a day; how long that is stands in the answer."""
_MAKERS: Final[Mapping[PromiseKind, Callable[[Promise, PromisedFacts], Iterator[Owing]]]] = {
    PromiseKind.RECEIPT: _receipt,
    PromiseKind.FIRST_ANSWER: _first_answer,
    PromiseKind.SILENCE: _silence,
    PromiseKind.SOLVED: _solved,
    PromiseKind.FIX: _fix,
    PromiseKind.ERASURE: _erasure,
}
_FOUND_OTHERWISE: Final = frozenset({ReportState.VALID, ReportState.ACCEPTED})
"""The states that take a no back."""
KEPT: Final = frozenset(_MAKERS)
"""The promises that have a clock."""


def _parts(word: OwnWord) -> set[AnswerPart]:
    """Return what a message of ours holds of what a promise may ask for; a no holds all of it."""
    if word.kind is MessageKind.DECLINE:
        return set(AnswerPart)
    held = {AnswerPart.ASSESSMENT: word.says.assessment, AnswerPart.FIX_DATE: word.says.fix_date}
    return {part for part, is_held in held.items() if is_held}


def _is_judgement(move: Move) -> bool:
    """Tell whether closing says what we think of the report; a case that the finder let lie was never judged by it."""
    return move.reason not in {None, ClosingReason.NO_ANSWER}


def _closings(facts: PromisedFacts) -> list[Move]:
    return [move for move in facts.moves if move.after is ReportState.CLOSED]


def _solvings(facts: PromisedFacts) -> list[Move]:
    return [move for move in facts.moves if move.reason is ClosingReason.SOLVED]


def _taken_up(facts: PromisedFacts, closing: Move) -> datetime | None:
    """Return when a case was taken up again after a closing."""
    return next((each.at for each in _reopenings(facts) if each.id > closing.id), None)


def _told_of(facts: PromisedFacts, closing: Move) -> datetime | None:
    """Return when the finder was told of a closing, by the mail about it or by a later word; None where it was taken up again before."""
    taken_up = _taken_up(facts, closing)
    told = [closing.told_at, *(word.told_at for word in facts.own if word.at >= closing.at)]
    return min((each for each in told if each and (taken_up is None or each <= taken_up)), default=None)


def _closed(facts: PromisedFacts, *, but: ClosingReason | None = None) -> Iterator[Away]:
    """Yield the times in which the finder knew the case closed, `but` for one reason: from when they were told until it was taken up again."""
    for move in _closings(facts):
        told = _told_of(facts, move)
        if told is not None and move.reason is not but:
            yield Away(told, _taken_up(facts, move), Lapse.CLOSED)


def _told_no(facts: PromisedFacts) -> Iterator[Away]:
    """Yield the times in which the finder knew our no: from being told of it until we found otherwise, also while the case was closed so.

    That a report stands as not valid stays with us until then: nobody is told of that step alone. What was known already is true, and is
    closed at once.
    """
    for word in facts.own:
        if word.kind is not MessageKind.DECLINE or word.told_at is None or word.says.no_date is NoDate.ALREADY_KNOWN:
            continue
        until = next((move.at for move in facts.moves if move.at > word.at and move.after in _FOUND_OTHERWISE), None)
        if until is None or word.told_at < until:
            yield Away(word.told_at, until, Lapse.DECLINED)


def _in_order(times: Iterable[Away]) -> tuple[Away, ...]:
    return tuple(sorted(times, key=lambda each: each.since))


def _reopenings(facts: PromisedFacts) -> list[Move]:
    pairs = zip(facts.moves, facts.moves[1:], strict=False)
    return [after for before, after in pairs if before.after is ReportState.CLOSED]
