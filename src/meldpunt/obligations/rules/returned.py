"""What began with a mail that came back: it held until somebody recorded that, and is judged by that moment.

Invariants: only facts decide, never whether or when somebody settled in between, nor in which order mails were recorded or taken back;
what the mail told besides counts as not told; nothing of after that moment counts.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from meldpunt.cases.terms import Move, OwnWord, PromisedFacts, Returned
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.rules.waiting import waits_of
from meldpunt.obligations.terms import Away, Lapse, Owing
from meldpunt.policy.terms import PolicyTerms, PromiseKind


def begun(terms: PolicyTerms, facts: PromisedFacts, *, now: datetime) -> tuple[Owing, ...]:
    """Return every obligation that ever began to this finder: first what lost its beginning, in the order of recording, then what is owed.

    One that began with a mail that came back, and later anew with what told the finder after all, is there twice.
    """
    lost = [each for mail in _returned(facts) for each in _lost(terms, facts, mail)]
    return (*lost, *owed(terms, facts, now=now))


def _returned(facts: PromisedFacts) -> list[Returned]:
    """Return the mails that came back, in the order in which that was recorded."""
    mails = {each.returned.mail: each.returned for each in _told_things(facts) if each.returned}
    return sorted(mails.values(), key=lambda each: each.noted_at)


def _lost(terms: PolicyTerms, facts: PromisedFacts, mail: Returned) -> Iterator[Owing]:
    """Yield what had begun, by what was known when this mail's coming back was recorded, only because it was taken to have arrived."""
    at = mail.noted_at
    as_taken, as_was = _known_by(at, facts, arrived=mail.mail), _known_by(at, facts)
    begun_so = {(each.promise.kind, each.cause, each.started_at) for each in owed(terms, as_was, now=at)}
    for each in owed(terms, as_taken, now=at):
        if (each.promise.kind, each.cause, each.started_at) not in begun_so:
            yield _judged(each, as_taken, facts, at)


def _known_by(at: datetime, facts: PromisedFacts, *, arrived: UUID | None = None) -> PromisedFacts:
    """Return the facts of up to a moment, as if one mail that came back had arrived."""
    return replace(
        facts,
        own=tuple(_as_told(word, arrived, at) for word in facts.own if word.at <= at),
        finder_words=tuple(moment for moment in facts.finder_words if moment <= at),
        moves=tuple(_as_told(move, arrived, at) for move in facts.moves if move.at <= at),
        withheld=tuple(replace(each, until=_by(each.until, at)) for each in facts.withheld if each.since <= at),
    )


def _as_told[Word: (OwnWord, Move)](word: Word, arrived: UUID | None, at: datetime) -> Word:
    returned = word.returned
    told_at = returned.told_at if returned and returned.mail == arrived else word.told_at
    return replace(word, told_at=_by(told_at, at))


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment and moment <= at else None


def _judged(owing: Owing, then: PromisedFacts, facts: PromisedFacts, at: datetime) -> Owing:
    """Say when and why it lost its beginning; what that mail itself fulfilled was not done.

    Who read after all what a message of ours said is not told that it never came: they took a closed case up again, and another one counts.
    """
    if owing.fulfilled_at is not None and not _is_told(owing.fulfilled_at, facts):
        owing = waits_of(replace(owing, fulfilled_at=None, fulfilled_by=None), then, now=at)
    read = owing.promise.kind is PromiseKind.SILENCE and any(
        word.told_at for word in facts.own if str(word.id) == owing.cause
    )
    return replace(owing, lost=Away(at, None, Lapse.CLOSED if read else Lapse.NOT_TOLD))


def _is_told(moment: datetime, facts: PromisedFacts) -> bool:
    """Tell whether the finder was told of something at a moment."""
    return moment in {each.told_at for each in _told_things(facts)}


def _told_things(facts: PromisedFacts) -> list[OwnWord | Move]:
    return [*facts.own, *facts.moves]
