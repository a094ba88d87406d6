"""Messages as finders make them, and keys of ours to open them with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pysequoia import Cert, encrypt

from meldpunt.outside.opening import ChildOpener
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.terms import HeldKey, MessageFlaw, MessageRefused, OpenedMessage, ReadKey
from tests.outside.gnupg import Gpg, gnupg

NOW = datetime.now(tz=UTC)
UNTIL = NOW + timedelta(days=700)
TEXT = "A hole in the fence: é, ✓\n"
OURS, FINDER = "security@haven.example", "anna@finder.example"


def finders_gpg() -> Iterator[Gpg]:
    """Give a gpg whose ring holds the finder's key; to be used by all tests of a file, because making keys takes gpg long."""
    with gnupg() as made:
        made.make(FINDER, kind="future-default")
        yield made


def really(text: str, key: ReadKey) -> bytes:
    """Encrypt a text to a key."""
    return bytes(encrypt(text.encode(), recipients=[Cert.from_bytes(key.certificate)]))


def make(user_id: str = f"Haven <{OURS}>") -> ReadKey:
    """Return a new key of ours."""
    return Sequoia().make(user_id=user_id, until=UNTIL)


def held(*keys: ReadKey) -> list[HeldKey]:
    """Return keys as the server holds them."""
    return [HeldKey(key.fingerprint, key.certificate, key.secret) for key in keys]


def by_gpg(gpg: Gpg, content: bytes, key: ReadKey, *options: str) -> bytes:
    """Encrypt as a finder does who imported the key."""
    gpg.run("--import", given=key.certificate)
    done = gpg.run("--trust-model", "always", "--encrypt", "--recipient", key.fingerprint, *options, given=content)
    assert done.returncode == 0, done.stderr
    return done.stdout


def opened(content: bytes, *keys: ReadKey, signers: list[bytes] | None = None, now: datetime = NOW) -> OpenedMessage:
    """Open a message in a child."""
    return ChildOpener().open(content, keys=held(*keys), signers=signers or [], now=now)


def flaw(content: bytes, *keys: ReadKey) -> MessageFlaw:
    """Tell why a message stays closed."""
    with pytest.raises(MessageRefused) as caught:
        opened(content, *keys)
    return caught.value.flaw
