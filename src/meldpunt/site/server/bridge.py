"""From granian (RSGI, asynchronous) to Django (WSGI, threads).

Invariants: a thread is taken only for a request that is whole; waiting (for a slow sender, for a slow reader, for a delay that
a page asks for) holds no thread; nothing is logged about who asked for what.
"""

import asyncio
import io
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from granian.rsgi import ProtocolClosed

from meldpunt.site.server.bodies import Limits, Pieces, Refused, receive
from meldpunt.site.server.environs import Scope, environ, is_ambiguous, is_exposed, origin
from meldpunt.site.server.sources import Sources
from meldpunt.site.server.threads import Threads

DELAY = "meldpunt-delay"
LONGEST_DELAY = 30.0
JOINED = 256 * 1024  # a streaming answer no larger than this is sent in one piece
REFUSED = "meldpunt.refused"  # in the environment: answer with the page for this status
BARE = [
    ("content-type", "text/plain; charset=utf-8"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("connection", "close"),
]
"""The headers of an answer that comes from no page."""
AMBIGUOUS = b"400: which host? / welke host?\n"
EXPOSED = b"403: only over https, please. / alleen via https, alstublieft.\n"
BROKEN = b"500\n"
WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})

type Pairs = list[tuple[str, str]]
type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
log = structlog.get_logger("meldpunt.server")


class Transport(Protocol):
    """Where a streaming answer goes."""

    async def send_bytes(self, data: bytes) -> None:
        """Send, and wait until there is room for more."""


class Wire(Pieces, Protocol):
    """One request's connection, as granian gives it."""

    def response_empty(self, status: int, headers: Pairs) -> None:
        """Answer without a body."""

    def response_bytes(self, status: int, headers: Pairs, body: bytes) -> None:
        """Answer with all of the body."""

    def response_stream(self, status: int, headers: Pairs) -> Transport:
        """Answer with a body that comes in pieces."""
        ...


@dataclass
class Answer:
    """What a page answered; `body` is an iterator when it is too large to join."""

    status: int = 500
    headers: Pairs = field(default_factory=list)
    body: bytes | Iterator[bytes] = b""
    close: Callable[[], None] = lambda: None

    def start(self, status: str, headers: Pairs, _exc_info: object = None) -> None:
        """Be the `start_response` of PEP 3333."""
        self.status, self.headers = int(status[:3]), headers

    def take_delay(self) -> float:
        """Return the seconds this answer wants to wait, and drop the header that says so."""
        wanted = [value for name, value in self.headers if name.lower() == DELAY]
        self.headers = [pair for pair in self.headers if pair[0].lower() != DELAY]
        seconds = float(wanted[0]) if wanted else 0.0
        return min(max(seconds, 0.0), LONGEST_DELAY) if math.isfinite(seconds) else 0.0


class Bridge:
    """The application that granian calls, for every request."""

    def __init__(
        self, application: Application, *, limits: Limits, threads: int, trusted_proxies: Iterable[str]
    ) -> None:
        """Serve `application` with that many `threads`."""
        self._application = application
        self._limits = limits
        self._sources = Sources(limits)
        self._proxies = frozenset(trusted_proxies)
        self._threads = Threads(threads)

    async def __rsgi__(self, scope: Scope, wire: Wire) -> None:
        """Receive one request whole, let Django answer, send the answer."""
        try:
            await self._serve(scope, wire)
        except ProtocolClosed:
            pass  # the visitor went away
        except Exception:  # nothing may end the server; what it was stands in the log
            log.exception("request failed outside of Django")
            with suppress(Exception):
                wire.response_bytes(500, _bare(scope), BROKEN)

    async def _serve(self, scope: Scope, wire: Wire) -> None:
        if is_ambiguous(scope):
            return wire.response_bytes(400, _bare(scope), AMBIGUOUS)
        if is_exposed(scope, self._proxies):
            return wire.response_bytes(403, _bare(scope), EXPOSED)
        headers = scope.headers
        if scope.method in WITHOUT_BODY and (headers.get("content-length") or "0") == "0":
            answer = await self._answered(environ(scope, io.BytesIO(), 0, self._proxies))
            return await self._send(scope, wire, answer)
        length, content_type = headers.get("content-length"), headers.get("content-type") or ""
        try:
            with self._sources.place(origin(scope, self._proxies)[0]):
                body = await receive(wire, length=length, content_type=content_type, limits=self._limits)
        except Refused as refusal:
            answer = await self._answered(environ(scope, io.BytesIO(), 0, self._proxies) | {REFUSED: refusal.status})
            answer.headers.append(("connection", "close"))
            return await self._send(scope, wire, answer)
        try:
            answer = await self._answered(environ(scope, body.reader, body.size, self._proxies))
        finally:
            body.close()
        return await self._send(scope, wire, answer)

    async def _answered(self, variables: dict[str, Any]) -> Answer:
        return await self._threads.run(_call, self._application, variables)

    async def _send(self, scope: Scope, wire: Wire, answer: Answer) -> None:
        if delay := answer.take_delay():
            await asyncio.sleep(delay)
        answer.headers = _fitting(scope, answer.headers)
        if scope.method == "HEAD":
            wire.response_empty(answer.status, answer.headers)
            answer.close()
        elif isinstance(answer.body, bytes):
            wire.response_bytes(answer.status, answer.headers, answer.body)
        else:
            await self._stream(wire, answer, answer.body)

    async def _stream(self, wire: Wire, answer: Answer, pieces: Iterator[bytes]) -> None:
        """Send piece by piece; each is fetched by a thread, which is free again while the visitor reads."""
        try:
            transport = wire.response_stream(answer.status, answer.headers)
            while (piece := await self._threads.run(next, pieces, None)) is not None:
                await asyncio.wait_for(transport.send_bytes(piece), self._limits.stall)
        except TimeoutError:
            pass  # nobody reads any more: dropping the transport closes the connection
        finally:
            await self._threads.run(answer.close)


def _bare(scope: Scope) -> Pairs:
    hsts = [("strict-transport-security", "max-age=31536000")] if scope.scheme == "https" else []
    return _fitting(scope, BARE + hsts)


def _fitting(scope: Scope, headers: Pairs) -> Pairs:
    """Leave out what HTTP/2 has no place for."""
    return [pair for pair in headers if not (scope.http_version.startswith("2") and pair[0].lower() == "connection")]


def _call(application: Application, variables: dict[str, Any]) -> Answer:
    """Run in a thread: call Django and join what is small."""
    answer = Answer()
    response = application(variables, answer.start)
    close = getattr(response, "close", lambda: None)
    if variables["REQUEST_METHOD"] == "HEAD" or _is_large(response, answer.headers):
        answer.body, answer.close = iter(response), close
        return answer
    try:
        answer.body = b"".join(response)
    finally:
        close()
    return answer


def _is_large(response: object, headers: Pairs) -> bool:
    """Whether to send in pieces: a streaming answer that is larger than we join, or says not how large it is."""
    if not getattr(response, "streaming", False):
        return False
    lengths = [int(value) for name, value in headers if name.lower() == "content-length"]
    return not lengths or lengths[0] > JOINED
