"""What a mail server is told of a message: kept, try later, or never.

Invariants: "kept" is said only after `Intake.take` returned, which it does after the commit; whatever else happens, the mail server keeps
the message and brings it again. No address and nothing of a message gets into a log.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol
from uuid import UUID

import structlog

from meldpunt.arrivals.terms import Envelope, TryLater

TAKEN: Final = "250 2.0.0 Kept"
UNKNOWN: Final = "550 5.1.1 Nobody here has this address"
TOO_LARGE: Final = "552 5.3.4 Larger than what is taken here"
LATER: Final = "451 4.3.0 Not kept, try again later"
BUSY: Final = "451 4.3.2 Not kept, too much is going on here, try again later"
log = structlog.get_logger("meldpunt.mailroom")


class Intake(Protocol):
    """What is behind the door. Both are called in threads, several at a time."""

    def organisation_of(self, address: str) -> UUID | None:
        """Return whose `address` is, with or without a token in it; None for nobody's."""

    def take(self, raw: bytes, envelope: Envelope, organisation: UUID) -> None:
        """Return once the message is stored for `organisation`. Raises TryLater where nothing was kept."""


@dataclass(frozen=True)
class Limits:
    """How much at once: bytes of a message and of all that are held, connections, messages being read, seconds of waiting.

    `idle`: a connection that brings nothing for so long is closed. `wait`: a message that could not be begun with after so long is
    brought again later; mail servers wait ten minutes for an answer (RFC 5321, 4.5.3.2.6).
    """

    size: int = 25 * 1024 * 1024
    held: int = 100 * 1024 * 1024
    connections: int = 32
    recipients: int = 100
    at_once: int = 3
    wait: float = 120.0
    idle: float = 60.0


class Counter:
    """Takes messages for all connections, a few at a time. `idle` is set while none is being brought or taken."""

    def __init__(self, intake: Intake, limits: Limits) -> None:
        """Stand before `intake`."""
        self.limits = limits
        self.connections: set[asyncio.StreamWriter] = set()
        self._intake = intake
        self._held = 0
        self.idle = asyncio.Event()
        self.idle.set()
        self._places = asyncio.Semaphore(limits.at_once)
        self._threads = ThreadPoolExecutor(limits.at_once, "mail")
        self._lookups = ThreadPoolExecutor(1, "mail-address")

    def hold(self, size: int) -> bool:
        """Count `size` bytes more as held in memory; False when that would be too many, and then they are not counted."""
        if self._held + size > self.limits.held:
            return False
        self._held += size
        self.idle.clear()
        return True

    def let_go(self, size: int) -> None:
        """Count them no longer."""
        self._held -= size
        if not self._held:
            self.idle.set()

    async def find(self, address: str) -> UUID | None:
        """Return whose address it is, None for nobody's. Raises what the database raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._lookups, self._intake.organisation_of, address)

    async def take(self, raw: bytes, envelope: Envelope, recipients: Sequence[tuple[str, UUID]]) -> list[str]:
        """Take a message and return one answer for each of the recipients; its bytes, counted by `hold`, are let go afterwards."""
        try:
            async with asyncio.timeout(self.limits.wait):
                await self._places.acquire()
        except BaseException as stopped:
            self.let_go(len(raw))
            if isinstance(stopped, TimeoutError):
                return [BUSY] * len(recipients)
            raise
        work = self._threads.submit(_taken, self._intake, raw, envelope, recipients)
        work.add_done_callback(partial(self._done, asyncio.get_running_loop(), len(raw)))
        return await asyncio.wrap_future(work)

    def close(self) -> None:
        """Begin with no message any more, and end all connections."""
        for writer in self.connections:
            writer.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._lookups.shutdown(wait=False, cancel_futures=True)

    def _done(self, loop: asyncio.AbstractEventLoop, size: int, _work: "Future[list[str]]") -> None:
        """Give the place free, from whichever thread: a sender who went away leaves a message behind that is still being taken."""
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._places.release)
            loop.call_soon_threadsafe(self.let_go, size)


def _taken(intake: Intake, raw: bytes, envelope: Envelope, recipients: Sequence[tuple[str, UUID]]) -> list[str]:
    """Take a message once for every organisation among its recipients."""
    answers: dict[UUID, str] = {}
    for _address, organisation in recipients:
        if organisation not in answers:
            answers[organisation] = _answer(intake, raw, envelope, organisation)
    return [answers[organisation] for _address, organisation in recipients]


def _answer(intake: Intake, raw: bytes, envelope: Envelope, organisation: UUID) -> str:
    try:
        intake.take(raw, envelope, organisation)
    except TryLater:
        log.warning("a message was not kept and will be brought again")
        return LATER
    except Exception:  # whatever went wrong here, the mail server still has the message
        log.exception("a message was not kept and will be brought again")
        return LATER
    return TAKEN
