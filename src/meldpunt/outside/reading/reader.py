"""Messages read in a child process with limits: what parses them is given what strangers wrote.

Whatever happens to the child, this process goes on. What it says of its failures is read by nobody: it would hold what it was given.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from meldpunt.arrivals.terms import CannotRead, Envelope, MailFlaw, ReadMail
from meldpunt.outside.reading.answers import framed, told
from meldpunt.outside.reading.caps import check_size
from meldpunt.people.terms import HeldKey

SECONDS: Final = 20
"""The longest that one message may take, by the clock on the wall; of the processor it gets less."""
AT_ONCE: Final = 2
"""Children of one process: each may take half a gigabyte."""
_START: Final = (
    "import sys; sys.path += sys.argv[1:]; from meldpunt.outside.reading.child import main; sys.exit(main())"
)


class ChildReader:
    """Reads messages, each in a child of its own."""

    _places = BoundedSemaphore(AT_ONCE)

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return what is in a message. Raises CannotRead."""
        check_size(raw)
        head = {
            "now": now.timestamp(),
            "way": envelope.way,
            "sender": envelope.sender,
            "authserv_id": envelope.authserv_id,
        }
        if not self._places.acquire(timeout=SECONDS):
            raise CannotRead(MailFlaw.BUSY)
        try:
            answer = _run(framed(json.dumps(head).encode(), raw, framed(*map(_key, keys)), framed(*signers)))
        finally:
            self._places.release()
        return told(answer)


def _key(key: HeldKey) -> bytes:
    return framed(key.fingerprint.encode(), key.certificate, key.secret or b"")


def _run(asked: bytes) -> bytes:
    """Ask a child; who is stopped by its limits wanted too much. Raises CannotRead."""
    command = [sys.executable, "-I", "-S", "-B", "-c", _START, str(Path(__file__).parents[3]), *_libraries()]
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            command,
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise CannotRead(MailFlaw.TIMED_OUT) from None
    except OSError:
        raise CannotRead(MailFlaw.BUSY) from None
    if done.returncode != 0:
        raise CannotRead(MailFlaw.TIMED_OUT if done.returncode < 0 else MailFlaw.BUSY)
    return done.stdout


def _libraries() -> set[str]:
    """Return the folders of what the child imports, without loading any of it here."""
    found = [find_spec(name) for name in ("openpgp", "pysequoia", "inscriptis")]
    return {str(Path(each.origin).parents[1]) for each in found if each is not None and each.origin}
