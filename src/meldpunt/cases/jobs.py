"""What runs again and again: keeping whether finders were told, leaving cases of who left to nobody, warning of reviews, and forgetting finder sessions that are over, and addresses nobody may keep any more."""

from datetime import datetime
from functools import partial

from meldpunt.cases.actions import (
    expire_addresses,
    expire_code_links,
    expire_sessions,
    note_codes_lost,
    note_told,
    release,
    warn_of_reviews,
)
from meldpunt.journal.terms import SYSTEM
from meldpunt.people.jobs import done_apart
from meldpunt.people.queries import members_without_cases


def expire_finder_sessions(*, now: datetime) -> int:
    """Forget one batch; return how many rows went, 0 when there is nothing to do."""
    return expire_sessions(now=now)


def forget_code_links(*, now: datetime) -> int:
    """Forget links to access codes that nobody used in time, one batch; return how many rows went."""
    return expire_code_links(now=now)


def forget_unwanted_addresses(*, now: datetime) -> int:
    """Erase one batch; return how many rows changed, 0 when there is nothing to do."""
    return expire_addresses(now=now)


def keep_told(*, now: datetime) -> int:
    """Keep what became of letters about our words, and of those with access codes that never left, one batch; return how many were settled."""
    return note_told(by=SYSTEM, now=now) + note_codes_lost(by=SYSTEM, now=now)


def release_cases(*, now: datetime) -> int:
    """Leave the open cases of who may not have any to nobody, a batch for each organisation; return how many.

    One that is closed comes when it is opened again.
    """
    return sum(
        done_apart(
            "cases of who left",
            organisation,
            partial(release, organisation=organisation, members=members, by=SYSTEM, now=now),
        )
        for organisation, members in members_without_cases().items()
    )


def warn_of_due_reviews(*, now: datetime) -> int:
    """Send the warnings about progress that is withheld whose moment has come; return how many there were."""
    return warn_of_reviews(by=SYSTEM, now=now)
