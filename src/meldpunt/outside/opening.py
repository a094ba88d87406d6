"""Messages that were encrypted to one of our keys, opened in a child process with limits.

A message of 340 kB can open to 200 MB, and what parses it is given what strangers wrote. So the child may use little memory and time,
and no files; whatever happens to it, this process goes on. What it says of its failures is read by nobody: it would hold what it was given.
Clear text and secret keys pass through memory and two pipes only.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from meldpunt.outside.framing import LENGTH, framed, surroundings, unframed
from meldpunt.people.terms import HeldKey, MessageFlaw, MessageRefused, OpenedMessage, Verdict

SECONDS: Final = 20
"""The longest that one message may take, by the clock on the wall; of the processor it gets less."""
AT_ONCE: Final = 2
"""Children of one process: each may take half a gigabyte."""
MOST: Final = 36 * 1024 * 1024
"""Bytes of what is given: 25 MB of content, armoured."""
_START: Final = (
    "import sys; sys.path += sys.argv[1:]; from meldpunt.outside.opening_child import main; sys.exit(main())"
)


@dataclass(frozen=True)
class Head:
    """What the child says before the content and the text: a `flaw` or all of the rest."""

    flaw: str = ""
    named: Sequence[str] = ()
    fingerprint: str = ""
    verdict: str = Verdict.NONE
    signed_by: str = ""
    messages: int = 0
    attachments: Sequence[str] = ()
    is_text: bool = False


class ChildOpener:
    """Opens messages, each in a child of its own."""

    _places = BoundedSemaphore(AT_ONCE)

    def open(
        self, content: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], now: datetime
    ) -> OpenedMessage:
        """Return what is in the first encrypted message in `content`. Raises MessageRefused."""
        if len(content) > MOST:
            raise MessageRefused(MessageFlaw.TOO_LARGE)
        asked = [int(now.timestamp()).to_bytes(LENGTH, "big"), content, framed(*map(_key, keys)), framed(*signers)]
        if not self._places.acquire(timeout=SECONDS):
            raise MessageRefused(MessageFlaw.BUSY)
        try:
            answer = _run(framed(*asked))
        finally:
            self._places.release()
        return _opened(answer)


def said(head: Head, content: bytes = b"", text: str = "") -> bytes:
    """Return the child's answer."""
    return framed(json.dumps(asdict(head)).encode(), content, text.encode("utf-8", "surrogatepass"))


def _key(key: HeldKey) -> bytes:
    return framed(key.fingerprint.encode(), key.certificate, key.secret or b"")


def _run(asked: bytes) -> bytes:
    """Ask a child; who is stopped by its limits wanted too much. Raises MessageRefused."""
    places = [str(Path(__file__).parents[2]), *_libraries()]
    command = [sys.executable, "-I", "-S", "-B", "-c", _START, *places]
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            command,
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env=surroundings(),
        )
    except subprocess.TimeoutExpired:
        raise MessageRefused(MessageFlaw.TOO_LARGE) from None
    except OSError:
        raise MessageRefused(MessageFlaw.BUSY) from None
    if done.returncode != 0:
        raise MessageRefused(MessageFlaw.TOO_LARGE if done.returncode < 0 else MessageFlaw.BUSY)
    return done.stdout


def _libraries() -> set[str]:
    """Return the folders of what the child imports, without loading any of it here."""
    found = [find_spec(name) for name in ("openpgp", "pysequoia")]
    return {str(Path(each.origin).parents[1]) for each in found if each is not None and each.origin}


def _opened(answer: bytes) -> OpenedMessage:
    head_part, content, text = unframed(answer)
    head = Head(**json.loads(head_part))
    if head.flaw:
        raise MessageRefused(MessageFlaw(head.flaw), head.named)
    return OpenedMessage(
        content=content,
        text=text.decode("utf-8", "replace") if head.is_text else None,
        attachments=tuple(head.attachments),
        fingerprint=head.fingerprint,
        verdict=Verdict(head.verdict),
        signed_by=head.signed_by,
        messages=head.messages,
    )
