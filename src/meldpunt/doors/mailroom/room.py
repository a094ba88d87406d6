"""The mail room at work: the server and the rounds of all mailboxes in one process, until it is asked to stop."""

import asyncio
import signal
import socket
import threading
from collections.abc import Sequence
from typing import Final

from meldpunt.doors.mailroom.health import Health
from meldpunt.doors.mailroom.mailboxes import LookedInto, Round
from meldpunt.doors.mailroom.server import serve
from meldpunt.doors.mailroom.taking import Intake, Limits

STOP_WITHIN: Final = 5.0  # seconds that a mailbox gets to finish what it is taking


def work(intake: Intake, *, listener: socket.socket | None, boxes: Sequence[LookedInto], limits: Limits) -> None:
    """Serve `listener` and look into `boxes` until SIGTERM or SIGINT."""
    stop = threading.Event()
    health = Health(boxes)
    health.begin()
    rounds = [Round(box, intake, health, stop, limits.size) for box in boxes]
    threads = [threading.Thread(target=each.run, name="mailbox", daemon=True) for each in rounds]
    for thread in threads:
        thread.start()
    asyncio.run(_attend(intake, listener, limits, stop))
    for thread in threads:
        thread.join(STOP_WITHIN)


async def _attend(intake: Intake, listener: socket.socket | None, limits: Limits, stop: threading.Event) -> None:
    stopping = asyncio.Event()

    def ask_to_stop() -> None:
        stop.set()
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ask_to_stop)
    if listener is None:
        await stopping.wait()
    else:
        await serve(intake, listener, limits, stopping)
