"""The address of a member's calendar feed: made, shown once, revoked."""

from datetime import datetime

from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import allow
from meldpunt.people.actions.keys import hold_for
from meldpunt.people.models import FeedAddress
from meldpunt.people.terms import Deed, FeedScope, NotThere, Visitor
from meldpunt.sealing.rules import locks


def make_feed_address(*, scope: FeedScope, by: Visitor, now: datetime) -> str:
    """Return the token of a new address of the visitor's feed, kept as a digest alone; an older one finds nothing any more. Raises NotAllowed."""
    allow(by, Deed.READ_QUEUE)
    token = locks.new_token()
    with transaction():
        hold_for(by, Deed.READ_QUEUE)
        fresh = {"digest": locks.open_token(token, use="feed").digest, "scope": scope.value, "made_at": now}
        FeedAddress.objects.update_or_create(member_id=by.member, defaults=fresh)
        _record("member.feed_made", by, now)
    return token


def revoke_feed_address(*, by: Visitor, now: datetime) -> None:
    """Make the address of the visitor's feed worthless. Raises NotAllowed, NotThere where there is none."""
    allow(by, Deed.READ_QUEUE)
    with transaction():
        hold_for(by, Deed.READ_QUEUE)
        if not FeedAddress.objects.filter(member=by.member).delete()[0]:
            raise NotThere
        _record("member.feed_revoked", by, now)


def _record(deed: str, by: Visitor, now: datetime) -> None:
    facts = {"member": str(by.member)}
    record(organisation=by.organisation.id, case=None, by=by.actor, deed=deed, facts=facts, now=now)
