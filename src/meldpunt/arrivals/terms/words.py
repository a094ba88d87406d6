"""The words of forms, files and allowances on their way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

FORM_LIFE = timedelta(hours=24)
DRAFT_LIFE = timedelta(hours=24)
GRACE = timedelta(hours=1)
ORPHAN_AGE = timedelta(hours=24)
HEAD = 4096  # bytes of a file by which its kind is told


class ArrivalError(Exception):
    """Something on its way in that cannot be accepted as it is."""


class BadForm(ArrivalError):
    """The form token was not made by this server for this organisation, or was changed."""


class FormExpired(ArrivalError):
    """The form was handed out too long ago: hand out a new one with the text kept."""


class FormAlreadyUsed(ArrivalError):
    """The form was used for a report with other content: hand out a new one with the text kept."""


class DraftsGone(ArrivalError):
    """The uploads that waited for this form have expired or were never here."""


class Channel(StrEnum):
    """Through which door something comes in: it stands for `by` where nobody has a name yet."""

    FORM = "form"
    DESK = "desk"
    TELEPHONE = "telephone"
    MAIL = "mail"
    LETTER = "letter"
    IN_PERSON = "in_person"
    PLATFORM = "platform"
    OTHER = "other"
    CANARY = "canary"


@dataclass(frozen=True)
class OpenForm:
    """A form token that was read: who handed it out (and as which brand), when, in which language, under which rules.

    `random` is the form's own 128 bits; the access code is derived from it, so it is a secret.
    """

    organisation: UUID
    random: bytes = field(repr=False)
    issued_at: datetime
    policy_version: int
    language: str
    brand: str = ""

    def expired(self, now: datetime) -> bool:
        """Tell whether the form is too old for a new report (a repeated one still shows its receipt)."""
        return now >= self.issued_at + FORM_LIFE


@dataclass(frozen=True)
class SealedUpload:
    """A file that already lies sealed in the store.

    `secret` seals the bytes; `name` is cleaned already; `sha256` is of the bytes as they will be handed out again; `scrubbed` tells
    that place and device data were removed from an image on the way in. `head` is how the clear bytes begin, in the request that
    brought the file; None once it waited.
    """

    id: UUID
    name: str = field(repr=False)
    media_type: str = field(repr=False)
    size: int = field(repr=False)
    sha256: bytes = field(repr=False)
    secret: bytes = field(repr=False)
    stored_as: str
    scrubbed: bool = False
    head: bytes | None = field(default=None, repr=False, compare=False)


class Act(StrEnum):
    """What is counted by the allowance."""

    REPORT = "report"
    WRONG_CODE = "wrong_code"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - the name of an act
    WRONG_ADDRESS = "wrong_address"
    MESSAGE = "message"
    WAITING_MEGABYTE = "waiting_megabyte"


@dataclass(frozen=True)
class Budget:
    """A token bucket: `burst` at once, then `per_hour`; beyond it up to `slowed` acts only wait."""

    burst: float
    per_hour: float
    slowed: float
    step_seconds: float = 2.0
    longest_seconds: float = 20.0


@dataclass(frozen=True)
class Verdict:
    """What to do with a request: wait `delay` seconds first, or refuse it until `retry_after` seconds passed."""

    delay: float
    refused: bool
    retry_after: int = 0
