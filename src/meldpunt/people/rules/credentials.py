"""From a password to what is stored of it, and back: one stretch, split into verifier and lock key."""

import os
from dataclasses import dataclass, field
from typing import Final

from meldpunt.sealing.rules import locks

PREFIX: Final = "meldpunt$"


@dataclass(frozen=True)
class Stretched:
    """A password after its one run: what to store, and the key that stays in memory."""

    salt: bytes = field(repr=False)
    verifier: str = field(repr=False)
    lock_key: bytes = field(repr=False)


def stretch(password: str, *, pepper: bytes) -> Stretched:
    """Return a new password, stretched under a fresh salt. Slow on purpose: never inside a transaction."""
    salt = locks.new_salt()
    keys = locks.open_password(password, salt, pepper)
    return Stretched(salt=salt, verifier=PREFIX + keys.verifier.hex(), lock_key=keys.lock_key)


def lock_key_of(password: str, *, salt: bytes | None, verifier: str, pepper: bytes) -> bytes | None:
    """Return the lock key if the password is right, None if not or if there is nothing to compare with.

    The work is the same in all three cases: without a salt a fresh one is stretched and compared with chance.
    """
    keys = locks.open_password(password, salt or locks.new_salt(), pepper)
    wanted = verifier.removeprefix(PREFIX) if salt else os.urandom(32).hex()
    is_right = locks.same(keys.verifier.hex().encode(), wanted.encode())
    return keys.lock_key if is_right else None
