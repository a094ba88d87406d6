"""When a clock stood still because the finder had a question to answer.

A wait begins when the finder was told of the question, and ends with the finder's next message, with our next word that is no
question, or when the case is closed: whatever comes first.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from meldpunt.cases.terms import MessageKind, PromisedFacts, ReportState
from meldpunt.obligations.terms import Owing
from meldpunt.policy.terms import Wait


def waits_of(owing: Owing, facts: PromisedFacts, *, now: datetime) -> Owing:
    """Return the obligation with the times in which its clock stood still; one that still runs ends `now`.

    Once it is fulfilled no question moves its date any more.
    """
    end = owing.fulfilled_at
    found = [
        (since, until if end is None or (until and until <= end) else end)
        for since, until in _questions(facts)
        if (until is None or until > owing.started_at) and (end is None or since < end)
    ]
    waits = tuple(Wait(since, until or max(now, since)) for since, until in found)
    is_open = any(until is None and since <= now for since, until in found)
    return replace(owing, waits=waits, paused=is_open)


def _questions(facts: PromisedFacts) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield from when to when each question of ours waited, None where it still does."""
    ends = [*facts.finder_words, *(move.at for move in facts.moves if move.after is ReportState.CLOSED)]
    ends += [word.at for word in facts.own if word.kind is not MessageKind.ASK]
    for word in facts.own:
        if word.kind is MessageKind.ASK and word.told_at is not None:
            until = min((end for end in ends if end > word.at), default=None)
            if until is None or until > word.told_at:
                yield word.told_at, until
