"""What is in an S/MIME message that is only signed (RFC 8551, 3.5.2; CMS, RFC 5652): its content, taken out without judging the signature."""

from dataclasses import dataclass
from typing import Final

_SIGNED: Final = bytes.fromhex("2a864886f70d010702")
_ENVELOPED: Final = frozenset(bytes.fromhex(each) for each in ("2a864886f70d010703", "2a864886f70d0109100117"))
"""Encrypted: enveloped data, and authenticated-enveloped data (RFC 5083)."""
_SEQUENCE: Final = 0x30
_OID: Final = 0x06
_OCTETS: Final = 0x04
_IN_PIECES: Final = 0x24
_EXPLICIT: Final = 0xA0
_LONG: Final = 0x80
_MOST: Final = 100_000
"""Values of one that are looked at."""


@dataclass(frozen=True)
class _Value:
    """One value of BER (X.690): its tag and where its content lies."""

    tag: int
    start: int
    end: int
    after: int


def is_encrypted(content: bytes) -> bool:
    """Tell whether a CMS message is encrypted."""
    return _kind(content)[0] in _ENVELOPED


def signed_content(content: bytes) -> bytes | None:
    """Return what was signed; None where it stands elsewhere, or this is no such message."""
    kind, body = _kind(content)
    if kind != _SIGNED or body is None:
        return None
    try:
        signed = _value(content, body.start)
        inside = _children(content, signed)
        info = next(each for each in inside if each.tag == _SEQUENCE)
        holder = next(each for each in _children(content, info) if each.tag == _EXPLICIT)
        return _octets(content, _value(content, holder.start))
    except (StopIteration, IndexError, ValueError):
        return None


def _kind(content: bytes) -> tuple[bytes, _Value | None]:
    try:
        kids = _children(content, _value(content, 0))
        oid, body = kids[0], kids[1]
    except (IndexError, ValueError):
        return b"", None
    return (content[oid.start : oid.end], body) if oid.tag == _OID else (b"", None)


def _head(content: bytes, at: int) -> tuple[int, int, int | None]:
    """Return the tag of the value that begins here, where its content begins, and how long it is; None: up to two zeros. Raises IndexError."""
    tag, length, start = content[at], content[at + 1], at + 2
    if length < _LONG:
        return tag, start, length
    size = length - _LONG
    return tag, start + size, int.from_bytes(content[start : start + size], "big") if size else None


def _value(content: bytes, at: int) -> _Value:
    """Return the value that begins here. Raises IndexError, ValueError."""
    tag, start, length = _head(content, at)
    after = start + length if length is not None else _after(content, at)
    if after > len(content):
        raise ValueError
    return _Value(tag, start, after if length is not None else after - 2, after)


def _after(content: bytes, at: int) -> int:
    """Return the end of a value without a length, which may hold others like it. Raises IndexError, ValueError."""
    depth = 0
    for _ in range(_MOST):
        tag, start, length = _head(content, at)
        if length is None:
            depth += 1
            at = start
            continue
        at = start + length
        depth -= tag == 0 and length == 0
        if depth == 0:
            return at
    raise ValueError


def _children(content: bytes, value: _Value) -> list[_Value]:
    found: list[_Value] = []
    at = value.start
    while at < value.end and len(found) < _MOST:
        found.append(_value(content, at))
        at = found[-1].after
    return found


def _octets(content: bytes, value: _Value) -> bytes | None:
    """Return the bytes of a string, which may come in pieces."""
    if value.tag == _OCTETS:
        return content[value.start : value.end]
    if value.tag != _IN_PIECES:
        return None
    return b"".join(content[each.start : each.end] for each in _children(content, value) if each.tag == _OCTETS)
