"""One secret from another: HKDF-SHA256 (RFC 5869), each use under its own label."""

from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_SIZE: Final = 32


def derive(secret: bytes, *, label: bytes, salt: bytes = b"", length: int = SECRET_SIZE) -> bytes:
    """Return `length` bytes derived from a secret; other labels and salts give unrelated bytes."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=label).derive(secret)
