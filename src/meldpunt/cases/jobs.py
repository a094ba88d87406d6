"""What runs again and again: forgetting finder sessions that are over."""

from datetime import datetime

from meldpunt.cases.actions import expire_sessions


def expire_finder_sessions(*, now: datetime) -> int:
    """Forget one batch; return how many rows went, 0 when there is nothing to do."""
    return expire_sessions(now=now)
