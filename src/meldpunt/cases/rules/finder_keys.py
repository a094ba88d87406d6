"""A finder's OpenPGP key under the server's notice key, beside the address it belongs to; and when one is used without asking."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.arrivals.terms import KeySource, LearnedKey
from meldpunt.cases.terms.finder_keys import FinderKeyFacts
from meldpunt.people.rules.openpgp import MAX_KEY
from meldpunt.people.terms import KeyFlaw, ReadKey
from meldpunt.sealing.rules.bodies import open_under, seal_under
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import joined

MOST_KEPT: Final = 8
"""Keys of one thread, refused ones too: who sends more of them is not read for more."""
_SUREST: Final = (KeySource.GIVEN, KeySource.SIGNED, KeySource.ATTACHED, KeySource.AUTOCRYPT, KeySource.TEXT)


def mark_of_key(fingerprint: str, *, thread: UUID, secret: bytes) -> bytes:
    """Return the keyed digest of a fingerprint, another in every thread: nobody sees who reported twice."""
    return derive(secret, label=b"meldpunt finder key mark", salt=joined(thread.bytes, fingerprint.upper().encode()))


def seal_key(facts: FinderKeyFacts, *, key: UUID, thread: UUID, secret: bytes) -> bytes:
    """Return what is known of a key, sealed under the server's notice key."""
    content = {
        "fingerprint": facts.fingerprint,
        "certificate": b64encode(facts.certificate).decode(),
        "addresses": list(facts.addresses),
        "expires_at": facts.expires_at.isoformat() if facts.expires_at else None,
        "trouble": facts.trouble,
    }
    return seal_under(secret, json.dumps(content).encode(), _info(key, thread))


def open_key(sealed: bytes, *, key: UUID, thread: UUID, secret: bytes) -> FinderKeyFacts:
    """Return what is known of a key. Raises SealingError."""
    content = json.loads(open_under(secret, sealed, _info(key, thread)))
    ends, trouble = content["expires_at"], content["trouble"]
    return FinderKeyFacts(
        fingerprint=content["fingerprint"],
        certificate=b64decode(content["certificate"]),
        addresses=tuple(content["addresses"]),
        expires_at=datetime.fromisoformat(ends) if ends else None,
        trouble=KeyFlaw(trouble) if trouble else None,
    )


def facts_of(read: ReadKey) -> FinderKeyFacts:
    """Return what is kept of a key that mail can be encrypted to."""
    return FinderKeyFacts(read.fingerprint, read.certificate, tuple(read.addresses), read.expires_at)


def learned_facts(learned: LearnedKey, now: datetime) -> FinderKeyFacts:
    """Return what is kept of a key from a mail, as whoever read that judged it; that it ended tells its date."""
    try:
        trouble = KeyFlaw(learned.trouble) if learned.trouble else None
    except ValueError:
        trouble = KeyFlaw.UNREADABLE
    ends, fingerprint = learned.expires_at, learned.fingerprint.upper()
    if trouble is KeyFlaw.EXPIRED and ends is not None and ends <= now:
        trouble = None
    return FinderKeyFacts(fingerprint, learned.certificate, learned.addresses, ends, trouble)


def each_once(keys: Iterable[LearnedKey]) -> list[LearnedKey]:
    """Return the keys of one mail, each once: with the surest of the places it stood in, those first. Neither many nor large ones."""
    small = [key for key in keys if len(key.certificate) <= MAX_KEY]
    ordered = sorted(small, key=lambda key: _SUREST.index(key.source))
    return list({key.fingerprint.upper(): key for key in reversed(ordered)}.values())[::-1][:MOST_KEPT]


def is_used_at_once(source: KeySource, *, flaw: KeyFlaw | None, is_report: bool, has_one: bool) -> bool:
    """Tell whether a key is used without asking: it signed the report itself, so whoever holds it wrote that, and no other is in use."""
    return source is KeySource.SIGNED and flaw is None and is_report and not has_one


def _info(key: UUID, thread: UUID) -> bytes:
    return joined(b"meldpunt finder key", thread.bytes, key.bytes)
