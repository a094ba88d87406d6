"""Sealing to a key pair: HPKE (RFC 9180) with X-Wing, HKDF-SHA256 and ChaCha20-Poly1305.

A wrap carries, sealed, what its content key is for, so that a key pair that retires can hand it on without asking
anybody, and so that it opens only as the key that was asked for. Sealing to a public key is open to everybody who has
it: a value that opens was sealed for this key and place, which does not say by whom.

Sealing to a key pair costs far more than sealing under a secret. So keys that are wrapped together share one secret that is sealed to
the recipient, and each is sealed under a subkey of it. Every wrap carries all that it takes to open it, and nothing of another key:
where a wrap is destroyed, the others do not bring it back.
"""

import os
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from meldpunt.sealing.rules.derivation import SECRET_SIZE, derive
from meldpunt.sealing.rules.formats import format_of, with_format, without_format
from meldpunt.sealing.rules.padding import pad, unpad
from meldpunt.sealing.rules.pairs import opening_key, sealing_key
from meldpunt.sealing.terms import CannotOpen, ContentKey, Format, KeyName, PublicKey, Purpose, Wrapped, joined

SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

PURPOSE_CODES: Final = {
    Purpose.IDENTITY: b"\x01",
    Purpose.REPORT: b"\x02",
    Purpose.CONVERSATION: b"\x03",
    Purpose.FILE: b"\x04",
    Purpose.INTERNAL: b"\x05",
    Purpose.MAIL: b"\x06",
}
CLEAR_SIZE: Final = 1 + 16 + 16 + 32
PURPOSES: Final = {code: purpose for purpose, code in PURPOSE_CODES.items()}
HEAD_SIZE: Final = 1120 + SECRET_SIZE + 16
SALT_SIZE: Final = 24
NONCE: Final = bytes(12)


def wrap(key: ContentKey, *, to: PublicKey) -> bytes:
    """Return a content key sealed to a public key (1274 bytes)."""
    return wrap_all([key], to=[to])[0].sealed


def wrap_all(keys: Iterable[ContentKey], *, to: Iterable[PublicKey]) -> list[Wrapped]:
    """Return every key wrapped to every recipient, for `actions.keep_wrapped`; meant to run before the transaction."""
    bundles = [_Bundle(public) for public in to]
    return [bundle.wrap(key) for key in keys for bundle in bundles]


def unwrap(
    wrapped: bytes, *, key_id: UUID, purpose: Purpose, organisation: UUID, thread: UUID, recipient: UUID, seed: bytes
) -> ContentKey:
    """Return the content key; CannotOpen when seed, recipient or any of the facts about the key is another."""
    name = KeyName(key_id, purpose, organisation, thread)
    return unwrap_named(wrapped, name=name, recipient=recipient, opener=opening_key(seed))


def unwrap_named(wrapped: bytes, *, name: KeyName, recipient: UUID, opener: MLKEM768X25519PrivateKey) -> ContentKey:
    """Return the content key of that name, as `unwrap` does, with a private key that is made once for many wraps."""
    key = unwrap_any(wrapped, key_id=name.id, recipient=recipient, opener=opener)
    if key.name != name:
        raise CannotOpen
    return key


def unwrap_any(wrapped: bytes, *, key_id: UUID, recipient: UUID, opener: MLKEM768X25519PrivateKey) -> ContentKey:
    """Return the content key whatever it is for: to hand it on to another recipient, not to open content with."""
    clear = (_unbundled if format_of(wrapped) is Format.BUNDLED else _unwrapped)(wrapped, key_id, recipient, opener)
    purpose = PURPOSES.get(clear[:1])
    if purpose is None or len(clear) != CLEAR_SIZE:
        raise CannotOpen
    return ContentKey(key_id, purpose, UUID(bytes=clear[1:17]), UUID(bytes=clear[17:33]), clear[33:])


def seal_to(clear: bytes, *, to: PublicKey, info: bytes) -> bytes:
    """Return bytes sealed to a public key and padded; `info` says for what, the same when opening."""
    return with_format(Format.LETTER, SUITE.encrypt(pad(clear), sealing_key(to), _letter_info(to.id, info)))


def open_from(sealed: bytes, *, recipient: UUID, seed: bytes, info: bytes) -> bytes:
    """Return what `seal_to` sealed; CannotOpen when seed, recipient or info is another, or the value was changed."""
    rest = without_format(sealed, Format.LETTER)
    return unpad(_decrypt(rest, opening_key(seed), _letter_info(recipient, info)))


class _Bundle:
    """A fresh secret sealed to one recipient, and the content keys that are sealed under it."""

    def __init__(self, to: PublicKey) -> None:
        """Seal the secret: once, however many keys follow."""
        self._recipient = to.id
        self._secret = os.urandom(SECRET_SIZE)
        self._head = SUITE.encrypt(self._secret, sealing_key(to), _head_info(to.id))

    def wrap(self, key: ContentKey) -> Wrapped:
        """Seal one content key under the secret."""
        clear = PURPOSE_CODES[key.purpose] + key.organisation.bytes + key.thread.bytes + key.secret
        salt = os.urandom(SALT_SIZE)
        info = _wrap_info(Format.BUNDLED, key.id, self._recipient)
        sealed = _subcipher(self._secret, salt).encrypt(NONCE, clear, info)
        return Wrapped(key.id, self._recipient, with_format(Format.BUNDLED, self._head + salt + sealed))


def _unbundled(wrapped: bytes, key_id: UUID, recipient: UUID, opener: MLKEM768X25519PrivateKey) -> bytes:
    rest = without_format(wrapped, Format.BUNDLED)
    secret = _decrypt(rest[:HEAD_SIZE], opener, _head_info(recipient))
    salt, sealed = rest[HEAD_SIZE : HEAD_SIZE + SALT_SIZE], rest[HEAD_SIZE + SALT_SIZE :]
    try:
        return _subcipher(secret, salt).decrypt(NONCE, sealed, _wrap_info(Format.BUNDLED, key_id, recipient))
    except InvalidTag:
        raise CannotOpen from None


def _unwrapped(wrapped: bytes, key_id: UUID, recipient: UUID, opener: MLKEM768X25519PrivateKey) -> bytes:
    """Open a wrap of the first format, in which each key was sealed to the key pair by itself."""
    return _decrypt(without_format(wrapped, Format.WRAP), opener, _wrap_info(Format.WRAP, key_id, recipient))


def _subcipher(secret: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(derive(secret, label=b"meldpunt bundled" + bytes([Format.BUNDLED]), salt=salt))


def _head_info(recipient: UUID) -> bytes:
    return joined(b"meldpunt bundle", bytes([Format.BUNDLED]), recipient.bytes)


def _wrap_info(form: Format, key_id: UUID, recipient: UUID) -> bytes:
    return joined(b"meldpunt wrap", bytes([form]), key_id.bytes, recipient.bytes)


def _letter_info(recipient: UUID, info: bytes) -> bytes:
    return joined(b"meldpunt letter", bytes([Format.LETTER]), recipient.bytes, info)


def _decrypt(ciphertext: bytes, opener: MLKEM768X25519PrivateKey, info: bytes) -> bytes:
    try:
        return SUITE.decrypt(ciphertext, opener, info)
    except (InvalidTag, ValueError):
        raise CannotOpen from None
