"""Which messages of a folder are brought, and what one looks like once it was."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

DELIVERED: Final = b"Delivered-To: "
"""What a mail server writes on top of a message that it lays into a mailbox, before the address of its envelope."""
_DELIVERED: Final = re.compile(rb"^Delivered-To: security\+[^\r\n]*\r\n", re.MULTILINE)
LINE_END: Final = re.compile(rb"(?<!\r)\n")


def on_the_wire(message: bytes) -> bytes:
    """Return a message as mail servers hand it on: every line ends in CR and LF, the last one too."""
    lines = LINE_END.sub(b"\r\n", message)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def in_a_mailbox(message: bytes) -> bytes:
    """Return a message as a mailbox holds it: IMAP carries no zero bytes (RFC 9051, 4.3), and Dovecot keeps 0x80 in their place."""
    return on_the_wire(message).replace(b"\0", b"\x80")


def laid(message: bytes, to: str) -> bytes:
    """Return a message as a mail server lays it into a mailbox: with the address of its envelope on top, if one is told.

    The line with which files of many mails begin each (`From `, RFC 4155) stays the first.
    """
    carried = on_the_wire(message)
    if not to:
        return carried
    begins = carried.partition(b"\r\n")[0] + b"\r\n" if carried.startswith(b"From ") else b""
    return begins + DELIVERED + to.encode() + b"\r\n" + carried.removeprefix(begins)


def without_delivered(raw: bytes) -> bytes:
    """Return a message without the first line that a mail server wrote on top of it."""
    return _DELIVERED.sub(b"", raw, count=1)


CARRIED: Final[Mapping[str, Callable[[bytes], bytes]]] = {"pipe": bytes, "lmtp": on_the_wire, "mailbox": in_a_mailbox}


def messages(folder: Path, pattern: str, most: int | None) -> dict[str, bytes]:
    """Return the messages of a folder by the names of their files."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob(pattern))[:most]}
