"""What the child process of `reader` does: read one message, with limits, and answer on standard output."""

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from meldpunt.arrivals.terms import CannotRead, Envelope, MailFlaw, Way
from meldpunt.outside.reading import charsets
from meldpunt.outside.reading.answers import answered, refused, unframed
from meldpunt.outside.reading.caps import check_size
from meldpunt.outside.reading.crypt import Keys
from meldpunt.outside.reading.mail import read
from meldpunt.people.terms import HeldKey

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 4
_PANIC: Final = "PanicException"
"""What Rust raises where Python has no room for what it made; it cannot be imported."""


def main() -> int:
    """Read what standard input brings; the exit code says whether standard output can be used."""
    charsets.load_all()
    _limit_this_process()
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read()))
    return 0


def _limit_this_process() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    with suppress(ValueError, OSError):  # not every system has it
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _answer(asked: bytes) -> bytes:
    """Return the answer to one message; whatever goes wrong in it is a flaw, and nothing of it is said."""
    try:
        head, raw, held, signers = unframed(asked)
        facts = json.loads(head)
        del asked
        check_size(raw)
        now = datetime.fromtimestamp(facts["now"], tz=UTC)
        keys = Keys([_held(*unframed(key)) for key in unframed(held)], unframed(signers))
        return answered(read(raw, keys=keys, envelope=_envelope(facts), now=now))
    except CannotRead as flawed:
        return refused(flawed.flaw)
    except (MemoryError, RecursionError):
        return refused(MailFlaw.NESTED)
    except BaseException as error:  # noqa: BLE001 -- a fault of ours must not cost the message
        return refused(MailFlaw.TOO_LARGE if type(error).__name__ == _PANIC else MailFlaw.DAMAGED)


def _held(fingerprint: bytes, certificate: bytes, secret: bytes) -> HeldKey:
    return HeldKey(fingerprint.decode(), certificate, secret or None)


def _envelope(facts: dict[str, str]) -> Envelope:
    return Envelope(way=Way(facts["way"]), sender=facts["sender"], authserv_id=facts["authserv_id"])
