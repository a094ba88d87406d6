"""A real server in a thread, for tests of what goes over the wire."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from granian.constants import HTTPModes, Interfaces

from meldpunt.site.server.bodies import Limits
from meldpunt.site.server.bridge import Application, Bridge
from meldpunt.site.server.process import SocketServer
from tests.site.program import Program


class Served:
    """A running server and the ways to talk to it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def connect(self) -> socket.socket:
        """Open a connection that gives up after a while."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, request: bytes) -> bytes:
        """Send `request` and return everything until the server closes."""
        with self.connect() as connection:
            connection.sendall(request)
            return received(connection)


def received(connection: socket.socket) -> bytes:
    """Return all that comes until the other side closes."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


@contextmanager
def serving(
    application: Application, limits: Limits, threads: int = 2, proxies: tuple[str, ...] = ()
) -> Iterator[Served]:
    """Run a server for `application` while the block lasts."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    bridge = Bridge(application, limits=limits, threads=threads, trusted_proxies=proxies)
    server = SocketServer(
        bridge, listener, interface=Interfaces.RSGI, http=HTTPModes.http1, websockets=False, log_enabled=False
    )

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(server.serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield Served(listener.getsockname()[1])
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(10)
        listener.close()
        loop.close()


@pytest.fixture
def limits(tmp_path: Path) -> Limits:
    """Limits so tight that a test reaches them at once."""
    return Limits(folder=tmp_path, max_body=100_000, stall=0.4, slowest=1, in_memory=1000, max_spooled=4)


@pytest.fixture
def new_program(tmp_path: Path) -> Iterator[Program]:
    """Give a program that was just started on empty data."""
    yield from _running(tmp_path / "data")


@pytest.fixture(scope="session")
def first_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data that a first start leaves."""
    data = tmp_path_factory.mktemp("first") / "data"
    for _ in _running(data):
        """Nobody visits it."""
    return data


@pytest.fixture
def program(tmp_path: Path, first_data: Path) -> Iterator[Program]:
    """Give a program that was started before, on data of its own."""
    yield from _running(shutil.copytree(first_data, tmp_path / "data"))


def _running(data: Path) -> Iterator[Program]:
    started = Program(data)
    try:
        started.until_ready()
        yield started
    finally:
        started.stop()
