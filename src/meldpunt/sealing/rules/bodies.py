"""Sealing a value that fits in memory: ChaCha20-Poly1305 under a subkey of its own, padded to a size class.

The subkey is HKDF(secret, 24 random bytes), used once, so its nonce is zero.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.rules.formats import with_format, without_format
from meldpunt.sealing.rules.padding import pad, unpad
from meldpunt.sealing.terms import CannotOpen, ContentKey, Format, Place, joined

SALT_SIZE: Final = 24
NONCE: Final = bytes(12)


def seal(clear: bytes, *, key: ContentKey, place: Place) -> bytes:
    """Return the bytes sealed under a content key for one place; ValueError when that is of another thread."""
    if (place.organisation, place.thread) != (key.organisation, key.thread):
        message = "the place and the key belong to different threads"
        raise ValueError(message)
    return _seal(key.secret, clear, Format.BODY, place.bind(key.purpose, Format.BODY))


def open_sealed(sealed: bytes, *, key: ContentKey, place: Place) -> bytes:
    """Return what `seal` sealed; CannotOpen with another key, at another place, or when it was changed."""
    return _open(key.secret, sealed, Format.BODY, place.bind(key.purpose, Format.BODY))


def seal_under(secret: bytes, clear: bytes, info: bytes) -> bytes:
    """Return the bytes sealed under a bare secret (32 bytes); `info` says for what, the same when opening."""
    return _seal(secret, clear, Format.UNDER, _under_info(info))


def open_under(secret: bytes, sealed: bytes, info: bytes) -> bytes:
    """Return what `seal_under` sealed; CannotOpen with another secret or info, or when it was changed."""
    return _open(secret, sealed, Format.UNDER, _under_info(info))


def _seal(secret: bytes, clear: bytes, form: Format, bind: bytes) -> bytes:
    salt = os.urandom(SALT_SIZE)
    return with_format(form, salt + _cipher(secret, salt, form).encrypt(NONCE, pad(clear), bind))


def _open(secret: bytes, sealed: bytes, form: Format, bind: bytes) -> bytes:
    rest = without_format(sealed, form)
    try:
        padded = _cipher(secret, rest[:SALT_SIZE], form).decrypt(NONCE, rest[SALT_SIZE:], bind)
    except InvalidTag:
        raise CannotOpen from None
    return unpad(padded)


def _cipher(secret: bytes, salt: bytes, form: Format) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(derive(secret, label=b"meldpunt body" + bytes([form]), salt=salt))


def _under_info(info: bytes) -> bytes:
    return joined(b"meldpunt under", bytes([Format.UNDER]), info)
