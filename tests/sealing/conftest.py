"""What the tests of sealing share: one key pair, one content key, one place."""

from uuid import uuid4

import pytest

from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.rules.pairs import new_seed, public_key
from meldpunt.sealing.terms import ContentKey, Place, PublicKey, Purpose


@pytest.fixture(scope="module", autouse=True)
def light_passwords() -> None:
    """Stretch passwords as in earnest: here it is the subject."""


@pytest.fixture
def seed() -> bytes:
    """Make a recipient's seed."""
    return new_seed()


@pytest.fixture
def recipient(seed: bytes) -> PublicKey:
    """Make the public key of that seed."""
    return public_key(seed, uuid4())


@pytest.fixture
def key() -> ContentKey:
    """Make a report's content key."""
    return new_key(purpose=Purpose.REPORT, organisation=uuid4(), thread=uuid4())


@pytest.fixture
def place(key: ContentKey) -> Place:
    """Name a place in that key's thread."""
    return Place(key.organisation, key.thread, "report/1", "body")
