"""One web server in this process: granian on a socket that somebody else opened."""

import asyncio
import os
import signal
import socket
import sys
from typing import Any

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.net import SocketHolder
from granian.server.embed import Server

from meldpunt.site.environment import Environment
from meldpunt.site.server.bodies import Limits
from meldpunt.site.server.bridge import Application, Bridge

BACKLOG = 512
CONNECTIONS = 512
STOP_WITHIN = 3.0  # seconds that answers under way get when the server stops
THREAD_TURN = 0.02  # seconds; pages are short, and threads that interrupt each other less finish sooner together
SLOWEST_HEADERS = 10_000  # milliseconds; as long may a kept connection be idle
LARGEST_HEADERS = 64 * 1024  # bytes that one connection may make this server hold


class SocketServer(Server):
    """granian's embedded server on a listening socket that outlives it, so that a restart refuses nobody."""

    def __init__(self, target: Bridge, listener: socket.socket, **options: Any) -> None:  # noqa: ANN401 (granian's own)
        """Serve `target` on `listener`."""
        super().__init__(target, **options)
        self._listener = listener

    def _init_shared_socket(self) -> None:
        """Take the listener instead of opening one; granian closes what it is given, so it gets a copy."""
        self._shd = SocketHolder(os.dup(self._listener.fileno()), False, BACKLOG)  # noqa: FBT003 (granian's signature)
        self._ssp = None


def bridge(application: Application, environment: Environment) -> Bridge:
    """Return the bridge to `application` with the limits of `environment`."""
    limits = Limits(
        folder=environment.data,
        max_body=environment.max_body,
        stall=environment.stall_seconds,
        slowest=environment.slowest_bytes_per_second,
    )
    return Bridge(application, limits=limits, threads=environment.threads, trusted_proxies=environment.trusted_proxies)


def serve(application: Application, listener: socket.socket, environment: Environment) -> None:
    """Serve until SIGTERM or SIGINT; answers under way get a few seconds."""
    sys.setswitchinterval(THREAD_TURN)
    asyncio.run(_serve(application, listener, environment))


async def _serve(application: Application, listener: socket.socket, environment: Environment) -> None:
    server = SocketServer(
        bridge(application, environment),
        listener,
        interface=Interfaces.RSGI,
        http=HTTPModes.auto if environment.has_tls else HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=SLOWEST_HEADERS, max_buffer_size=LARGEST_HEADERS),
        websockets=False,
        log_enabled=False,
        backpressure=CONNECTIONS,
        ssl_cert=environment.tls_certificate,
        ssl_key=environment.tls_key,
        ssl_protocol_min=SSLProtocols.tls12,
    )
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    server.stop()
    await asyncio.wait({serving}, timeout=STOP_WITHIN)
    waiting.cancel()
