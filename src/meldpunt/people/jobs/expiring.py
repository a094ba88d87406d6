"""What people leave to be forgotten: drafts, links and absences that ran out."""

from datetime import datetime

from meldpunt.people.actions import expire_absences, expire_drafts, expire_links


def expire(*, now: datetime) -> int:
    """Erase what ran out; return how many rows went."""
    return expire_drafts(now=now) + expire_links(now=now) + expire_absences(now=now)
