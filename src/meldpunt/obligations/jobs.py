"""What runs again and again: settling what happened, and what is due."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from meldpunt.journal.queries import heads
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import follow, make_figures, note_late, settle_many, warn
from meldpunt.obligations.queries import due_cases, due_figures, followed, late_duties
from meldpunt.people.jobs import done_apart

log = logging.getLogger(__name__)
AT_ONCE = 200
NAMED = 10
"""Cases that one line of the log names."""
WARNED = 100_000
"""More than are ever due at once: what does not fit goes in a letter of its own."""


def settle_obligations(*, now: datetime) -> int:
    """Settle a batch: for each organisation the next lines of its journal, then obligations and duties by law whose date passed.

    Returns how much was done. What it costs grows with what happened and what is due, not with what is stored.
    """
    return _follow_all(now) + _settle_due(now) + _note_late(now)


def warn_of_obligations(*, now: datetime) -> int:
    """Send the warnings whose moment has come, one letter a member; return how many warnings there were."""
    return warn(by=SYSTEM, now=now, limit=WARNED)


def make_due_figures(*, now: datetime) -> int:
    """Make the figures of one organisation, so that other work gets its turn between two; return 1 when there may be more."""
    for organisation in due_figures(now=now):
        if done_apart("figures", organisation, partial(_make_figures, organisation, now)):
            return 1
    return 0


def _make_figures(organisation: UUID, now: datetime) -> int:
    make_figures(organisation=organisation, by=SYSTEM, now=now)
    return 1


def _follow_all(now: datetime) -> int:
    done, followed_to = 0, followed()
    for organisation, newest in heads().items():
        if newest <= followed_to.get(organisation, 0):
            continue
        done += done_apart("obligations", organisation, partial(_follow, organisation, now))
    return done


def _follow(organisation: UUID, now: datetime) -> int:
    found = follow(organisation=organisation, by=SYSTEM, now=now)
    _complain(found.failed)
    return found.lines


def _settle_due(now: datetime) -> int:
    """Settle what is due, page after page until enough is done: what cannot be settled stays, and must not stand before the others."""
    cases, mark = due_cases(now=now, limit=AT_ONCE)
    done = _settle_page(cases, now)
    while mark is not None and done < AT_ONCE:
        cases, mark = due_cases(now=now, limit=AT_ONCE, after=mark)
        done += _settle_page(cases, now)
    return done


def _note_late(now: datetime) -> int:
    return sum(
        done_apart("duties", organisation, partial(note_late, organisation=organisation, by=SYSTEM, now=now))
        for organisation in late_duties(now=now)
    )


def _settle_page(cases: Mapping[UUID, list[UUID]], now: datetime) -> int:
    return sum(
        done_apart("obligations", organisation, partial(_settle, organisation, some, now))
        for organisation, some in cases.items()
    )


def _settle(organisation: UUID, cases: list[UUID], now: datetime) -> int:
    found = settle_many(organisation=organisation, cases=cases, by=SYSTEM, now=now)
    _complain(found.failed)
    return found.changed


def _complain(failed: Sequence[UUID]) -> None:
    if failed:
        some = " ".join(str(case) for case in failed[:NAMED])
        log.error("cases whose obligations cannot be settled", extra={"count": len(failed), "cases": some})
