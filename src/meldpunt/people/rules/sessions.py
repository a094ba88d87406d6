"""What time does to a session of the desk, to links and to drafts."""

from datetime import datetime, timedelta
from typing import Final

from meldpunt.people.terms import SessionState

IDLE_LIMIT: Final = timedelta(minutes=15)
ABSOLUTE_LIMIT: Final = timedelta(hours=12)
INVITATION_LIFE: Final = timedelta(days=7)
FIRST_INVITATION_LIFE: Final = timedelta(days=30)
RESET_LIFE: Final = timedelta(hours=2)
CODE_LIFE: Final = timedelta(minutes=5)
DRAFT_LIFE: Final = timedelta(days=7)


def session_state(*, started_at: datetime, last_seen_at: datetime, now: datetime) -> SessionState:
    """Tell what is left of a session: OPEN, IDLE (the desk locks, the member stays signed in) or OVER.

    A clock that went back counts as no time passed.
    """
    if now - started_at >= ABSOLUTE_LIMIT:
        return SessionState.OVER
    if now - last_seen_at >= IDLE_LIMIT:
        return SessionState.IDLE
    return SessionState.OPEN
