"""A message taken apart (RFC 5322, RFC 2046), by where its pieces lie: what was signed must be looked at bit for bit.

Written anew because the standard library's parser forgets the bytes and breaks on deep and on hostile messages. The cost of every step is
linear, and `Toll` counts what all of them part.
"""

import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import islice
from typing import Final

from meldpunt.arrivals.terms import CannotRead, MailFlaw
from meldpunt.outside.reading.caps import MOST_FIELD, MOST_HEAD, MOST_KIND, MOST_NAME, MOST_TEXT, Toll
from meldpunt.outside.reading.charsets import decoded
from meldpunt.outside.reading.words import from_base64, parameters, plain, unencoded

_FIELD: Final = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_MBOX: Final = re.compile(rb">?From [^\n]*\n")
_OWN_LINES: Final = re.compile(rb"begin [0-7]{3,4} [^\n]*\n")
_MOST_LINES: Final = 500_000
_MOST_PARAMETERS: Final = MOST_FIELD
_READ: Final = frozenset(
    b"from to cc reply-to sender subject date message-id in-reply-to references content-type content-disposition "
    b"content-transfer-encoding auto-submitted precedence list-id autocrypt authentication-results".split()
)
"""Fields that are read: one of them that is too long refuses the message. Any other is left out."""


@dataclass(frozen=True)
class Entity:
    """A message or a part: `fields` in their order, names in lower case, and where in `source` it, its body, and its end lie."""

    source: bytes = field(repr=False)
    start: int
    body_at: int
    end: int
    fields: tuple[tuple[bytes, bytes], ...] = field(repr=False)
    depth: int = 0
    default_type: str = "text/plain"

    def first(self, name: str) -> bytes:
        """Return the body of the first field of that name; empty without one."""
        wanted = name.encode()
        return next((value for each, value in self.fields if each == wanted), b"")

    def every(self, name: str) -> Iterator[bytes]:
        """Return the bodies of all fields of that name."""
        wanted = name.encode()
        return (value for each, value in self.fields if each == wanted)

    @property
    def raw(self) -> bytes:
        """Everything of it, fields and body, as it came."""
        return self.source[self.start : self.end]

    @property
    def body(self) -> bytes:
        """Its body, still encoded."""
        return self.source[self.body_at : self.end]

    @cached_property
    def content(self) -> bytes:
        """Its body, decoded (RFC 2045, 6); one whose encoding has no known name is left as it is."""
        way = self.first("content-transfer-encoding").strip().lower().rstrip(b";")
        if way == b"base64":
            return from_base64(self.body)
        if way == b"quoted-printable":
            return binascii.a2b_qp(self.body)
        if way in {b"x-uuencode", b"uuencode", b"x-uue", b"uue"}:
            return _from_uu(self.body)
        return self.body

    @cached_property
    def _content_type(self) -> tuple[str, dict[str, str]]:
        kind, found = parameters(decoded(self.first("content-type"))[:_MOST_PARAMETERS])
        return (kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else _kind_of(kind, self.default_type)), found

    @cached_property
    def _disposition(self) -> tuple[str, dict[str, str]]:
        return parameters(decoded(self.first("content-disposition"))[:_MOST_PARAMETERS])

    @property
    def kind(self) -> str:
        """Its media type, in lower case."""
        return self._content_type[0]

    @property
    def charset(self) -> str:
        """What it calls its charset."""
        return self.parameter("charset")

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, or what else it says; empty where it says nothing."""
        return self._disposition[0]

    def parameter(self, name: str) -> str:
        """Return a parameter of the media type."""
        return self._content_type[1].get(name, "")

    @cached_property
    def name(self) -> str:
        """The file name it gives, in one line; empty without one."""
        given = self._disposition[1].get("filename") or self.parameter("name")
        name = unencoded(given).strip()
        kind = name[-MOST_KIND:].rpartition(".")
        end = f".{kind[2]}" if kind[1] and len(name) > MOST_NAME else ""
        return name[: MOST_NAME - len(end)] + end

    @property
    def text(self) -> str:
        """Its content as text, to a length that a person can read."""
        return decoded(self.content[:MOST_TEXT], self.charset)

    @property
    def is_long(self) -> bool:
        """Whether the text is not all of it."""
        return len(self.content) > MOST_TEXT


def _kind_of(given: str, default: str) -> str:
    """Return a media type for what is none: a wrong one is text (RFC 2045, 5.2), but half of one tells what it is."""
    return given if given in {"text", "multipart", "message"} else default


def parse(
    source: bytes, start: int = 0, end: int | None = None, *, depth: int = 0, default_type: str = "text/plain"
) -> Entity:
    """Return the message or part in `source`. Raises CannotRead where its header, or a field that is read, is too long."""
    end = len(source) if end is None else end
    fields, at = [], start
    if depth == 0 and (found := _MBOX.match(source, start, min(end, start + MOST_FIELD))):
        at = found.end()
    while at < end:
        field_end, body_at = _field_end(source, at, end), at
        if field_end == at:
            break
        if body_at - start > MOST_HEAD:
            raise CannotRead(MailFlaw.HEADERS)
        name, value = _field(source[at:field_end])
        if len(value) <= MOST_FIELD:
            fields.append((name, value))
        elif name in _READ:
            raise CannotRead(MailFlaw.HEADERS)
        at = field_end
    return Entity(source, start, _after_blank(source, at, end), end, tuple(fields), depth, default_type)


def _field_end(source: bytes, at: int, end: int) -> int:
    """Return where the field that begins here ends; `at` itself where none does. Raises CannotRead where it does not end soon."""
    begun = at
    if not _FIELD.match(source, at, end):
        return at
    while True:
        line = source.find(b"\n", at, end)
        if line < 0:
            return end
        at = line + 1
        if at - begun > MOST_HEAD:
            raise CannotRead(MailFlaw.HEADERS)
        if source[at : at + 1] not in {b" ", b"\t"} or at >= end:
            return at


def _field(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()


def _after_blank(source: bytes, at: int, end: int) -> int:
    """Return where the body begins: behind the blank line, or here where there is none."""
    for blank in (b"\r\n", b"\n"):
        if source.startswith(blank, at, end):
            return at + len(blank)
    return at


def children(entity: Entity, toll: Toll) -> list[Entity]:
    """Return the parts of a multipart; none where it has no boundary or none of its lines is one. Raises CannotRead as `parse` does."""
    boundary = entity.parameter("boundary").rstrip().encode("utf-8", "surrogateescape")
    if not boundary:
        return []
    source, at, end = entity.source, entity.body_at, entity.end
    if _is_encoded(entity):
        source, at, end = entity.content, 0, len(entity.content)
    default = "message/rfc822" if entity.kind == "multipart/digest" else "text/plain"
    found, begun = [], None
    for line_at, line_end, is_last in _boundaries(source, at, end, boundary):
        toll.pay(1)
        if begun is not None:
            found.append(
                parse(
                    source, begun, _before_break(source, begun, line_at), depth=entity.depth + 1, default_type=default
                )
            )
        begun = None if is_last else line_end
        if is_last:
            break
    if begun is not None:
        found.append(parse(source, begun, end, depth=entity.depth + 1, default_type=default))
    return found


def _is_encoded(entity: Entity) -> bool:
    return entity.first("content-transfer-encoding").strip().lower() in {b"base64", b"quoted-printable"}


def _boundaries(source: bytes, at: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Return where every line of this boundary begins and ends, and whether it says that it is the last."""
    line = rb"--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?=\n|\Z)"
    first = re.compile(line).match(source, at, end)
    if first:
        yield at, min(first.end() + 1, end), first[1] is not None
    for found in re.compile(rb"\n" + line).finditer(source, at, end):
        yield found.start() + 1, min(found.end() + 1, end), found[1] is not None


def _before_break(source: bytes, start: int, line_at: int) -> int:
    """Return the end of a part: the break before a boundary belongs to the boundary (RFC 2046, 5.1.1)."""
    end = line_at
    if end > start and source[end - 1 : end] == b"\n":
        end -= 1
        if end > start and source[end - 1 : end] == b"\r":
            end -= 1
    return max(start, end)


def _from_uu(body: bytes) -> bytes:
    """Return what was encoded by uuencode; lines that are none are left out."""
    begun = _OWN_LINES.search(body)
    out = []
    for line in islice(BytesIO(body[begun.end() if begun else 0 :]), _MOST_LINES):
        if line.strip() == b"end":
            break
        with suppress(binascii.Error):
            out.append(binascii.a2b_uu(line.rstrip(b"\r\n")[: 1 + (((line[:1] or b" ")[0] - 32 & 63) * 4 + 5) // 3]))
    return b"".join(out)


def header(entity: Entity, name: str) -> str:
    """Return the first field of that name in one line, decoded."""
    return plain(entity.first(name))
