"""What began with a mail that came back: it held until somebody recorded that, and is judged by that moment.

Invariants: only facts decide, never whether or when somebody settled in between, nor in which order mails were recorded or taken back;
what the mail told besides counts as not told; nothing of after that moment counts.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from meldpunt.cases.terms import Move, OwnWord, PromisedFacts, Returned
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.rules.waiting import waits_of
from meldpunt.obligations.terms import Away, Lapse, Owing
from meldpunt.policy.terms import PolicyTerms, PromiseKind


def begun(terms: PolicyTerms, facts: PromisedFacts, *, now: datetime) -> tuple[Owing, ...]:
    """Return every obligation that ever began to this finder: first what lost its beginning, in the order of recording, then what is owed.

    One that began with a mail that came back, and later anew with what told the finder after all, is there twice.
    """
    mails = _returned(facts)
    lost = [each for place, mail in enumerate(mails) for each in _lost(terms, facts, mail, mails[place + 1 :])]
    return (*lost, *owed(terms, facts, now=now))


def _returned(facts: PromisedFacts) -> list[Returned]:
    """Return the mails that came back, in the order in which that was recorded."""
    mails = {each.returned.mail: each.returned for each in _told_things(facts) if each.returned}
    return sorted(mails.values(), key=lambda each: each.noted_at)


def _lost(terms: PolicyTerms, facts: PromisedFacts, mail: Returned, later: Collection[Returned]) -> Iterator[Owing]:
    """Yield what had begun, by what was known when this mail's coming back was recorded, only because it was taken to have arrived.

    So were those then that were recorded later: they may have begun it too, but fulfil nothing and take nothing away.
    """
    at, told, still = mail.noted_at, _told_by([mail], facts), _told_by(later, facts)
    begun_so = {_beginning(each) for each in owed(terms, _known_by(at, facts, arrived=still), now=at)}
    for each in owed(terms, _known_by(at, facts, arrived=[*told, *still]), now=at):
        if _beginning(each) not in begun_so:
            yield _let_go(terms, facts, each, [*told, *_with(each.cause, still)], at)


def _let_go(
    terms: PolicyTerms, facts: PromisedFacts, owing: Owing, arrived: Collection[OwnWord | Move], at: datetime
) -> Owing:
    """Return one that lost its beginning, as it would have been had these arrived, fulfilled only by what did."""
    as_taken = _known_by(at, facts, arrived=arrived)
    only = _known_by(at, facts, arrived=_up_to(owing.cause, arrived, facts))
    taken, by_then = (_found(owing, owed(terms, known, now=at)) for known in (as_taken, only))
    return _judged(_as_fulfilled(taken or replace(owing, away=()), by_then, as_taken, at), facts, at)


def _told_by(mails: Collection[Returned], facts: PromisedFacts) -> list[OwnWord | Move]:
    ids = {mail.mail for mail in mails}
    return [each for each in _told_things(facts) if each.returned and each.returned.mail in ids]


def _with(cause: str, told: Iterable[OwnWord | Move]) -> list[OwnWord | Move]:
    """Return those that left in one mail with what something is named after."""
    mails = {each.returned and each.returned.mail for each in told if _named(each) == cause}
    return [each for each in told if each.returned and each.returned.mail in mails]


def _found(owing: Owing, among: Iterable[Owing]) -> Owing | None:
    return next((each for each in among if _beginning(each) == _beginning(owing)), None)


def _beginning(owing: Owing) -> tuple[PromiseKind, str, datetime]:
    return owing.promise.kind, owing.cause, owing.started_at


def _up_to(cause: str, told: Iterable[OwnWord | Move], facts: PromisedFacts) -> list[OwnWord | Move]:
    """Return those of what a mail told that were written by when something began, so that nothing in that mail fulfils it."""
    written = {_named(each): each.at for each in _told_things(facts)}[cause]
    return [each for each in told if each.at < written or _named(each) == cause]


def _named(thing: OwnWord | Move) -> str:
    """Return how an obligation names it as its cause."""
    return f"change:{thing.id}" if isinstance(thing, Move) else str(thing.id)


def _known_by(at: datetime, facts: PromisedFacts, *, arrived: Collection[OwnWord | Move] = ()) -> PromisedFacts:
    """Return the facts of up to a moment, as if these, of a mail that came back, had arrived."""
    return replace(
        facts,
        own=tuple(_as_told(word, arrived, at) for word in facts.own if word.at <= at),
        finder_words=tuple(moment for moment in facts.finder_words if moment <= at),
        moves=tuple(_as_told(move, arrived, at) for move in facts.moves if move.at <= at),
        withheld=tuple(replace(each, until=_by(each.until, at)) for each in facts.withheld if each.since <= at),
    )


def _as_told[Word: (OwnWord, Move)](word: Word, arrived: Collection[OwnWord | Move], at: datetime) -> Word:
    told_at = word.returned.told_at if word.returned and word in arrived else word.told_at
    return replace(word, told_at=_by(told_at, at))


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment and moment <= at else None


def _as_fulfilled(owing: Owing, otherwise: Owing | None, then: PromisedFacts, at: datetime) -> Owing:
    """Return it with what fulfilled it although that mail fulfilled nothing: what did arrive next, where anything did."""
    moment, word = (otherwise.fulfilled_at, otherwise.fulfilled_by) if otherwise else (None, None)
    return waits_of(replace(owing, fulfilled_at=moment, fulfilled_by=word), then, now=at)


def _judged(owing: Owing, facts: PromisedFacts, at: datetime) -> Owing:
    """Say when and why it lost its beginning.

    Who read after all what a message of ours said is not told that it never came: they took a closed case up again, and another one counts.
    """
    read = owing.promise.kind is PromiseKind.SILENCE and any(
        word.told_at for word in facts.own if str(word.id) == owing.cause
    )
    return replace(owing, lost=Away(at, None, Lapse.CLOSED if read else Lapse.NOT_TOLD))


def _told_things(facts: PromisedFacts) -> list[OwnWord | Move]:
    return [*facts.own, *facts.moves]
