"""Serve the reference application on MELDPUNT_PORT: with the product's own bridge, or with `--plain` on granian's WSGI server."""

import asyncio
import os
import sys
from pathlib import Path

from django.db import connection
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from benchmarks.reference.wsgi import application
from meldpunt.site.server.bodies import Limits
from meldpunt.site.server.bridge import Bridge

PLAIN = "--plain"
THREADS = 4
MEGABYTE = 1024 * 1024


def main() -> None:
    """Make the table and serve until killed."""
    from benchmarks.reference.models import Entry

    data = Path(os.environ["MELDPUNT_DATA"])
    data.mkdir(parents=True, exist_ok=True)
    with connection.schema_editor() as editor:
        editor.create_model(Entry)
    connection.close()
    port = int(os.environ["MELDPUNT_PORT"])
    if PLAIN in sys.argv:
        _serve_plainly(port)
    else:
        _serve_bridged(port, data)


def _serve_bridged(port: int, data: Path) -> None:
    limits = Limits(folder=data, max_body=104 * MEGABYTE, stall=30, slowest=2048)
    bridge = Bridge(application, limits=limits, threads=THREADS, trusted_proxies=())
    server = Server(
        bridge,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )
    asyncio.run(server.serve())


def _serve_plainly(port: int) -> None:
    """Serve as Django is served without a bridge: a sender who stalls holds a thread, so the product cannot."""
    Granian(
        "benchmarks.reference.wsgi:application",
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()
