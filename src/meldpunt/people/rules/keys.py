"""What ties a sealed seed to its place, and how a member tells a true organisation key from a false one.

Invariants: the seed of an organisation's key is only ever sealed to somebody; the key a member last saw (the pin)
stands behind the member's own password; each new key is vouched for under the key before it (the succession), so
that a key put into the database by a stranger is noticed even when its seed was handed to every member. Each grant
carries a mark that only a holder of the granted seed can make, so that a recipient's key that was exchanged is noticed too.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from meldpunt.sealing.rules import bodies, marks, pairs
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import CannotOpen, PublicKey, SealingError, joined

SEED_SIZE: Final = 32
DIGEST_SIZE: Final = 32


@dataclass(frozen=True)
class Pin:
    """The organisation key a member last saw, and the secret that vouches for the next one."""

    key: UUID
    digest: bytes = field(repr=False)
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class StoredKey:
    """An organisation key as the database has it."""

    id: UUID
    follows: UUID | None
    public: bytes = field(repr=False)
    succession: bytes | None = field(repr=False)


def grant_info(*, organisation: UUID, key: UUID) -> bytes:
    """Say what a grant is: an organisation key's seed."""
    return joined(b"meldpunt grant", organisation.bytes, key.bytes)


def grant_mark(seed: bytes, *, organisation: UUID, key: UUID, kind: str, to: PublicKey) -> bytes:
    """Return the mark of a grant: who holds the seed says that it was given to this very public key."""
    return marks.make(seed, _mark_info(organisation=organisation, key=key, kind=kind, to=to))


def mark_fits(mark: bytes, seed: bytes, *, organisation: UUID, key: UUID, kind: str, to: PublicKey) -> bool:
    """Tell whether a grant's recipient still has the public key to which the seed was given; without a mark it does not."""
    return marks.fits(mark, seed, _mark_info(organisation=organisation, key=key, kind=kind, to=to))


def lock_info(member: UUID) -> bytes:
    """Say what a password lock holds: a member's seed and pin."""
    return joined(b"meldpunt password lock", member.bytes)


def draft_info(*, member: UUID, where: str) -> bytes:
    """Say what a draft is, and which form it belongs to."""
    return joined(b"meldpunt draft", member.bytes, where.encode())


def pin_of(key: PublicKey, seed: bytes) -> Pin:
    """Return the pin of an organisation key whose seed is at hand."""
    return Pin(key.id, hashlib.sha256(key.raw).digest(), derive(seed, label=b"meldpunt succession"))


def lock_content(seed: bytes, pin: Pin | None) -> bytes:
    """Return what goes behind the password."""
    return seed if pin is None else seed + pin.key.bytes + pin.digest + pin.secret


def read_lock(content: bytes) -> tuple[bytes, Pin | None]:
    """Return the seed and the pin from behind the password."""
    seed, rest = content[:SEED_SIZE], content[SEED_SIZE:]
    return seed, Pin(UUID(bytes=rest[:16]), rest[16:48], rest[48:]) if rest else None


def vouch(*, organisation: UUID, old_seed: bytes, new: PublicKey, new_seed: bytes) -> bytes:
    """Return the succession of a new key: only who has the old key's seed can make it."""
    secret, pin = derive(old_seed, label=b"meldpunt succession"), pin_of(new, new_seed)
    return bodies.seal_under(secret, pin.digest + pin.secret, _succession_info(organisation, new.id))


def is_true_key(*, organisation: UUID, current: StoredKey, keys: Iterable[StoredKey], pin: Pin | None) -> bool:
    """Tell whether the current key is the pinned one, or was vouched for from there, step by step.

    Without a pin (a member's first unlocking) everything is taken as true.
    """
    if pin is None:
        return True
    known = {key.id: key for key in keys}
    try:
        seen = _walk(organisation, current, known, pin)
    except SealingError:
        return False
    return seen.digest == hashlib.sha256(current.public).digest()


def seed_fits(seed: bytes | None, public: bytes) -> bool:
    """Tell whether a seed is the secret half of a stored public key."""
    try:
        return seed is not None and pairs.public_key(seed, UUID(int=0)).raw == public
    except SealingError:
        return False


def _walk(organisation: UUID, current: StoredKey, known: dict[UUID, StoredKey], pin: Pin) -> Pin:
    """Follow the successions from the pinned key to the current one. Raises CannotOpen where one does not hold."""
    path, at = [], current
    while at.id != pin.key:
        path.append(at)
        if at.follows is None or at.follows not in known or len(path) > len(known):
            raise CannotOpen
        at = known[at.follows]
    for step in reversed(path):
        content = bodies.open_under(pin.secret, step.succession or b"", _succession_info(organisation, step.id))
        pin = Pin(step.id, content[:DIGEST_SIZE], content[DIGEST_SIZE:])
    return pin


def _mark_info(*, organisation: UUID, key: UUID, kind: str, to: PublicKey) -> bytes:
    return joined(b"meldpunt grant", organisation.bytes, key.bytes, kind.encode(), to.id.bytes, to.raw)


def _succession_info(organisation: UUID, key: UUID) -> bytes:
    return joined(b"meldpunt succession", organisation.bytes, key.bytes)
