"""Keys and their wraps for tests."""

from uuid import uuid4

from meldpunt.journal.actions import transaction
from meldpunt.sealing.actions import keep_wraps
from meldpunt.sealing.rules import wraps
from meldpunt.sealing.rules.pairs import sealing_key
from meldpunt.sealing.terms import ContentKey, Format, PublicKey, Purpose


def make_key(*, purpose: Purpose = Purpose.REPORT) -> ContentKey:
    """Return a content key that nobody holds yet."""
    return ContentKey(id=uuid4(), purpose=purpose, organisation=uuid4(), thread=uuid4(), secret=bytes(range(32)))


def make_wrap(*, to: PublicKey) -> ContentKey:
    """Wrap a new content key to one recipient; return it."""
    key = make_key()
    with transaction():
        keep_wraps(key=key, to=[to])
    return key


def wrap_as_before(key: ContentKey, *, to: PublicKey) -> bytes:
    """Return a content key wrapped in format 1, which nothing writes any more."""
    clear = wraps.PURPOSE_CODES[key.purpose] + key.organisation.bytes + key.thread.bytes + key.secret
    info = wraps._wrap_info(Format.WRAP, key.id, to.id)
    return bytes([Format.WRAP]) + wraps.SUITE.encrypt(clear, sealing_key(to), info)
