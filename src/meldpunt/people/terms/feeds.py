"""Words of the calendar feed: due dates for a member's own calendar program, at an address that is a secret."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FeedScope(StrEnum):
    """Whose cases a feed is about: everybody's, or the member's own and those that nobody has."""

    ALL = "all"
    MINE = "mine"


@dataclass(frozen=True)
class FeedFacts:
    """That a member has an address for the feed; the address itself is nowhere."""

    scope: FeedScope
    made_at: datetime
