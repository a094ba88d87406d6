"""What an OpenPGP key is named, until when it lasts, whether one is taken, and where programs look for it."""

import base64
import hashlib
import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from meldpunt.people.rules.settings import host_name
from meldpunt.people.terms import KeyFlaw, KeyRefused, ReadKey, SettingsRefused
from meldpunt.sealing.terms import joined

LIFE: Final = timedelta(days=2 * 365)
RENEW_BEFORE: Final = timedelta(days=60)
MAX_KEY: Final = 256 * 1024  # bytes; a key with thousands of signatures is somebody's joke

_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MAX_LOCAL: Final = 64
_MAX_ADDRESS: Final = 254
_Z_BASE_32: Final = "ybndrfg8ejkmcpqxot1uwisza345h769"
_NOT_IN_A_NAME: Final = re.compile(r"[<>()@\"\\,;:]")
_BLOCK: Final = "PGP PUBLIC KEY BLOCK"
_CRC_START, _CRC_POLYNOMIAL, _CRC_BIT, _CRC_MASK = 0xB704CE, 0x1864CFB, 0x1000000, 0xFFFFFF


def mail_address(text: str) -> str:
    """Return a mail address as keys name it, its domain in lower case. Raises SettingsRefused."""
    local, _, domain = text.strip().rpartition("@")
    if len(local) > _MAX_LOCAL or not _LOCAL.fullmatch(local) or "." not in domain:
        raise SettingsRefused("address", "not an address")
    try:
        address = f"{local}@{host_name(domain)}"
    except SettingsRefused:
        raise SettingsRefused("address", "not an address") from None
    if len(address) > _MAX_ADDRESS:
        raise SettingsRefused("address", "not an address")
    return address


def user_id(name: str, address: str) -> str:
    """Return the user id of a key: the name without signs that mean something there, and the address."""
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", name).split())
    return f"{plain} <{address}>".strip()


def check_usable(key: ReadKey, *, address: str, now: datetime) -> None:
    """Refuse a key that finders could not use for this address. Raises KeyRefused."""
    if key.revoked:
        raise KeyRefused(KeyFlaw.REVOKED)
    if is_over(key.expires_at, now):
        raise KeyRefused(KeyFlaw.EXPIRED)
    if address.lower() not in key.addresses:
        raise KeyRefused(KeyFlaw.OTHER_ADDRESS)


def check_size(content: bytes) -> bytes:
    """Return the content of a key file, unless it is too large to be one. Raises KeyRefused."""
    if len(content) > MAX_KEY:
        raise KeyRefused(KeyFlaw.TOO_LARGE)
    return content


def is_due(expires_at: datetime | None, now: datetime) -> bool:
    """Tell whether a key is to be renewed by now."""
    return expires_at is not None and expires_at - now <= RENEW_BEFORE


def is_over(expires_at: datetime | None, now: datetime) -> bool:
    """Tell whether a key has ended: nobody can encrypt to it, and a signature of it counts for nothing."""
    return expires_at is not None and expires_at <= now


def seal_info(*, organisation: UUID, key: UUID) -> bytes:
    """Return what a sealed secret key is bound to."""
    return joined(b"meldpunt openpgp key", organisation.bytes, key.bytes)


def directory_name(address: str) -> str:
    """Return under which name programs look for the key of an address (draft-koch-openpgp-webkey-service, 3.1)."""
    digest = hashlib.sha1(address.rpartition("@")[0].lower().encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest, "big")
    return "".join(_Z_BASE_32[(number >> shift) & 31] for shift in range(155, -5, -5))


def speaks_for(domain: str, *, own: Collection[str], others: Collection[str]) -> bool:
    """Tell whether a mail domain is clearly that of who has the host names `own`: one of them, or above them and above no other's."""
    under = f".{domain}"
    shared = domain in others or any(host.endswith(under) for host in others)
    return domain in own or (not shared and any(host.endswith(under) for host in own))


def grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, to be read aloud."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


@lru_cache(maxsize=64)
def armoured(certificate: bytes) -> str:
    """Return a public key as text (RFC 4880, 6.2; programs older than RFC 9580 want the checksum). Remembered: anybody may ask for it."""
    return "\n".join([f"-----BEGIN {_BLOCK}-----", "", *_lines(certificate), f"-----END {_BLOCK}-----", ""])


def _lines(certificate: bytes) -> Iterator[str]:
    text = base64.b64encode(certificate).decode()
    yield from (text[at : at + 64] for at in range(0, len(text), 64))
    yield "=" + base64.b64encode(_crc(certificate).to_bytes(3, "big")).decode()


def _crc(content: bytes) -> int:
    value = _CRC_START
    for byte in content:
        value ^= byte << 16
        for _ in range(8):
            value <<= 1
            if value & _CRC_BIT:
                value ^= _CRC_POLYNOMIAL
    return value & _CRC_MASK
