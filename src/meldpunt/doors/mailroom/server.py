"""The LMTP and SMTP server on a socket that somebody else opened."""

import asyncio
import socket
from functools import partial
from typing import Final

from meldpunt.doors.mailroom.conversation import Conversation
from meldpunt.doors.mailroom.taking import Counter, Intake, Limits

STOP_WITHIN: Final = 5.0  # seconds that messages under way get when the server stops
SAID_WITHIN: Final = 0.05  # seconds until the last answer is on its way
NAME: Final = "meldpunt.localhost"
"""What it calls itself: it has no name in the world, and this machine's says nothing to a mail server beside it."""


async def serve(intake: Intake, listener: socket.socket, limits: Limits, stopping: asyncio.Event) -> None:
    """Serve until `stopping` is set; messages under way get a few seconds."""
    counter = Counter(intake, limits)
    factory = partial(Conversation, counter, name=NAME)
    server = await asyncio.get_running_loop().create_server(factory, sock=listener)
    await stopping.wait()
    server.close()
    try:
        async with asyncio.timeout(STOP_WITHIN):
            await counter.idle.wait()
    except TimeoutError:
        pass
    await asyncio.sleep(SAID_WITHIN)
    counter.close()
