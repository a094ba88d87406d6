"""What is due, for a member's own calendar program."""

from datetime import datetime, timedelta
from typing import Final

from meldpunt.obligations.queries import list_for_feed
from meldpunt.obligations.terms import FeedLine
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, FeedScope, Visitor

MOST: Final = 1000
PASSED: Final = timedelta(days=60)
"""What was due longer ago is a matter for the due list, not for a calendar."""


def due_feed(*, visitor: Visitor, scope: FeedScope, now: datetime) -> list[FeedLine]:
    """Return what is owed in the cases that the feed is about, the soonest first. Raises NotAllowed."""
    allow(visitor, Deed.READ_QUEUE)
    handler = visitor.member if scope is FeedScope.MINE else None
    return list_for_feed(organisation=visitor.organisation.id, handler=handler, since=now - PASSED, limit=MOST)
