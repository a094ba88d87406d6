"""What is due, for a member's own calendar program."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from meldpunt.cases.queries import list_reviews
from meldpunt.cases.terms import ReviewLine
from meldpunt.obligations.queries import duties_for_feed, list_for_feed
from meldpunt.obligations.terms import FeedAbout, FeedLine
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, FeedScope, Visitor

MOST: Final = 1000
PASSED: Final = timedelta(days=60)
"""What was due longer ago is a matter for the due list, not for a calendar."""


def due_feed(*, visitor: Visitor, scope: FeedScope, now: datetime) -> list[FeedLine]:
    """Return what is owed in the cases that the feed is about, and what is looked at again, the soonest first. Raises NotAllowed."""
    allow(visitor, Deed.READ_QUEUE)
    organisation, since = visitor.organisation.id, now - PASSED
    handler = visitor.member if scope is FeedScope.MINE else None
    lines = list_for_feed(organisation=organisation, handler=handler, since=since, limit=MOST)
    lines += duties_for_feed(organisation=organisation, handler=handler, since=since, limit=MOST)
    reviews = list_reviews(organisation=organisation, limit=MOST)
    lines += [_review(each, now) for each in reviews if each.review_at >= since and _in_hands(each, handler)]
    return sorted(lines, key=lambda line: line.due_at)[:MOST]


def _in_hands(review: ReviewLine, handler: UUID | None) -> bool:
    """Tell whether a case belongs to the feed: all do where there is no `handler`, else theirs and nobody's."""
    return handler is None or review.assigned_to in {None, handler}


def _review(line: ReviewLine, now: datetime) -> FeedLine:
    return FeedLine(
        id=uuid5(line.case, "review"),
        number=line.number,
        about=FeedAbout.REVIEW,
        due_at=line.review_at,
        broken=line.review_at < now,
    )
