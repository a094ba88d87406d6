"""Bytes on a connection of one's own, and what stands in the database: for tests that misbehave."""

import socket
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse

from benchmarks.program import Folder
from benchmarks.visiting import BOUNDARY, Browser, Page

MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
DUTCH = 'lang="nl"'


@dataclass(frozen=True)
class Half:
    """The hidden fields and the address of a report form, to be filled in by hand."""

    address: str
    pairs: list[tuple[str, str]] = field(repr=False)


def form_of(port: int, *, language: str = "nl") -> Half:
    """Fetch a report form in Dutch and return what it holds, without where and what."""
    browser = Browser(port, language=language)
    page = browser.get("/report")
    form = page.form("where", "what")
    browser.close()
    return Half(form.action or page.address, [pair for pair in form.values if pair[0] not in {"where", "what"}])


def part(name: bytes, content: bytes, file_name: bytes | None = None) -> bytes:
    """One part of a multipart body, with whatever bytes are asked for."""
    label = b"" if file_name is None else b'; filename="' + file_name + b'"'
    kind = b"" if file_name is None else b"\r\nContent-Type: application/octet-stream"
    head = b'Content-Disposition: form-data; name="' + name + b'"' + label + kind
    return b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def body_of(half: Half, parts: Iterable[bytes]) -> bytes:
    """A whole body: the hidden fields, then `parts`, then the closing boundary."""
    hidden = [part(name.encode(), value.encode()) for name, value in half.pairs]
    return b"".join([*hidden, *parts, b"--" + BOUNDARY.encode() + b"--\r\n"])


def request(port: int, address: str, body: bytes, *, length: int | None = None) -> bytes:
    """A POST as bytes; `length` is what it claims to be long."""
    head = (
        f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: nl\r\nContent-Type: {MULTIPART}\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def exchange(port: int, sent: bytes, *, half_close: bool = False) -> Page:
    """Send bytes and read one answer; status 0 when the server closed without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=40) as connection:
        try:
            connection.sendall(sent)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it answered before everything was sent
        return answer_on(connection)


def answer_on(connection: socket.socket) -> Page:
    """Read the answer that comes on an open connection."""
    response = HTTPResponse(connection, method="POST")
    try:
        response.begin()
        return Page(
            "", response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        )
    except (OSError, HTTPException):
        return Page("", 0, {}, b"")


def stored(place: Folder, table: str = "cases_case") -> int:
    """How many rows a table has."""
    with closing(
        sqlite3.connect(f"file:{place.data / 'meldpunt.sqlite3'}?mode=ro", uri=True, timeout=20)
    ) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether `condition` came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False
