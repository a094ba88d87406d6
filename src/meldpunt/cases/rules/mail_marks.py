"""What ties a mail to a finder's thread: a token in the address that it is sent to, and the Message-IDs of the mails before it.

Invariant: a thief of the database finds neither token nor Message-ID, and cannot test a guess: everything stored is made under a secret of
the server. A token tells its case to us alone, and a subject never does.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import joined

TOKEN_SIZE: Final = 10
"""Bytes of a token: 80 bits, sixteen characters of base 32 (RFC 4648), which every mail server leaves as they are."""

_TOKEN: Final = re.compile(r"[a-z2-7]{16}")
_MOST_LOCAL: Final = 64  # RFC 5321, 4.5.3.1.1


def token_of(thread: UUID, *, secret: bytes) -> str:
    """Return the token of a thread, the same for ever under the server's secret."""
    found = _digest(secret, b"meldpunt mail token", thread.bytes)[:TOKEN_SIZE]
    return b32encode(found).decode().lower()


def mark_of_token(token: str, *, organisation: UUID, secret: bytes) -> bytes:
    """Return what is stored of a token (32 bytes)."""
    return _digest(secret, b"meldpunt mail token mark", organisation.bytes, token.encode())


def mark_of_message_id(message_id: str, *, organisation: UUID, secret: bytes) -> bytes:
    """Return what is stored of a Message-ID, with or without its brackets (32 bytes)."""
    plain = message_id.strip().removeprefix("<").removesuffix(">").strip()
    return _digest(secret, b"meldpunt message id mark", organisation.bytes, plain.encode("utf-8", "surrogatepass"))


def address_with(token: str, *, mail_in: str, subaddress: str) -> str:
    """Return the address to answer to (RFC 5233): the organisation's own with the token behind the sign, or as it is where that does not fit."""
    local, _, domain = mail_in.rpartition("@")
    with_token = f"{local}{subaddress}{token}"
    return f"{with_token}@{domain}" if subaddress and len(with_token) <= _MOST_LOCAL else mail_in


def token_in(address: str, *, mail_in: str, subaddress: str) -> str | None:
    """Return the token in an address that a mail came to, or None. Case does not matter: mail servers change it."""
    if not mail_in or not subaddress:
        return None
    local, _, domain = mail_in.lower().rpartition("@")
    came, _, at = address.strip().strip("<>").lower().rpartition("@")
    token = came.removeprefix(f"{local}{subaddress}")
    return token if at == domain and token != came and _TOKEN.fullmatch(token) else None


def answered(before: Sequence[str], message_id: str) -> tuple[str, ...]:
    """Return the Message-IDs that the next letter answers: of those before the first, then the newest."""
    return tuple(dict.fromkeys([*before[:1], message_id]))


def _digest(secret: bytes, label: bytes, *what: bytes) -> bytes:
    return hmac.digest(derive(secret, label=label), joined(label, *what), hashlib.sha256)
