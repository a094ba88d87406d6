"""Reading multipart/form-data (RFC 7578, as browsers write it) part by part, losing nothing.

Django's own parser replaces bytes that are not UTF-8, shortens file names and refuses long ones; a report must come
back exactly as it was sent or be refused. Invariant: no more of the body is in memory than one chunk and one boundary.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from meldpunt.doors.look.posted.terms import CannotRead, NotUtf8

CHUNK = 64 * 1024
LONGEST_HEAD = 8 * 1024
LONGEST_BOUNDARY = 200

_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"]+)"|([^\s";,]+))', re.IGNORECASE)
_TEXT_FIELD = re.compile(rb'Content-Disposition: form-data; name="([^"\r\n]*)"')
_DISPOSITION = re.compile(rb"^content-disposition:\s*form-data\s*(;.*)$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^content-type:[ \t]*([^\r\n;]*)", re.IGNORECASE | re.MULTILINE)
_PARAMETER = re.compile(rb';\s*([^\s=;"]+)=(?:"(.*?)"(?=\s*(?:;|$))|([^\s";]+))\s*', re.IGNORECASE)
_EXTENDED = re.compile(rb"utf-8'[^']*'(.+)", re.IGNORECASE)

type Read = Callable[[int], bytes]


@dataclass(frozen=True)
class Part:
    """One part; `file_name` is None for a text, and empty where a file field was left empty."""

    name: str
    file_name: str | None = field(repr=False)
    media_type: str = field(repr=False)
    chunks: Iterator[bytes] = field(repr=False)


def boundary_of(content_type: str) -> bytes:
    """Return the boundary that a Content-Type header names; raises CannotRead."""
    found = _BOUNDARY.search(content_type)
    boundary = (found[1] or found[2]) if found else ""
    if not boundary or len(boundary) > LONGEST_BOUNDARY or not boundary.isascii():
        raise CannotRead
    return boundary.encode()


def read_parts(read: Read, boundary: bytes) -> Iterator[Part]:
    """Yield the parts in order; whatever the caller leaves unread of one is skipped. Raises CannotRead, NotUtf8."""
    body = _Body(read)
    mark = b"\r\n--" + boundary
    _exhaust(body.until(mark))
    while (after := body.take(2)) != b"--":
        if after != b"\r\n":
            raise CannotRead
        part = _part(body.head(), body.until(mark))
        yield part
        _exhaust(part.chunks)
    while read(CHUNK):
        pass


def _part(head: bytes, chunks: Iterator[bytes]) -> Part:
    if plain := _TEXT_FIELD.fullmatch(head):  # nearly every part is one
        return Part(_text(plain[1]), None, "", chunks)
    disposition = _DISPOSITION.search(head)
    parameters = _parameters(disposition[1]) if disposition else {}
    if (name := parameters.get(b"name")) is None:
        raise CannotRead
    file_name = parameters.get(b"filename")
    if extended := _EXTENDED.fullmatch(parameters.get(b"filename*", b"")):
        file_name = unquote_to_bytes(extended[1])
    elif file_name is not None:
        file_name = file_name.replace(b"%22", b'"').replace(b"%0D", b"\r").replace(b"%0A", b"\n")
    media_type = _TYPE.search(head)
    return Part(
        name=_text(name),
        file_name=None if file_name is None else _text(file_name),
        media_type=media_type[1].strip().decode("ascii", "replace") if media_type else "",
        chunks=chunks,
    )


def _parameters(line: bytes) -> dict[bytes, bytes]:
    """Return the parameters of a header, of a repeated one the first.

    Each begins where the one before it ends, so that a long line costs no more than its length: a line is never
    searched again from every place where a name could begin.
    """
    found: dict[bytes, bytes] = {}
    at = 0
    while parameter := _PARAMETER.match(line, at):
        value = parameter[3] if parameter[2] is None else parameter[2]
        found.setdefault(parameter[1].lower(), value)
        at = parameter.end()
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise NotUtf8 from None


def _exhaust(chunks: Iterator[bytes]) -> None:
    for _ in chunks:
        pass


class _Body:
    """The bytes still to come; starts as if a line had just ended, because the first boundary has none before it."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._ahead, self._at = b"\r\n", 0

    def until(self, mark: bytes) -> Iterator[bytes]:
        """Yield what stands before `mark`, and step over the mark."""
        while (end := self._ahead.find(mark, self._at)) < 0:
            if (safe := len(self._ahead) - len(mark) + 1) > self._at:
                yield self._taken(safe)
            self._more()
        if end > self._at:
            yield self._taken(end)
        self._at += len(mark)

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        while len(self._ahead) - self._at < count:
            self._more()
        return self._taken(self._at + count)

    def head(self) -> bytes:
        """Return the header lines of a part, with LF between them."""
        while (end := self._ahead.find(b"\r\n\r\n", self._at)) < 0:
            if len(self._ahead) - self._at > LONGEST_HEAD:
                raise CannotRead
            self._more()
        if end - self._at > LONGEST_HEAD:
            raise CannotRead
        head = self._taken(end)
        self._at += 4
        return head.replace(b"\r\n", b"\n")

    def _taken(self, end: int) -> bytes:
        """Return what stands before `end`, and step to there: what follows is not moved for every part."""
        taken = self._ahead[self._at : end]
        self._at = end
        return taken

    def _more(self) -> None:
        more = self._read(CHUNK)
        if not more:
            raise CannotRead
        self._ahead, self._at = self._ahead[self._at :] + more, 0
