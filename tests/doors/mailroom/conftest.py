"""The mail room's server on a port of this machine, with a fake behind it."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from smtplib import LMTP, SMTP

import pytest

from meldpunt.doors.mailroom import connections
from meldpunt.doors.mailroom.server import serve
from meldpunt.doors.mailroom.taking import Limits
from tests.fakes.mail_intake import FakeIntake

ME = "mail.kliniek.example"


@pytest.fixture(autouse=True)
def same_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test keep its connection, and the transaction that it is; without one, ask for none."""
    monkeypatch.setattr(connections, "close_old_connections", lambda: None)


@dataclass(frozen=True)
class Door:
    """A server that runs, and what it kept."""

    port: int
    intake: FakeIntake

    def lmtp(self) -> LMTP:
        """Return a connection that was greeted."""
        client = LMTP("127.0.0.1", self.port, local_hostname=ME)
        client.ehlo()
        return client

    def smtp(self) -> SMTP:
        """Return a connection that was greeted."""
        client = SMTP("127.0.0.1", self.port, local_hostname=ME)
        client.ehlo()
        return client


@contextlib.contextmanager
def door(
    intake: FakeIntake | None = None, limits: Limits | None = None, listener: socket.socket | None = None
) -> Iterator[Door]:
    """Run the server while the block lasts, on a free port or on a socket that is listening."""
    kept = intake or FakeIntake()
    listener = listener or socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1] if listener.family == socket.AF_INET else 0
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        stopping = asyncio.Event()
        started.set_result((asyncio.get_running_loop(), stopping))
        await serve(kept, listener, limits or Limits(), stopping)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    loop, stopping = started.result()
    try:
        yield Door(port, kept)
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join()
