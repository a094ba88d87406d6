"""What people do later: forget drafts and links that ran out."""

from datetime import datetime

from meldpunt.people.actions import expire_drafts, expire_links


def expire(*, now: datetime) -> int:
    """Erase what ran out; return how many rows went."""
    return expire_drafts(now=now) + expire_links(now=now)
