"""Which obligations there must be to one finder: facts and the policy they are bound to in, obligations out.

Invariants: the moment of the fact counts, never that of asking, but for a clock that stands still right now; only what the finder was
told fulfils anything; the same facts give the same obligations; a new fact never takes one away, unless a telling turns out to have failed.

Kept here are receipt, first answer, silence, solved, fix, erasure, and the day that a finder was told to expect. Publication and the key have nothing yet that could fulfil them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from meldpunt.cases.terms import LONGEST_EXPECTED, ClosingReason, MessageKind, Move, OwnWord, PromisedFacts, ReportState
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
    judged = min((move.told_at for move in _closings(facts) if move.told_at and _is_judgement(move)), default=None)
    answered = whole.told_at if whole else None
    by = whole.id if whole and answered and (judged is None or answered <= judged) else None
    away = tuple(_away(facts, {ReportState.CLOSED: Lapse.CLOSED}))
    first = answered if by else judged
    yield Owing(promise, "", facts.received_at, fulfilled_at=first, fulfilled_by=by, away=away)


def _whole_answer(promise: Promise, facts: PromisedFacts) -> OwnWord | None:
    """Return the word with which the finder had been told all that the promise names; None as long as something is missing."""
    missing = set(promise.says)
    for word in told_words(facts):
        missing -= _parts(word)
        if not missing:
            return word
    return None


def _silence(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """Begin a new one with each word of ours, and when a closed case is taken up again; closing ends it.

    None begins while the case is closed, though the finder may be told only then of a word of before it.
    """
    words = told_words(facts)
    for place, word in enumerate(words):
        after = words[place + 1] if words[place + 1 :] else None
        yield from _silence_from(promise, facts, str(word.id), word.told_at, after)
    for move in _reopenings(facts):
        after = next((word for word in words if word.told_at and word.told_at > move.at), None)
        yield from _silence_from(promise, facts, f"change:{move.id}", move.at, after)


def _silence_from(
    promise: Promise, facts: PromisedFacts, cause: str, started_at: datetime | None, after: OwnWord | None
) -> Iterator[Owing]:
    if started_at is None or _is_closed(facts, started_at):
        return
    shut = next((move.at for move in _closings(facts) if move.at >= started_at), None)
    if shut is not None and after is not None and after.told_at is not None and after.told_at > shut:
        after = None  # a word of after the closing begins one of its own
    yield Owing(
        promise,
        cause,
        started_at,
        fulfilled_at=after.told_at if after else None,
        fulfilled_by=after.id if after else None,
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
    """Solved is when the case is closed as solved; a report that is not valid, or a case closed otherwise, has nothing to solve."""
    solved = next((move.at for move in facts.moves if move.reason is ClosingReason.SOLVED), None)
    yield Owing(promise, "", facts.received_at, fulfilled_at=solved, away=tuple(_away(facts, _NOTHING_TO_SOLVE)))


def _erasure(promise: Promise, facts: PromisedFacts) -> Iterator[Owing]:
    """From each closing, or from when details are given after it, to their erasure; taking the case up again ends it.

    Where a finder left neither name nor contact details, or has them no more, there is nothing to erase, and no promise about it.
    """
    for move in _closings(facts):
        taken_up = next((each.at for each in _reopenings(facts) if each.id > move.id), None)
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

    Kept by telling that it is solved. It counts from when the word was written, as soon as that was told.
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
        away = [*_without_object(facts, word.at), *([Away(changed, None, _why_changed(after))] if changed else [])]
        yield Owing(
            EXPECTED,
            str(word.id),
            word.at,
            day=word.says.fix_by,
            fulfilled_at=solved,
            away=tuple(sorted(away, key=lambda each: each.since)),
        )


def _named_days(facts: PromisedFacts) -> list[OwnWord]:
    """Return the words, as they were written, that told the finder something new about the day: which one, or that there is none."""
    found: list[OwnWord] = []
    for word in facts.own:
        known = found[-1].says.fix_by if found else None
        if word.told_at is not None and word.says.fix_date and word.says.fix_by != known:
            found.append(word)
    return found


def _without_object(facts: PromisedFacts, since: datetime) -> Iterator[Away]:
    """Yield the times after a moment in which there was nothing to solve: the report was found invalid, or its case closed otherwise."""
    otherwise = tuple(move for move in facts.moves if move.reason is not ClosingReason.SOLVED)
    for away in _away(replace(facts, moves=otherwise), _NOTHING_TO_SOLVE):
        if away.until is None or away.until > since:
            yield replace(away, since=max(away.since, since))


def _why_changed(after: OwnWord | None) -> Lapse:
    return Lapse.DECLINED if after is not None and after.kind is MessageKind.DECLINE else Lapse.MOVED


EXPECTED: Final = Promise(PromiseKind.EXPECTED_FIX, 0, Unit.DAYS)
"""What an answer promises that names a day; how long that is stands in the answer."""
_NOTHING_TO_SOLVE: Final = {ReportState.INVALID: Lapse.DECLINED, ReportState.CLOSED: Lapse.CLOSED}
_MAKERS: Final[Mapping[PromiseKind, Callable[[Promise, PromisedFacts], Iterator[Owing]]]] = {
    PromiseKind.RECEIPT: _receipt,
    PromiseKind.FIRST_ANSWER: _first_answer,
    PromiseKind.SILENCE: _silence,
    PromiseKind.SOLVED: _solved,
    PromiseKind.FIX: _fix,
    PromiseKind.ERASURE: _erasure,
}
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


def _is_closed(facts: PromisedFacts, moment: datetime) -> bool:
    """Tell whether the case was closed at a moment."""
    last = next((move for move in reversed(facts.moves) if move.at <= moment), None)
    return last is not None and last.after is ReportState.CLOSED


def _reopenings(facts: PromisedFacts) -> list[Move]:
    pairs = zip(facts.moves, facts.moves[1:], strict=False)
    return [after for before, after in pairs if before.after is ReportState.CLOSED]


def _away(facts: PromisedFacts, why: Mapping[ReportState, Lapse]) -> Iterator[Away]:
    """Yield the times in which the report stood in one of these states; those that follow each other at once as one."""
    away: Away | None = None
    for move in facts.moves:
        if away is None and move.after in why:
            away = Away(move.at, None, why[move.after])
        elif away is not None and move.after not in why:
            yield replace(away, until=move.at)
            away = None
    if away is not None:
        yield away
