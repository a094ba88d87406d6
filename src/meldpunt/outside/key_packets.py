"""The packets of an OpenPGP key, walked over by tag and length alone, before any library sees a byte (RFC 9580, 4.2).

A library unpacks what is compressed as soon as it meets it, within itself too: 7 kB ask for 4 GB, and a Rust program that gets none ends at once,
with everything around it. No key holds compressed or encrypted packets, so what holds them is no key.
"""

from collections.abc import Iterator
from typing import Final

from meldpunt.outside.opening_armour import armoured_keys, armoured_secrets, unarmoured
from meldpunt.people.rules.openpgp import check_size
from meldpunt.people.terms import KeyFlaw, KeyRefused

SIGNATURE, SECRET_KEY, KEY, SECRET_SUBKEY, USER_ID, SUBKEY = 2, 5, 6, 7, 13, 14
_MARKER, _TRUST, _ATTRIBUTE, _PADDING = 10, 12, 17, 21
"""Tags of packets (RFC 9580, 5)."""
SECRETS: Final = frozenset({SECRET_KEY, SECRET_SUBKEY})
_ALLOWED: Final = frozenset({SIGNATURE, KEY, USER_ID, SUBKEY, _MARKER, _TRUST, _ATTRIBUTE, _PADDING}) | SECRETS
MOST_PACKETS: Final = 1000
_IS_PACKET, _IS_NEW = 0x80, 0x40
_ONE_OCTET, _TWO_OCTETS, _FOUR_OCTETS = 192, 224, 255
"""The first octet of a length below which it has one octet, or two; and the one that four follow (RFC 9580, 4.2.1)."""
_OLD_LENGTHS: Final = (1, 2, 4)


def key_packets(content: bytes) -> tuple[bytes, list[int]]:
    """Return the one key in a file, a block or a pasted text in binary, and the tags of its packets. Raises KeyRefused."""
    blocks = armoured_keys(check_size(content)) or armoured_secrets(content)
    if len(blocks) > 1:
        raise KeyRefused(KeyFlaw.SEVERAL)
    try:
        binary = unarmoured(blocks[0]) if blocks else content
        tags = list(_tags(binary))
    except ValueError:
        raise KeyRefused(KeyFlaw.UNREADABLE) from None
    if len(tags) > MOST_PACKETS:
        raise KeyRefused(KeyFlaw.TOO_LARGE)
    if tags.count(KEY) + tags.count(SECRET_KEY) > 1:
        raise KeyRefused(KeyFlaw.SEVERAL)
    if not tags or tags[0] not in {KEY, SECRET_KEY}:
        raise KeyRefused(KeyFlaw.UNREADABLE)
    return binary, tags


def _tags(binary: bytes) -> Iterator[int]:
    """Return the tags of packets that stand one behind the other, to the very end. Raises ValueError where one may be in no key."""
    at = 0
    while at < len(binary):
        tag, at = _packet(binary, at)
        if tag not in _ALLOWED or at > len(binary):
            raise ValueError
        yield tag


def _packet(binary: bytes, at: int) -> tuple[int, int]:
    """Return the tag of a packet and where the next one begins. Raises ValueError for a length that is open, partial or cut off."""
    first, behind = binary[at], binary[at + 1 : at + 6]
    if not first & _IS_PACKET or not behind:
        raise ValueError
    if first & _IS_NEW:
        size, length = _new_length(behind)
        return first & 0x3F, at + 1 + size + length
    size = dict(enumerate(_OLD_LENGTHS)).get(first & 3, len(behind) + 1)
    if size > len(behind):
        raise ValueError
    return (first >> 2) & 0x0F, at + 1 + size + int.from_bytes(behind[:size], "big")


def _new_length(behind: bytes) -> tuple[int, int]:
    """Return of how many octets a length is, and the length. Raises ValueError."""
    first = behind[0]
    if first < _ONE_OCTET:
        return 1, first
    size = 2 if first < _TWO_OCTETS else 5
    if len(behind) < size or _TWO_OCTETS <= first < _FOUR_OCTETS:
        raise ValueError
    if size == 2:  # noqa: PLR2004 - octets
        return size, ((first - _ONE_OCTET) << 8) + behind[1] + _ONE_OCTET
    return size, int.from_bytes(behind[1:], "big")
