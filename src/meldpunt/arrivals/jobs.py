"""What runs again and again: forgetting used forms, uploads that waited in vain, mails whose time is over, and who was answered and wrote."""

from datetime import datetime

from meldpunt.arrivals.actions import expire, expire_answered, expire_mails, expire_senders


def expire_arrivals(*, now: datetime) -> int:
    """Forget one batch; return how many rows went, 0 when there is nothing to do."""
    return expire(now=now) + expire_mails(now=now) + expire_answered(now=now) + expire_senders(now=now)
