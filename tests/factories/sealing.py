"""Keys and their wraps for tests."""

from uuid import uuid4

from meldpunt.journal.actions import transaction
from meldpunt.sealing.actions import keep_wraps
from meldpunt.sealing.terms import ContentKey, PublicKey, Purpose


def make_key(*, purpose: Purpose = Purpose.REPORT) -> ContentKey:
    """Return a content key that nobody holds yet."""
    return ContentKey(id=uuid4(), purpose=purpose, organisation=uuid4(), thread=uuid4(), secret=bytes(range(32)))


def make_wrap(*, to: PublicKey) -> ContentKey:
    """Wrap a new content key to one recipient; return it."""
    key = make_key()
    with transaction():
        keep_wraps(key=key, to=[to])
    return key
