"""By what a mail is known when it comes again: by another way, or because whoever brought it did not hear that we have it.

On its way a mail gets headers (RFC 5321, 4.4) and other line ends, so its mark is of what stays: Message-ID and body. Nothing here reads the
mail: whatever the bytes are, they have a mark.
"""

import hmac
import re
from datetime import date
from typing import Final
from uuid import UUID

from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import joined

LONGEST_HEAD: Final = 64 * 1024
_ID: Final = re.compile(rb"^message-id[ \t]*:((?:.*(?:\n[ \t])?)*)", re.IGNORECASE | re.MULTILINE)
_OTHERS: Final = re.compile(rb"^(?:from|date|subject)[ \t]*:.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)
_BLANKS: Final = re.compile(rb"[ \t\n]+")


def mark_of(raw: bytes, *, organisation: UUID, copy_for: UUID | None = None, secret: bytes) -> bytes:
    """Return the mark (32 bytes) of a mail to this organisation; `secret` is the server's mail secret.

    One that is for several threads is kept once for each: `copy_for` is the thread of every one but the first.
    """
    head, body = _parts(raw)
    key = derive(secret, label=b"meldpunt mail mark", salt=organisation.bytes + (copy_for.bytes if copy_for else b""))
    return hmac.digest(key, joined(_named(head), body), "sha256")


def mark_of_answer(kind: str, address: str, *, organisation: UUID, day: date, secret: bytes) -> bytes:
    """Return what is kept of an answer of some kind to an address on a day (32 bytes): on another day it is another."""
    key = derive(secret, label=b"meldpunt mail answered", salt=organisation.bytes + day.isoformat().encode())
    return hmac.digest(key, joined(kind.encode(), address.lower().encode("utf-8", "surrogatepass")), "sha256")


def mark_of_sender(sender: str, *, organisation: UUID, day: date, secret: bytes) -> bytes:
    """Return what is kept of an envelope sender, or of a domain, on a day (32 bytes): on another day it is another."""
    return mark_of_answer("came from", sender, organisation=organisation, day=day, secret=secret)


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    """Return the head and the body, with line feeds for line ends and nothing behind the last line."""
    plain = raw.replace(b"\r\n", b"\n").rstrip(b"\n")
    head, _, body = plain.partition(b"\n\n")
    return (head, body) if len(head) <= LONGEST_HEAD else (b"", plain)


def _named(head: bytes) -> bytes:
    """Return the Message-ID; without one, whom it says to be from, when and about what."""
    found = _ID.search(head)
    name = _BLANKS.sub(b"", found[1]) if found else b""
    return name or b"\n".join(_BLANKS.sub(b" ", line) for line in _OTHERS.findall(head))
