"""What an IMAP server answers to questions about messages, taken apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from imap_tools.errors import MailboxFetchError

TAKEN_ON: Final = "$MeldpuntTaken"
"""A mark on a message that was taken, followed by the day."""
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LOOKS: Final = "(UID FLAGS RFC822.SIZE)"
MARK: Final = re.compile(re.escape(TAKEN_ON).encode() + rb"(\d{4})(\d{2})(\d{2})\b")
UID: Final = re.compile(rb"\bUID (\d+)")
SIZE: Final = re.compile(rb"\bRFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Look:
    """A message in a folder: its size in bytes, and the day it was taken; None where no mark says so."""

    uid: str
    size: int
    taken_on: date | None


def imap_day(day: date) -> str:
    """Return a day as servers are asked for it, such as 3-Nov-2026, whatever this machine's language is (RFC 3501, 9)."""
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"


def answered(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    """Return what a command brought. Raises MailboxFetchError when the server did not do it."""
    if answer[0] != "OK":
        raise MailboxFetchError(command_result=answer, expected="OK")
    return answer[1]


def looks_in(answers: Sequence[Any]) -> list[Look]:
    """Return the messages in an answer to LOOKS; lines that are about something else are passed over."""
    found = []
    for line in answers:
        said = line if isinstance(line, bytes) else b""
        uid, size = UID.search(said), SIZE.search(said)
        if uid and size:
            found.append(Look(uid[1].decode(), int(size[1]), _taken_on(said)))
    return found


def content_in(answers: Sequence[Any]) -> bytes | None:
    """Return the message in an answer; None where it was not there any more."""
    return next((bytes(part[1]) for part in answers if isinstance(part, tuple)), None)


def _taken_on(said: bytes) -> date | None:
    mark = MARK.search(said)
    if mark is None:
        return None
    try:
        return date(int(mark[1]), int(mark[2]), int(mark[3]))
    except ValueError:  # somebody else's
        return None
