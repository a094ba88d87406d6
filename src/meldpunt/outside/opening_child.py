"""What the child process of `opening` does: open one message, judge who signed it, and make of a mail what a person can read.

Runs with limits, and answers on standard output.
"""

import sys
from datetime import UTC, datetime
from typing import Final

from openpgp.composed import SignedPublicKey
from openpgp.errors import Error

from meldpunt.outside.framing import unframed
from meldpunt.outside.opening import Head, said
from meldpunt.outside.opening_armour import armoured_keys
from meldpunt.outside.opening_mail import readable
from meldpunt.outside.reading.certificates import certificates
from meldpunt.outside.reading.charsets import load_all
from meldpunt.outside.reading.signatures import judged
from meldpunt.outside.reading.unlocking import unlocked
from meldpunt.people.terms import HeldKey, MessageFlaw, MessageRefused

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 8
_PANIC: Final = "PanicException"
"""What Rust raises where Python has no room for what it made; it cannot be imported."""


def main() -> int:
    """Open what standard input brings; the exit code says whether standard output can be used."""
    load_all()
    _limit_this_process()
    try:
        answer = _answer(sys.stdin.buffer.read())
    except MessageRefused as refused:
        answer = said(Head(flaw=refused.flaw, named=refused.named))
    except Error:
        answer = said(Head(flaw=MessageFlaw.DAMAGED))
    except BaseException as error:
        if not isinstance(error, MemoryError) and type(error).__name__ != _PANIC:
            raise
        answer = said(Head(flaw=MessageFlaw.TOO_LARGE))
    sys.stdout.buffer.write(answer)
    return 0


def _limit_this_process() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _answer(asked: bytes) -> bytes:
    moment, content, keys, signers = unframed(asked)
    held = [_held(*unframed(key)) for key in unframed(keys)]
    known = [key for signer in unframed(signers) for key in _signers(signer)]
    opened = unlocked(content, held)
    clear = opened.content
    read = readable(clear)
    known += [key for block in armoured_keys(clear) for key in certificates(block.encode())]
    found = judged(opened.signed, known, datetime.fromtimestamp(int.from_bytes(moment, "big"), tz=UTC))
    head = Head(
        fingerprint=opened.fingerprint,
        verdict=found.verdict,
        signed_by=found.signed_by,
        messages=opened.messages,
        attachments=read.attachments,
        is_text=read.text is not None,
    )
    return said(head, clear, read.text or "")


def _held(fingerprint: bytes, certificate: bytes, secret: bytes) -> HeldKey:
    return HeldKey(fingerprint.decode(), certificate, secret or None)


def _signers(content: bytes) -> list[SignedPublicKey]:
    """Return the keys that somebody gave to judge signatures by, armoured or binary. Raises MessageRefused."""
    given = certificates(content)
    if not given:
        raise MessageRefused(MessageFlaw.SIGNER_UNREADABLE)
    return given
