"""An application that tells what arrived, and the words to ask it."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from meldpunt.site.server.bridge import REFUSED


class Stream:
    """An answer in pieces, as Django's streaming response is."""

    streaming = True

    def __init__(self, pieces: int) -> None:
        self.left = pieces
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        while self.left:
            self.left -= 1
            yield b"x" * 65536

    def close(self) -> None:
        self.closed = True


STREAMS: list[Stream] = []


def echo(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """Tell what arrived."""
    if refused := environ.get(REFUSED):
        start(f"{refused} Refused", [("Content-Type", "text/plain")])
        return [b"refused"]
    if environ["PATH_INFO"] == "/stream":
        STREAMS.append(stream := Stream(400))
        start("200 OK", [])
        return stream
    if environ["PATH_INFO"] == "/error":
        raise ValueError
    body = environ["wsgi.input"].read()
    facts = {key: value for key, value in environ.items() if isinstance(value, str)} | {"length": len(body)}
    delay = [("Meldpunt-Delay", "0.05")] if environ["PATH_INFO"] == "/delay" else []
    answer = json.dumps(facts).encode()
    start("200 OK", [("Content-Length", str(len(answer))), ("X-Last", body[-4:].hex()), *delay])
    return [answer]


def request(
    body: bytes = b"",
    *,
    method: bytes = b"POST",
    path: bytes = b"/",
    headers: bytes = b"",
    length: int | None = None,
    close: bool = True,
) -> bytes:
    """Return the bytes of a request."""
    size = len(body) if length is None else length
    head = method + b" " + path + b" HTTP/1.1\r\nHost: h\r\nContent-Length: " + str(size).encode() + b"\r\n" + headers
    return head + (b"Connection: close\r\n" if close else b"") + b"\r\n" + body


def status(answer: bytes) -> int:
    """Return the status of an answer."""
    return int(answer.split(b" ", 2)[1])


def facts(answer: bytes) -> dict[str, Any]:
    """Return what the echo told."""
    told: dict[str, Any] = json.loads(answer.partition(b"\r\n\r\n")[2])
    return told
