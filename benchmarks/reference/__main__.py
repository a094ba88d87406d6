"""Serve the reference application on MELDPUNT_PORT, with the product's own bridge."""

import asyncio
import os
from pathlib import Path

import django
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.reference.settings"
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings are known
from django.db import connection  # noqa: E402

from benchmarks.reference.models import Entry  # noqa: E402
from meldpunt.site.server.bodies import Limits  # noqa: E402
from meldpunt.site.server.bridge import Bridge  # noqa: E402

THREADS = 4
MEGABYTE = 1024 * 1024


def main() -> None:
    """Make the table and serve until killed."""
    data = Path(os.environ["MELDPUNT_DATA"])
    data.mkdir(parents=True, exist_ok=True)
    with connection.schema_editor() as editor:
        editor.create_model(Entry)
    limits = Limits(folder=data, max_body=104 * MEGABYTE, stall=30, slowest=2048)
    bridge = Bridge(get_wsgi_application(), limits=limits, threads=THREADS, trusted_proxies=())
    server = Server(
        bridge,
        port=int(os.environ["MELDPUNT_PORT"]),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )
    asyncio.run(server.serve())


if __name__ == "__main__":
    main()
