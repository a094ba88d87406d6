"""What a child of the nursery does: read one message, with limits, and answer."""

import json
import signal
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from meldpunt.arrivals.terms import CannotRead, Envelope, MailFlaw, Way
from meldpunt.outside.framing import unframed
from meldpunt.outside.reading import calls, charsets
from meldpunt.outside.reading.answers import answered, refused
from meldpunt.outside.reading.caps import check_size
from meldpunt.outside.reading.crypt import Keys
from meldpunt.outside.reading.mail import read
from meldpunt.people.terms import HeldKey

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 3
SECONDS: Final = 18
"""By the clock on the wall; a little less than who asks waits for."""
_EXAMPLE: Final = b"""Subject: =?utf-8?q?caf=C3=A9?=
Authentication-Results: a.example; dkim=pass
DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=x; h=from; bh=; b=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html

<table><tr><td><a href="https://a.example">a</a></td></tr></table>
--b
Content-Type: application/pgp-keys

x
--b--
"""
_PANIC: Final = "PanicException"
"""What Rust raises where Python has no room for what it made; it cannot be imported."""


def prepare() -> None:
    """Load everything that reading a message needs: what is loaded later would need files, which the limits forbid."""
    charsets.load_all()
    with suppress(CannotRead):
        read(_EXAMPLE, keys=Keys(), envelope=Envelope(Way.FILE), now=datetime.fromtimestamp(0, tz=UTC))


def limit_this_process() -> None:
    """Let this process use little memory and time, and no files and processes; it ends by itself when its time is over."""
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    with suppress(ValueError, OSError):  # not every system has it
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    calls.restrict()


def answer(asked: bytes | bytearray) -> bytes:
    """Return the answer to one message; whatever goes wrong in it is a flaw, and nothing of it is said."""
    try:
        head, raw, held, signers = unframed(bytes(asked))
        facts = json.loads(head)
        check_size(raw)
        now = datetime.fromtimestamp(facts["now"], tz=UTC)
        keys = Keys([_held(*unframed(key)) for key in unframed(held)], unframed(signers))
        return answered(read(raw, keys=keys, envelope=_envelope(facts), now=now, records=facts["records"]))
    except CannotRead as flawed:
        return refused(flawed.flaw)
    except (MemoryError, RecursionError):
        return refused(MailFlaw.NESTED)
    except BaseException as error:  # noqa: BLE001 -- a fault of ours must not cost the message
        return refused(MailFlaw.TOO_LARGE if type(error).__name__ == _PANIC else MailFlaw.DAMAGED)


def _held(fingerprint: bytes, certificate: bytes, secret: bytes) -> HeldKey:
    return HeldKey(fingerprint.decode(), certificate, secret or None)


def _envelope(facts: dict[str, Any]) -> Envelope:
    own = tuple(facts["own"])
    return Envelope(way=Way(facts["way"]), sender=facts["sender"], authserv_id=facts["authserv_id"], own=own)
