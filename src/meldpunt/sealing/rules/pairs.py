"""Key pairs: X-Wing (ML-KEM-768 with X25519), each from a seed of 32 bytes (draft-connolly-cfrg-xwing-kem-08)."""

import hashlib
import os
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

from meldpunt.sealing.terms import CannotOpen, PublicKey

SEED_SIZE: Final = 32
MLKEM_SEED_SIZE: Final = 64
MLKEM_PUBLIC_SIZE: Final = 1184
PUBLIC_SIZE: Final = MLKEM_PUBLIC_SIZE + 32

FINGERPRINT_GROUPS: Final = 8


def new_seed() -> bytes:
    """Return a fresh seed: the whole secret of a new key pair."""
    return os.urandom(SEED_SIZE)


def public_key(seed: bytes, key_id: UUID) -> PublicKey:
    """Return the public half of the key pair of a seed, under the id it is stored with."""
    mlkem, x25519 = _halves(seed)
    return PublicKey(key_id, mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())


def fingerprint_words(raw: bytes) -> str:
    """Return eight groups of three digits (79 bits) that two people compare by voice, in any language."""
    digest = hashlib.sha256(b"meldpunt fingerprint" + raw).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10 ** (3 * FINGERPRINT_GROUPS):0{3 * FINGERPRINT_GROUPS}}"
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))


def opening_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    """Return the private key of a seed, as HPKE takes it."""
    return MLKEM768X25519PrivateKey(*_halves(seed))


@lru_cache(maxsize=64)
def sealing_key(public: PublicKey) -> MLKEM768X25519PublicKey:
    """Return a public key as HPKE takes it; ValueError when it is not 1216 bytes. Remembered: every report is sealed to the same few."""
    if len(public.raw) != PUBLIC_SIZE:
        message = "an X-Wing public key is 1216 bytes"
        raise ValueError(message)
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public.raw[:MLKEM_PUBLIC_SIZE]),
        X25519PublicKey.from_public_bytes(public.raw[MLKEM_PUBLIC_SIZE:]),
    )


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Return the two private keys of a seed; CannotOpen when it is no seed."""
    if len(seed) != SEED_SIZE:
        raise CannotOpen
    expanded = hashlib.shake_256(seed).digest(MLKEM_SEED_SIZE + 32)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:MLKEM_SEED_SIZE]),
        X25519PrivateKey.from_private_bytes(expanded[MLKEM_SEED_SIZE:]),
    )
