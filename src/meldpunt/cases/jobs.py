"""What runs again and again: forgetting finder sessions that are over, and addresses nobody may keep any more."""

from datetime import datetime

from meldpunt.cases.actions import expire_addresses, expire_sessions


def expire_finder_sessions(*, now: datetime) -> int:
    """Forget one batch; return how many rows went, 0 when there is nothing to do."""
    return expire_sessions(now=now)


def forget_unwanted_addresses(*, now: datetime) -> int:
    """Erase one batch; return how many rows changed, 0 when there is nothing to do."""
    return expire_addresses(now=now)
