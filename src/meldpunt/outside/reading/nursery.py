"""A process that has loaded everything and forks a child for each message: a mail costs milliseconds instead of an interpreter.

Started at the first message, ended when nobody asks for a while or when this process is gone. It holds no secret and reads no message: what is
asked goes to the child over a pair of sockets of its own, and the nursery adds how the child ended.
"""

import atexit
import logging
import os
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from signal import SIGABRT, SIGALRM, SIGKILL, SIGSEGV, SIGXCPU
from threading import Lock
from time import monotonic
from typing import Final

from meldpunt.arrivals.terms import CannotRead, MailFlaw
from meldpunt.outside.framing import surroundings
from meldpunt.outside.reading.caps import MOST

SECONDS: Final = 20
"""The longest that one message may take, by the clock on the wall; of the processor it gets less."""
LENGTH: Final = 8
STATUS: Final = 4
MOST_TOLD: Final = 4 * MOST
"""Bytes of an answer: a mail within a mail is told three times, as it is, its files, and within what encloses it."""
NOT_BEGUN: Final = 0xFFFFFFFF
"""What the nursery says where there was no room for a child."""
_START: Final = (
    "import sys; sys.path += sys.argv[1:]; from meldpunt.outside.reading.nursing import serve; sys.exit(serve())"
)
_LIBRARIES: Final = ("openpgp", "pysequoia", "inscriptis", "lxml", "dkim")
_LOG: Final = logging.getLogger("meldpunt.mail")
_CHUNK: Final = 1 << 20
_MOMENT: Final = 0.001
_FLAWS: Final[dict[int, MailFlaw]] = {
    SIGXCPU: MailFlaw.TIMED_OUT,
    SIGABRT: MailFlaw.TOO_LARGE,
    SIGSEGV: MailFlaw.TOO_LARGE,
    SIGALRM: MailFlaw.BUSY,
    SIGKILL: MailFlaw.BUSY,
}
"""The last two: it was the machine that had no time, or no memory, and the message may fare better later."""


@dataclass
class Nursery:
    """The process of this one that forks; made anew where it is gone."""

    _lock: Lock = field(default_factory=Lock)
    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _owner: int = 0

    def ask(self, asked: bytes) -> bytes:
        """Return a child's answer. Raises CannotRead: TIMED_OUT, TOO_LARGE (it wanted more memory than there is for it), BUSY."""
        for _ in range(2):  # a nursery that ended because nobody asked may have been sent a message just then
            told = self._told(asked)
            if told:
                return _answer(told)
        raise busy("not_started", ended=self._ended())

    def _told(self, asked: bytes) -> bytes:
        """Return what came back, with how the child ended behind it; nothing where no child was there."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._lock:
                self._hand_over(theirs)
            end = monotonic() + SECONDS
            ours.settimeout(SECONDS)
            try:
                with suppress(
                    BrokenPipeError, ConnectionResetError
                ):  # it ended before it had heard all: how, is said below
                    ours.sendall(len(asked).to_bytes(LENGTH, "big") + asked)
                return _everything(ours, end)
            except TimeoutError:
                raise busy("no_answer") from None

    def _hand_over(self, theirs: socket.socket) -> None:
        """Give the nursery one end of a pair. Raises CannotRead where none can be started."""
        try:
            if self._control is None or self._owner != os.getpid() or not _sent(self._control, theirs):
                self._start()
                if self._control is None or not _sent(self._control, theirs):
                    raise busy("not_started", ended=self._ended())
        except OSError as error:
            raise busy("not_started", errno=error.errno or 0) from None

    def _start(self) -> None:
        if self._owner == os.getpid():
            self.close()
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-I", "-S", "-B", "-c", _START, str(Path(__file__).parents[3]), *_libraries()]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own file
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings()
            )
        self._control, self._owner = ours, os.getpid()

    def _ended(self) -> int:
        """Return the exit code of the nursery, or the signal that ended it, below zero; 0 where it is still there."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(1) if self._process else 0
        return 0

    def close(self) -> None:
        """End the nursery; the next message starts another."""
        if self._control is not None and self._process is not None and self._owner == os.getpid():
            self._control.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(SECONDS)
        self._control = self._process = None


def _sent(control: socket.socket, theirs: socket.socket) -> bool:
    try:
        socket.send_fds(control, [b"c"], [theirs.fileno()])
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _everything(ours: socket.socket, end: float) -> bytes:
    """Return what a child says until that moment. Raises TimeoutError, CannotRead: whoever took a child over could go on for ever."""
    told = bytearray()
    with suppress(ConnectionResetError):
        while chunk := ours.recv(_CHUNK):
            told += chunk
            if len(told) > MOST_TOLD:
                raise CannotRead(MailFlaw.TOO_LARGE)
            ours.settimeout(max(end - monotonic(), _MOMENT))
    return bytes(told)


def _answer(told: bytes) -> bytes:
    """Return the answer in it. Raises CannotRead where there is none, or not all of it."""
    size = int.from_bytes(told[:LENGTH], "big")
    if len(told) == LENGTH + size + STATUS and size:
        return told[LENGTH : LENGTH + size]
    status = int.from_bytes(told[-STATUS:], "big")
    if status == NOT_BEGUN:
        raise busy("no_room")
    signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    flaw = _FLAWS.get(signal, MailFlaw.DAMAGED)
    raise busy("killed", signal=signal) if flaw is MailFlaw.BUSY else CannotRead(flaw)


def busy(why: str, **facts: int) -> CannotRead:
    """Say in the log why a message could not be read now, and nothing of it; return what to raise."""
    _LOG.warning("a mail could not be read now", extra={"why": why, **facts})
    return CannotRead(MailFlaw.BUSY)


def _libraries() -> set[str]:
    """Return the folders of what a child imports, without loading any of it here."""
    found = [find_spec(name) for name in _LIBRARIES]
    return {str(Path(each.origin).parents[1]) for each in found if each is not None and each.origin}


NURSERY: Final = Nursery()
atexit.register(NURSERY.close)
