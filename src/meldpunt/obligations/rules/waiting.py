"""When a clock stood still: because the finder had a question to answer, or because the law forbade us to speak.

A question waits from when the finder was told of it until the finder's next message, our next word that is no question, or the closing
of the case: whatever comes first. It stops the clocks of promises that say so. Progress that is withheld stops the clocks of what we
tell, from the decision to its end, whatever the policy says.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from meldpunt.cases.terms import MessageKind, PromisedFacts, ReportState
from meldpunt.obligations.terms import Owing
from meldpunt.policy.terms import PromiseKind, Wait

WITHHELD: Final = frozenset({PromiseKind.SILENCE, PromiseKind.SOLVED, PromiseKind.EXPECTED_FIX})
"""The promises whose clocks stand still while the law forbids to tell how it stands."""

type Time = tuple[datetime, datetime | None]


def waits_of(owing: Owing, facts: PromisedFacts, *, now: datetime) -> Owing:
    """Return the obligation with the times in which its clock stood still; one that still runs ends `now`.

    Once it is fulfilled nothing moves its date any more.
    """
    end = owing.fulfilled_at
    found = [
        (since, until if end is None or (until and until <= end) else end)
        for since, until in _times(owing, facts)
        if (until is None or until > owing.started_at) and (end is None or since < end)
    ]
    waits = tuple(Wait(since, until or max(now, since)) for since, until in found)
    is_open = any(until is None and since <= now for since, until in found)
    return replace(owing, waits=waits, paused=is_open)


def is_withheld(kind: PromiseKind, facts: PromisedFacts) -> bool:
    """Tell whether the law forbids now to do what was promised."""
    return kind in WITHHELD and any(each.until is None for each in facts.withheld)


def known_to_finder(facts: PromisedFacts) -> PromisedFacts:
    """Return the facts without the times of which the law forbids to say even that something was withheld."""
    known = tuple(each for each in facts.withheld if each.said)
    return facts if known == facts.withheld else replace(facts, withheld=known)


def _times(owing: Owing, facts: PromisedFacts) -> Iterator[Time]:
    """Yield from when to when something stopped this clock, None where it still does."""
    if owing.promise.pauses:
        yield from _questions(facts)
    if owing.promise.kind in WITHHELD:
        yield from ((each.since, each.until) for each in facts.withheld)


def _questions(facts: PromisedFacts) -> Iterator[Time]:
    """Yield from when to when each question of ours waited, None where it still does."""
    ends = [*facts.finder_words, *(move.at for move in facts.moves if move.after is ReportState.CLOSED)]
    ends += [word.at for word in facts.own if word.kind is not MessageKind.ASK]
    for word in facts.own:
        if word.kind is MessageKind.ASK and word.told_at is not None:
            until = min((end for end in ends if end > word.at), default=None)
            if until is None or until > word.told_at:
                yield word.told_at, until
