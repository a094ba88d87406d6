"""An OpenPGP key with its secret parts behind a passphrase, as mail programs take it (RFC 4880, 3.7.1.3, 3.7.2.1 and 5.5.3).

Sequoia's Python interface makes no such key, so the few bytes around each secret part are written here: AES-256 in CFB under a key that is
stretched from the passphrase with SHA-256 over 65 million bytes, the most that the format has. Argon2 would be better, and GnuPG does not read it.
"""

import hashlib
import os
from collections.abc import Iterable
from typing import Final

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from pysequoia.packet import Packet, PacketPile, Tag

from meldpunt.people.terms import KeyFlaw, KeyRefused

_PUBLIC: Final = (Tag.PublicKey, Tag.PublicSubkey)
_SECRET_KEY, _SECRET_SUBKEY = 5, 7
"""Tags of packets (RFC 4880, 4.3)."""
_SECRET: Final = (Tag.SecretKey, Tag.SecretSubkey)
_VERSION: Final = 4
_SALT, _BLOCK, _CHECKSUM = 8, 16, 2  # bytes
_AES_256, _SHA_256, _ITERATED = 9, 8, 3
_WITH_SHA_1: Final = 254
_MOST: Final = 255
_COUNT: Final = (16 + (_MOST & 15)) << ((_MOST >> 4) + 6)
"""Bytes that are hashed for one key: 65,011,712."""


def protected(*, certificate: bytes, secret: bytes, passphrase: str) -> bytes:
    """Return the key as it is published, with the secret parts of `secret` behind the passphrase; binary.

    Raises KeyRefused (LOCKED) where a secret part is behind a passphrase already, or is none of version 4.
    """
    parts = [packet.body for packet in PacketPile.from_bytes(secret) if packet.tag in _SECRET]
    return b"".join(_packet(packet, parts, passphrase) for packet in PacketPile.from_bytes(certificate))


def _packet(packet: Packet, secrets: Iterable[bytes], passphrase: str) -> bytes:
    """Return a packet of the public key, with its secret part where there is one: that begins with all of the public one."""
    public = packet.body
    secret = next((body for body in secrets if body.startswith(public)), None) if packet.tag in _PUBLIC else None
    if secret is None:
        return bytes(packet)
    tag = _SECRET_KEY if packet.tag == Tag.PublicKey else _SECRET_SUBKEY
    body = public + _locked(secret[len(public) :], passphrase, is_known=public[0] == _VERSION)
    return bytes([0xC0 | tag, 0xFF]) + len(body).to_bytes(4, "big") + body


def _locked(part: bytes, passphrase: str, *, is_known: bool) -> bytes:
    """Return what stands behind the public part: how it is locked, and the numbers and their digest, encrypted. Raises KeyRefused."""
    if not is_known or part[0] != 0:
        raise KeyRefused(KeyFlaw.LOCKED)
    numbers = part[1:-_CHECKSUM]
    salt, start = os.urandom(_SALT), os.urandom(_BLOCK)
    encryptor = Cipher(AES256(_stretched(passphrase, salt)), CFB(start)).encryptor()
    clear = numbers + hashlib.sha1(numbers, usedforsecurity=False).digest()
    how = bytes([_WITH_SHA_1, _AES_256, _ITERATED, _SHA_256]) + salt + bytes([_MOST])
    return how + start + encryptor.update(clear) + encryptor.finalize()


def _stretched(passphrase: str, salt: bytes) -> bytes:
    """Return the key that a passphrase yields: the digest of it, salted, over and over."""
    once = salt + passphrase.encode()
    piece = once * (1 + (1 << 20) // len(once))
    digest, left = hashlib.sha256(), _COUNT
    while left > 0:
        digest.update(piece[:left])
        left -= len(piece)
    return digest.digest()
