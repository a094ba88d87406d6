"""Armoured blocks in a text (RFC 9580, 6.2): of a mail, of its source, or pasted together with what stood around it."""

import base64
import codecs
import quopri
import re
from collections.abc import Iterator
from typing import Final

MOST_KEYS: Final = 4
_MESSAGE, _KEY, _SECRET_KEY = b"PGP MESSAGE", b"PGP PUBLIC KEY BLOCK", b"PGP PRIVATE KEY BLOCK"
_BASE_64: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_AROUND: Final = " \t\r\n>|\xa0\ufeff"
"""What mail programs put before a line of somebody else's, and what pasting adds."""


def blocks(content: bytes) -> list[str]:
    """Return every armoured message in it, without what was put before its lines; one that does not end is one too."""
    return [_unquoted(block) for block in _found(_as_bytes(content), _MESSAGE)]


def armoured_keys(content: bytes) -> list[str]:
    """Return the first public keys in it."""
    return _first(content, _KEY)


def armoured_secrets(content: bytes) -> list[str]:
    """Return the first secret keys in it."""
    return _first(content, _SECRET_KEY)


def unarmoured(block: str) -> bytes:
    """Return what is in an armoured block; a checksum is not looked at (RFC 9580, 6.1). Raises ValueError."""
    body = [line for line in block.splitlines()[1:] if line and ":" not in line]
    end = next((at for at, line in enumerate(body) if not _BASE_64.fullmatch(line)), len(body))
    return base64.b64decode("".join(body[:end]), validate=True)


def _first(content: bytes, kind: bytes) -> list[str]:
    return [_unquoted(block) for block, _ in zip(_found(_as_bytes(content), kind), range(MOST_KEYS), strict=False)]


def _found(content: bytes, kind: bytes) -> Iterator[bytes]:
    first, last = b"-----BEGIN %b-----" % kind, b"-----END %b-----" % kind
    at = 0
    while (start := content.find(first, at)) >= 0:
        end = content.find(last, start)
        at = len(content) if end < 0 else end + len(last)
        yield content[start:at]


def _unquoted(block: bytes) -> str:
    """Return the block as it was made. In a mail's source it may be written as quoted-printable: then its `=` is `=3D`."""
    lines = [line.strip(_AROUND) for line in block.decode("utf-8", "replace").splitlines()]
    if any(line.endswith("=") and len(line) > _LONGEST for line in lines) or _has_escaped_checksum(lines):
        decoded = quopri.decodestring("\n".join(lines).encode()).decode("utf-8", "replace")
        lines = [line.strip(_AROUND) for line in decoded.splitlines()]
    return "\n".join([*lines, ""])


_LONGEST: Final = 74
"""Signs of a line that quoted-printable breaks; armour has 64, or 76 without a `=` at the end of every line."""
_CHECKSUM: Final = 7
"""Signs of the last line of armour in quoted-printable: `=3D` and four."""


def _has_escaped_checksum(lines: list[str]) -> bool:
    return any(line.startswith("=3D") and len(line) == _CHECKSUM for line in lines[-3:])


def _as_bytes(content: bytes) -> bytes:
    """Return a text in bytes that can be searched: one program of Windows writes two for every sign."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode()
    return content
