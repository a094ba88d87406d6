"""Delivery: takes what is due in small batches, under a lease."""

from datetime import datetime

from meldpunt.outbox.terms import Carrier


def deliver_due(*, carrier: Carrier, now: datetime, limit: int = 20) -> int:
    """Try the letters that are due, at most `limit`; return how many were delivered."""
    raise NotImplementedError
