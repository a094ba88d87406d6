"""What people do later: forget drafts, links and absences that ran out; and how work for one organisation is kept from the others'."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from meldpunt.people.actions import expire_absences, expire_drafts, expire_links

log = logging.getLogger(__name__)


def expire(*, now: datetime) -> int:
    """Erase what ran out; return how many rows went."""
    return expire_drafts(now=now) + expire_links(now=now) + expire_absences(now=now)


def done_apart(work: str, organisation: UUID, do: Callable[[], int]) -> int:
    """Do some work for one organisation and return how much it was.

    What goes wrong is logged without its words and counts as nothing, so that the others get theirs; it is tried again later.
    """
    try:
        return do()
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is no reason to leave the others out
        problem = {"work": work, "organisation": str(organisation), "problem": type(error).__name__}
        log.error("work for one organisation failed", extra=problem)  # noqa: TRY400 -- a trace may hold names
        return 0
