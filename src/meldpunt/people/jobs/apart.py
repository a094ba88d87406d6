"""How work that is done for one organisation after another is kept apart: what fails for one leaves the others theirs."""

import logging
from collections.abc import Callable
from uuid import UUID

log = logging.getLogger(__name__)


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
