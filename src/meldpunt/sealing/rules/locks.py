"""What opens a seed: a password, or a token of 256 bits (recovery code, invitation link)."""

import hmac
import os
import threading
import unicodedata
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from meldpunt.sealing.rules.base32 import decode, encode
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.rules.formats import with_format, without_format
from meldpunt.sealing.terms import BadToken, Format, PasswordKeys, TokenLock, TooManyAtOnce, joined

PASSWORD_SALT_SIZE: Final = 16
ARGON2_PASSES: Final = 3
ARGON2_KIBIBYTES: Final = 64 * 1024
TOKEN_SIZE: Final = 32
TOKEN_GROUP: Final = 6

AT_ONCE: Final = 3
"""Passwords that are stretched or wait for it; every one holds a thread that draws pages."""

_places = threading.BoundedSemaphore(AT_ONCE)
_one_at_a_time = threading.Lock()
"""Each run takes 64 MiB: guesses that come together wait for each other instead of filling the memory."""


def new_salt() -> bytes:
    """Return a fresh salt for `open_password`; its first byte says how the password is stretched."""
    return with_format(Format.PASSWORD, os.urandom(PASSWORD_SALT_SIZE))


def open_password(password: str, salt: bytes, pepper: bytes) -> PasswordKeys:
    """Return the verifier and the lock key of a password.

    One run of Argon2id (RFC 9106; 3 passes, 64 MiB, one lane), one at a time in this process; two more may wait.
    `salt` is from `new_salt`, `pepper` is the server's. Unicode that looks the same is the same password (NFKC).
    UnknownFormat when the salt is none, TooManyAtOnce when others wait already.
    """
    stretched = _stretch(password, without_format(salt, Format.PASSWORD))
    return PasswordKeys(
        verifier=derive(stretched, label=b"meldpunt password verifier", salt=pepper),
        lock_key=derive(stretched, label=b"meldpunt password lock", salt=pepper),
    )


def _stretch(password: str, salt: bytes) -> bytes:
    if not _places.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        with _one_at_a_time:
            return hash_secret_raw(
                unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass"),
                salt,
                time_cost=ARGON2_PASSES,
                memory_cost=ARGON2_KIBIBYTES,
                parallelism=1,
                hash_len=32,
                type=Type.ID,
            )
    finally:
        _places.release()


def same(one: bytes, other: bytes) -> bool:
    """Say whether two secrets are equal, taking the same time wherever they differ."""
    return hmac.compare_digest(one, other)


def new_token() -> str:
    """Return a fresh token of 256 bits as text: nine groups of six characters."""
    return encode(os.urandom(TOKEN_SIZE), group=TOKEN_GROUP)


def open_token(token: str, *, use: str) -> TokenLock:
    """Return what a token yields for one use ("recovery", "invitation", ...); BadToken when it is mistyped or none."""
    secret = decode(token, size=TOKEN_SIZE)
    if secret is None:
        raise BadToken
    return TokenLock(
        digest=derive(secret, label=joined(b"meldpunt token digest", use.encode())),
        seed=derive(secret, label=joined(b"meldpunt token seed", use.encode())),
    )
