"""Whether a member has a calendar feed."""

from uuid import UUID

from meldpunt.people.models import FeedAddress
from meldpunt.people.terms import FeedFacts, FeedScope


def feed_of(member: UUID) -> FeedFacts | None:
    """Return what is known of the address of a member's feed, or None where there is none."""
    row = FeedAddress.objects.filter(member=member).first()
    return FeedFacts(FeedScope(row.scope), row.made_at) if row else None
