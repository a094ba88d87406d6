"""What is kept of a mail, and the words of the mail room, where some of them wait for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.terms.mail import NO_RECEIPT, MailEnd, ReadMail, Way
from meldpunt.arrivals.terms.words import ArrivalError
from meldpunt.policy.terms import Matter


@dataclass(frozen=True)
class Suggestion:
    """That a mail may belong elsewhere: the matter, the words that say so, and the words and signs for which a person must look."""

    matter: Matter
    is_sure: bool
    found: tuple[str, ...] = field(repr=False)
    against: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class KeptMail:
    """What was kept of a mail: as it was read, with files that have a size and no content; `is_cut` where a text was longer."""

    mail: ReadMail
    sizes: tuple[int, ...] = ()
    suggestion: Suggestion | None = None
    is_cut: bool = False


class EntrySettled(ArrivalError):
    """Somebody dealt with this entry of the mail room already. Nothing was done: look at what became of it."""


class NoSuchPart(ArrivalError):
    """The mail has no such file, or cannot be read any more: download it as it came."""


@dataclass(frozen=True)
class EntryLine:
    """What a list shows of a mail that came in: nothing in it was sealed."""

    id: UUID
    came_at: datetime
    way: Way
    end: MailEnd
    reason: str
    thread: UUID | None
    message: UUID | None


@dataclass(frozen=True)
class OpenedMail:
    """A mail that came in, opened. `kept` is None once it was forgotten, or where it cannot be opened; `size` is in bytes, padded."""

    id: UUID
    came_at: datetime
    way: Way
    end: MailEnd
    reason: str
    thread: UUID | None
    message: UUID | None
    size: int
    settled_at: datetime | None
    settled_by: UUID | None
    kept: KeptMail | None = field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.settled_at is None

    @property
    def is_unthanked(self) -> bool:
        """Whether it became a report and nobody was told so."""
        return self.end is MailEnd.REPORT and self.reason == NO_RECEIPT


@dataclass(frozen=True)
class ReadEntry:
    """An open entry of the mail room, read anew; `mail` is None where it cannot be read. `thread` is the one it names, if any."""

    came_at: datetime
    thread: UUID | None
    raw: bytes = field(repr=False)
    mail: ReadMail | None = field(repr=False)
