"""Header fields to text: encoded words (RFC 2047), parameters (RFC 2045, 2231), dates (RFC 5322).

Written anew because the standard library's reading takes gigabytes and breaks on what strangers send. Everything here is linear in what it is
given, which is never more than a header field.
"""

import binascii
import re
import string
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import unquote_to_bytes

from meldpunt.outside.reading.charsets import decoded, storable

_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_PARAMETER: Final = re.compile(r"([^\s=;*]+)(?:\*(\d{1,4}))?(\*)?$")
_MOST_DATE: Final = 120
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)


def plain(field: bytes) -> str:
    """Return a header field in one line, its encoded words decoded; raw bytes beyond ASCII are taken for what they most likely are."""
    return unencoded(_SPACE.sub(" ", decoded(field)).strip())


def unencoded(text: str) -> str:
    """Return the text with its encoded words decoded; two with nothing but space between them are one."""
    pieces: list[str] = []
    open_word: tuple[str, bytes] = ("", b"")
    at = 0
    for found in _WORD.finditer(text):
        between = text[at : found.start()]
        word = (found[1].split("*")[0], _word_bytes(found[2], found[3]))
        if open_word[0] and not between.strip() and open_word[0].lower() == word[0].lower():
            open_word = (word[0], open_word[1] + word[1])
        else:
            pieces.append(decoded(open_word[1], open_word[0]))
            pieces.append("" if open_word[0] and not between.strip() else between)
            open_word = word
        at = found.end()
    pieces += [decoded(open_word[1], open_word[0]), text[at:]]
    return storable(_SPACE.sub(" ", "".join(pieces)))


def _word_bytes(way: str, word: str) -> bytes:
    if way in "qQ":
        return binascii.a2b_qp(word.encode("utf-8", "replace"), header=True)
    return from_base64(word.encode("utf-8", "replace"))


_BASE64: Final = string.ascii_letters.encode() + string.digits.encode() + b"+/"
_NO_BASE64: Final = bytes(set(range(256)).difference(_BASE64))
_ONLY_BASE64: Final = re.compile(rb"[A-Za-z0-9+/\s]*")
_ENDS: Final = re.compile(rb"=+\s*")
_MOST_ENDS: Final = 1000


def from_base64(content: bytes) -> bytes:
    """Return what was encoded; foreign signs and a missing end are forgiven. Some programs encode piece by piece, each with an end of its own."""
    first, *rest = _ENDS.split(content, maxsplit=_MOST_ENDS)
    pieces = [_quads(first)]
    for piece in rest:
        if not _ONLY_BASE64.fullmatch(piece):  # what a mailing list wrote below
            break
        pieces.append(_quads(piece))
    return b"".join(pieces)


def _quads(piece: bytes) -> bytes:
    kept = piece.translate(None, _NO_BASE64)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def parameters(field: str) -> tuple[str, dict[str, str]]:
    """Return a field's value in lower case and its parameters, those in several pieces or with a charset of their own put together."""
    first, *rest = _split(field)
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for piece in rest:
        name, sign, value = piece.partition("=")
        matched = _PARAMETER.match(name.strip().lower())
        if not sign or matched is None:
            continue
        if matched[2] is None and matched[3] is None:
            found.setdefault(matched[1], _unquoted(value.strip()))
        else:
            number = int(matched[2] or 0)
            pieces.setdefault(matched[1], {}).setdefault(number, (bool(matched[3]), _unquoted(value.strip())))
    return first.strip().lower(), found | {name: _joined(parts) for name, parts in pieces.items()}


def _split(field: str) -> list[str]:
    """Return what stands between the semicolons that are not in quotes."""
    pieces, start, quoted, escaped = [], 0, False, False
    for at, sign in enumerate(field):
        if escaped:
            escaped = False
        elif sign == "\\" and quoted:
            escaped = True
        elif sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            pieces.append(field[start:at])
            start = at + 1
    return [*pieces, field[start:]]


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == '"' == value[-1]:
        value = value[1:-1]
    elif value.startswith('"'):
        value = value[1:]
    return re.sub(r'\\(["\\])', r"\1", value)


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    """Return the pieces of a parameter in their order, up to the first that is missing (RFC 2231, 3)."""
    charset, joined = "", b""
    for number in range(len(parts)):
        if number not in parts:
            break
        is_encoded, value = parts[number]
        if number == 0 and is_encoded and value.count("'") >= 2:  # noqa: PLR2004 -- charset'language'value
            charset, _, value = value.split("'", 2)
        joined += unquote_to_bytes(value) if is_encoded else value.encode("utf-8", "replace")
    return decoded(joined, charset)


def moment(field: str) -> datetime | None:
    """Return a date, in UTC; None where it is none that a mail can have."""
    with suppress(ValueError, TypeError, OverflowError, IndexError):
        found = parsedate_to_datetime(field[:_MOST_DATE])
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        return found if found >= _EARLIEST else None
    return None
