"""The words of a report: what a finder may tell, who they are, how they can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from meldpunt.policy.terms import ContactMode, IdentityMode

TEXT_LIMIT = 200_000
NAME_LIMIT = 500
CONTACT_LIMIT = 320


def gettext_noop(text: str) -> str:
    """Mark a text for translation; the page translates it."""
    return text


class ReportError(Exception):
    """Something in a report that cannot be taken; `field` names where, never what."""

    def __init__(self, field_name: str) -> None:
        """Remember the field."""
        super().__init__(field_name)
        self.field = field_name


class TextTooLong(ReportError):
    """A text is longer than its limit."""


class TextNotStorable(ReportError):
    """A text holds a NUL or half a character (a lone surrogate): it could not come back as it was sent."""


class TextMissing(ReportError):
    """One of the two compulsory texts is empty."""


class NoSuchFile(Exception):
    """There is no such file here, or it is not yours."""


class Topic(StrEnum):
    """What a report is about."""

    WEAKNESS = "weakness"
    LEAK = "leak"
    ABUSE = "abuse"


@dataclass(frozen=True)
class ReportContent:
    """What the finder wrote, byte for byte; empty text where nothing was said. A mail has a `subject`, and no form has.

    `whose`, `how_many` and `still_open` belong to leaked data; `kind` is an id of `rules.kinds.KINDS` or "";
    `beyond` is what the finder did beyond the rules. `platform` is the outside one over which it came, `reference` what it is called there.
    """

    topic: Topic = Topic.WEAKNESS
    subject: str = field(default="", repr=False)
    whose: str = field(default="", repr=False)
    how_many: str = field(default="", repr=False)
    still_open: str = field(default="", repr=False)
    where: str = field(default="", repr=False)
    what: str = field(default="", repr=False)
    steps: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    kind: str = field(default="", repr=False)
    impact: str = field(default="", repr=False)
    beyond: str = field(default="", repr=False)
    platform: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)

    def texts(self) -> dict[str, str]:
        """Return every field that is not empty, in the order of this class."""
        return {name: text for name in CONTENT_FIELDS if (text := str(getattr(self, name)))}


CONTENT_FIELDS = tuple(each.name for each in fields(ReportContent))


@dataclass(frozen=True)
class Identity:
    """Who the finder says to be."""

    mode: IdentityMode = IdentityMode.ANONYMOUS
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class Contact:
    """How the finder wants to be reached; `notices` asks for status mails to the e-mail address."""

    mode: ContactMode = ContactMode.NONE
    value: str = field(default="", repr=False)
    notices: bool = False


@dataclass(frozen=True)
class OpenedFile:
    """A file as it may be handed out. `name` is cleaned; `chunks` yields verified bytes only."""

    id: UUID
    name: str = field(repr=False)
    media_type: str = field(repr=False)
    size: int = field(repr=False)
    sha256: bytes = field(repr=False)
    scrubbed: bool
    chunks: Iterator[bytes] = field(repr=False)


@dataclass(frozen=True)
class FileSummary:
    """What a page shows of a file. Where `trouble` names what stood in the way of opening it, nothing else is known of it."""

    id: UUID
    name: str = field(repr=False)
    media_type: str = field(repr=False)
    size: int = field(repr=False)
    sha256: bytes = field(repr=False)
    scrubbed: bool
    added_at: datetime
    trouble: str = ""


@dataclass(frozen=True)
class SealedFile:
    """A file of a report, ready to be kept."""

    id: UUID
    sealed: bytes = field(repr=False)
    stored_as: str
    size_class: int
    scrubbed: bool


@dataclass(frozen=True)
class SealedReport:
    """A report, sealed and ready to be kept; `policy_version` is the primary key of the version that applies.

    `policy_shown` tells whether the finder was shown it, `agreed` whether the finder agreed with it. `received_at` is when it really came.
    """

    id: UUID
    organisation: UUID
    policy_version: int
    agreed: bool
    channel: str
    language: str
    identity_mode: IdentityMode
    received_at: datetime
    body: bytes = field(repr=False)
    identity: bytes | None = field(repr=False)
    commitment: bytes = field(repr=False)
    files: tuple[SealedFile, ...]
    brand: str = ""
    policy_shown: bool = True


@dataclass(frozen=True)
class StoredReport:
    """What is stored of a report, still sealed."""

    id: UUID
    organisation: UUID
    policy_version: int
    language: str
    identity_mode: IdentityMode
    received_at: datetime
    body: bytes = field(repr=False)
    identity: bytes | None = field(repr=False)
    commitment: bytes = field(repr=False)
