"""A broken promise asks for a word to the finder: as long as they heard nothing since its date, and it is owed still. The date is the one on their page.

Breaking stays what it is: a word ends the asking, nothing else.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.terms import ShownObligation
from meldpunt.policy.rules.reckoning import due
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit

SOON: Final = Promise(PromiseKind.SILENCE, 5, Unit.WORKING_DAYS)
"""After a broken promise nobody is left waiting for longer than this, whatever the policy lets pass."""


def is_unsaid(
    kind: PromiseKind, broken_at: datetime | None, ended_at: datetime | None, newest_word: datetime | None
) -> bool:
    """Tell whether a promise asks for a word: broken, owed still, and nothing of ours since its date.

    Erasing asks for the deed alone: the case is closed, and the finder's page says that the promise was broken.
    """
    if broken_at is None or ended_at is not None or kind is PromiseKind.ERASURE:
        return False
    return newest_word is None or newest_word <= broken_at


def asking(promises: Iterable[ShownObligation], newest_word: datetime | None) -> ShownObligation | None:
    """Return the promise to speak about, as its finder knows it: of those that ask for a word the one that was due first; None where none does."""
    known = [replace(each, settled=each.told, told=None) if each.told else each for each in promises]
    found = [each for each in known if is_unsaid(each.kind, each.settled.broken_at, each.settled.ended_at, newest_word)]
    return min(found, key=lambda each: each.settled.due_at, default=None)


def hears_again(silence: Promise | None, region: Region, *, now: datetime) -> date:
    """Return the day by which a finder hears more after a broken promise: what is promised about progress, if that is sooner than five working days."""
    terms = [SOON, *([silence] if silence else [])]
    return min(due(each, now, region) for each in terms).astimezone(ZoneInfo(region.zone)).date()
