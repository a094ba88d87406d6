"""What runs again and again: forgetting used forms and uploads that waited in vain."""

from datetime import datetime

from meldpunt.arrivals.actions import expire


def expire_arrivals(*, now: datetime) -> int:
    """Forget one batch; return how many rows went, 0 when there is nothing to do."""
    return expire(now=now)
