"""OpenPGP certificates that came with a message or are known already: read, put together, and judged before anybody uses one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from openpgp.composed import SignedPublicKey
from openpgp.errors import Error
from pysequoia import Cert

from meldpunt.arrivals.terms import KeySource, LearnedKey
from meldpunt.outside.judging import judged
from meldpunt.outside.opening_armour import armoured_keys
from meldpunt.people.rules.openpgp import MAX_KEY
from meldpunt.people.terms import KeyRefused

MOST: Final = 8
"""Keys of one message that are looked at."""
MOST_BYTES: Final = 1024 * 1024
_WORTH: Final = (KeySource.SIGNED, KeySource.ATTACHED, KeySource.AUTOCRYPT, KeySource.TEXT)


def certificates(content: bytes) -> list[SignedPublicKey]:
    """Return the public keys in a file, a block or a text; none where there is none that can be read."""
    if len(content) > MOST_BYTES:
        return []
    found = armoured_keys(content)
    try:
        if not found:
            return SignedPublicKey.from_bytes_many(content)[:MOST]
        return [key for block in found for key in SignedPublicKey.from_armor_many(block)[0]][:MOST]
    except (Error, ValueError):
        return []


def ids_of(certificate: bytes) -> set[str]:
    """Return the ids and the fingerprints of a key and of everything below it."""
    try:
        return set(names(SignedPublicKey.from_bytes(certificate)))
    except Error:
        return set()


def names(key: SignedPublicKey) -> Iterator[str]:
    """Return the ids and the fingerprints of a key and of everything below it, in capitals."""
    yield from (key.key_id.upper(), key.fingerprint.upper())
    for subkey in key.public_subkeys:
        yield from (subkey.key.key_id.upper(), subkey.key.fingerprint.upper())


def merged(keys: Sequence[SignedPublicKey]) -> Cert | None:
    """Return everything that is known of one key, from all copies of it; None where none can be read."""
    whole: Cert | None = None
    for key in keys:
        try:
            other = Cert.from_bytes(key.to_bytes())
            whole = other if whole is None else whole.merge(other)
        except (RuntimeError, Error):
            continue
    return whole


def learned(found: Iterable[tuple[SignedPublicKey, KeySource]], now: datetime) -> tuple[LearnedKey, ...]:
    """Return each key once, with the best place that it was found in and what stands against encrypting to it."""
    by_fingerprint: dict[str, tuple[SignedPublicKey, KeySource]] = {}
    for key, source in sorted(found, key=lambda each: _WORTH.index(each[1])):
        by_fingerprint.setdefault(key.fingerprint.upper(), (key, source))
    keys = (_learned(key, source, now) for key, source in list(by_fingerprint.values())[:MOST])
    return tuple(key for key in keys if key is not None)


def _learned(key: SignedPublicKey, source: KeySource, now: datetime) -> LearnedKey | None:
    content = key.to_bytes()
    if len(content) > MAX_KEY:
        return None
    try:
        good = judged(content, now=now)
    except KeyRefused as refused:
        trouble = refused.flaw
    else:
        return LearnedKey(good.certificate, good.fingerprint, source, tuple(good.addresses), good.expires_at)
    try:
        ends = Cert.from_bytes(content).expiration
    except RuntimeError:
        ends = None
    return LearnedKey(content, key.fingerprint.upper(), source, _addresses(key), ends, trouble)


def _addresses(key: SignedPublicKey) -> tuple[str, ...]:
    ends = (user.rpartition("<")[2].rstrip(">").strip().lower() for user in key.user_ids)
    return tuple(each for each in ends if "@" in each)
