"""What runs again and again: settling what happened, and what is due."""

import logging
from datetime import datetime
from functools import partial
from uuid import UUID

from meldpunt.journal.queries import heads
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import follow, make_figures, settle, warn
from meldpunt.obligations.queries import due_cases, due_figures, followed
from meldpunt.people.jobs import done_apart

log = logging.getLogger(__name__)
AT_ONCE = 200
WARNED = 20_000
"""More than are ever due at once: what does not fit goes in a letter of its own."""


def settle_obligations(*, now: datetime) -> int:
    """Settle a batch: for each organisation the next lines of its journal, then obligations whose date passed.

    Returns how much was done. What it costs grows with what happened and what is due, not with what is stored.
    """
    return _follow_all(now) + _settle_due(now)


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
    for case in found.failed:
        log.error("the obligations of case %s cannot be settled", case)
    return found.lines


def _settle_due(now: datetime) -> int:
    cases = due_cases(now=now, limit=AT_ONCE)
    return sum(
        done_apart("obligations", organisation, partial(_settle, organisation, case, now))
        for organisation, case in cases
    )


def _settle(organisation: UUID, case: UUID, now: datetime) -> int:
    return settle(organisation=organisation, case=case, by=SYSTEM, now=now)
