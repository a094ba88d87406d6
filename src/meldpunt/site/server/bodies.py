"""Receiving the body of a request, whole or not at all.

Invariants: a body that stalls, crawls, is cut off, is too large or lacks its closing boundary never reaches a page. A body
above the memory limit is kept sealed, in a file without a name, under a key that only this process's memory holds.
"""

import asyncio
import io
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Protocol

from meldpunt.sealing.rules.streams import StreamSealer, open_stream

BIND = b"meldpunt request body"
TAIL = 256  # bytes kept of the end; a boundary has at most 70
READ = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """How large and how slow a body may be, and where a large one waits. Bytes, seconds, bytes per second."""

    folder: Path
    max_body: int
    stall: float
    slowest: int
    in_memory: int = 256 * 1024
    max_spooled: int = 128
    bodies_of_one: int = 16  # unfinished at the same time from one address
    shared_bodies: int = 96  # the same, of all visitors without an address of their own together


class Refused(Exception):
    """This body is not taken; `status` is the answer."""

    def __init__(self, status: int) -> None:
        """Keep the HTTP status."""
        super().__init__(f"refused with {status}")
        self.status = status


class Pieces(Protocol):
    """What granian's protocol offers: the body, piece by piece."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Begin."""
        ...


class Body:
    """Takes the bytes of one body and gives them back as a file; in memory first, then sealed on the disk."""

    spooled = 0  # bodies on the disk now, in this process

    def __init__(self, limits: Limits) -> None:
        """Start empty."""
        self._limits = limits
        self._memory = bytearray()
        self._spool: IO[bytes] | None = None
        self._secret = b""
        self._sealer: StreamSealer | None = None
        self.reader: IO[bytes] = io.BytesIO()
        self.size = 0
        self.tail = b""

    def take(self, piece: bytes) -> None:
        """Keep `piece`. Raises Refused when the disk has no room."""
        self.size += len(piece)
        self.tail = (self.tail + piece[-TAIL:])[-TAIL:]
        if self._sealer is None and self.size <= self._limits.in_memory:
            self._memory += piece
            return
        try:
            self._sealed(piece)
        except OSError:
            raise Refused(507) from None

    def finish(self) -> None:
        """Be whole: `reader` gives the body, once. Raises Refused when the disk has no room."""
        if self._sealer is None or self._spool is None:
            self.reader = io.BytesIO(self._memory)
            return
        try:
            self._spool.write(self._sealer.finish())
            self._spool.seek(0)
        except OSError:
            raise Refused(507) from None
        self.reader = io.BufferedReader(_Opened(_chunks(self._spool), self._secret), READ)

    def close(self) -> None:
        """Forget the body and its key."""
        self._memory = bytearray()
        self.reader = io.BytesIO()
        self._secret = b""
        if self._spool is not None:
            self._spool.close()
            self._spool = None
            Body.spooled -= 1

    def _sealed(self, piece: bytes) -> None:
        if self._sealer is None or self._spool is None:
            if Body.spooled >= self._limits.max_spooled:
                raise Refused(503)
            self._spool = tempfile.TemporaryFile(dir=self._limits.folder, buffering=0)  # noqa: SIM115 (closed in `close`)
            Body.spooled += 1
            self._secret = secrets.token_bytes(32)
            self._sealer = StreamSealer(self._secret, BIND)
            self._spool.write(self._sealer.update(bytes(self._memory)))
            self._memory = bytearray()
        self._spool.write(self._sealer.update(piece))


async def receive(pieces: Pieces, *, length: str | None, content_type: str, limits: Limits) -> Body:
    """Return the whole body that `pieces` bring; `length` and `content_type` are the request's headers.

    Raises Refused: 400 not whole, 408 too slow, 411 of unknown length, 413 too large, 503 too many at once, 507 disk full.
    """
    body = Body(limits)
    try:
        announced = _announced(length)
        if announced > limits.max_body:
            await _drained(pieces, limits, announced)
            raise Refused(413)  # noqa: TRY301 (the body must be closed for every refusal)
        async for piece in _paced(pieces, limits, announced):
            body.take(piece)
            if body.size > announced:
                raise Refused(400)  # noqa: TRY301 (as above)
        if body.size != announced or not _is_closed(body.tail, content_type):
            raise Refused(400)  # noqa: TRY301 (as above)
        body.finish()
    except BaseException:
        body.close()
        raise
    return body


def _announced(length: str | None) -> int:
    if length is None:
        raise Refused(411)
    if not (length.isascii() and length.isdigit()):
        raise Refused(400)
    return int(length)


def _is_closed(tail: bytes, content_type: str) -> bool:
    """Whether a multipart body ends with its closing boundary; any other body is as long as it said, so it is whole."""
    header = Message()
    header["Content-Type"] = content_type
    if header.get_content_maintype() != "multipart":
        return True
    boundary = header.get_boundary()
    return boundary is not None and tail.rstrip(b"\r\n \t").endswith(
        b"--" + boundary.encode("latin-1", "replace") + b"--"
    )


async def _paced(pieces: Pieces, limits: Limits, announced: int) -> AsyncIterator[bytes]:
    """Yield what comes until `announced` bytes are here; Refused with 408 when nothing comes for too long, or all of it comes too slowly."""
    clock = asyncio.get_running_loop().time
    begun, received = clock(), 0
    stream = aiter(pieces)
    while received < announced:  # asking for the end of what is whole wakes two threads for nothing
        try:
            piece = await asyncio.wait_for(anext(stream), limits.stall)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Refused(408) from None
        received += len(piece)
        if (clock() - begun - limits.stall) * limits.slowest > received:
            raise Refused(408)
        if piece:
            yield piece


async def _drained(pieces: Pieces, limits: Limits, announced: int) -> None:
    """Read on for a while, so that a browser that is still sending gets to see the page that says it is too large."""
    received = 0
    async for piece in _paced(pieces, limits, announced):
        received += len(piece)
        if received > 2 * limits.max_body:
            return


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(READ):
        yield chunk


class _Opened(io.RawIOBase):
    """The clear bytes of a sealed spool, to read from the front."""

    def __init__(self, chunks: Iterator[bytes], secret: bytes) -> None:
        self._clear = open_stream(chunks, secret, BIND)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer is always a memoryview here
        if not self._left:
            self._left = memoryview(next(self._clear, b""))
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
