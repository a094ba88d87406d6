"""Messages to ElGamal keys (RFC 4880, 5.1 and 13.1.2), which GnuPG made for years and no newer library opens.

Nobody should encrypt to one; what was encrypted to one must not be lost.
"""

from collections.abc import Iterator
from typing import Final

from openpgp.composed import DecryptedMessage, Message
from openpgp.errors import Error
from pysequoia.packet import PacketPile, Tag

_NAMES: Final = {2: "triple-des", 3: "cast5", 4: "blowfish", 7: "aes128", 8: "aes192", 9: "aes256", 10: "twofish"}
_ELGAMAL: Final = frozenset({16, 20})
_VERSION: Final = 4
_ALGORITHM_AT: Final = 5
_PADDED: Final = b"\x00\x02"
_CHECK: Final = 2


def opened(message: Message, secret: bytes) -> DecryptedMessage | None:
    """Return the message opened with the ElGamal part of a key that is behind no passphrase; None where there is none that fits."""
    keys = list(_keys(secret))
    for packet in message.public_key_encrypted_session_key_packets() if keys else ():
        if packet.public_key_algorithm not in {"elgamal", "elgamal-encrypt"}:
            continue
        numbers = _numbers(packet.values_bytes() or b"", 2)
        for prime, exponent in keys:
            found = _session(numbers, prime, exponent)
            opened = _with(message, found) if found else None
            if opened is not None:
                return opened
    return None


def _keys(secret: bytes) -> Iterator[tuple[int, int]]:
    """Return the prime and the exponent of every ElGamal key in it."""
    try:
        packets = list(PacketPile.from_bytes(secret))
    except RuntimeError:
        return
    for body in (packet.body for packet in packets if packet.tag in (Tag.SecretKey, Tag.SecretSubkey)):
        if body[:1] != bytes([_VERSION]) or body[_ALGORITHM_AT] not in _ELGAMAL:
            continue
        public = _numbers(body[_ALGORITHM_AT + 1 :], 3)
        at = _ALGORITHM_AT + 1 + sum(2 + (number.bit_length() + 7) // 8 for number in public)
        if body[at : at + 1] == b"\x00":
            yield public[0], _numbers(body[at + 1 :], 1)[0]


def _numbers(data: bytes, count: int) -> list[int]:
    """Return so many numbers, each behind its length in bits (RFC 4880, 3.2)."""
    found, at = [], 0
    for _ in range(count):
        size = (int.from_bytes(data[at : at + 2], "big") + 7) // 8
        found.append(int.from_bytes(data[at + 2 : at + 2 + size], "big"))
        at += 2 + size
    return found


def _session(numbers: list[int], prime: int, exponent: int) -> tuple[str, bytes] | None:
    """Return the name of the cipher and the key of the message; None where this key does not open it."""
    if not 1 < numbers[0] < prime:
        return None
    shared = pow(numbers[0], prime - 1 - exponent, prime)
    padded = (numbers[1] * shared % prime).to_bytes((prime.bit_length() + 7) // 8, "big")
    head, _, block = padded[2:].partition(b"\x00")
    key, check = block[1:-_CHECK], block[-_CHECK:]
    fits = padded.startswith(_PADDED) and head and key and sum(key) % 65536 == int.from_bytes(check, "big")
    name = _NAMES.get(block[0]) if fits else None
    return (name, key) if name else None


def _with(message: Message, session: tuple[str, bytes]) -> DecryptedMessage | None:
    try:
        return message.decrypt_with_session_key(session[1], session[0])  # type: ignore[arg-type]
    except Error:
        return None
