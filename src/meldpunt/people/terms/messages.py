"""Words of a message that somebody encrypted to the organisation: what was in it, who signed it, and why it stays closed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from meldpunt.people.terms.errors import PeopleError


class MessageFlaw(StrEnum):
    """Why a message is not opened."""

    NO_MESSAGE = "no message"
    NOT_OURS = "not ours"
    SECRET_ELSEWHERE = "secret elsewhere"  # noqa: S105 -- what was wrong, not a secret
    PASSWORD = "password"  # noqa: S105 -- as above
    UNPROTECTED = "unprotected"
    DAMAGED = "damaged"
    TOO_LARGE = "too large"
    UNKNOWN_WAY = "unknown way"
    SIGNER_UNREADABLE = "signer unreadable"
    BUSY = "busy"


class MessageRefused(PeopleError):
    """The message was not opened; `flaw` says why. What the library said is never part of it.

    `named` are the key ids that the message was encrypted to, upper-case hexadecimal, where that helps.
    """

    def __init__(self, flaw: MessageFlaw, named: Sequence[str] = ()) -> None:
        """Keep why, and the keys that the message names."""
        super().__init__(flaw.value)
        self.flaw, self.named = flaw, tuple(named)


class Verdict(StrEnum):
    """What a signature is worth."""

    VALID = "valid"
    CHANGED = "changed"
    UNKNOWN_KEY = "unknown key"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True)
class HeldKey:
    """One of the organisation's keys, to open messages with; `secret` is None where the server does not hold it."""

    fingerprint: str
    certificate: bytes = field(repr=False)
    secret: bytes | None = field(repr=False)


@dataclass(frozen=True)
class OpenedMessage:
    """What was in a message.

    `content` is what was encrypted, bit for bit; `text` what a person reads of it (of a mail its texts), None where it is no text;
    `attachments` are the names of a mail's other parts. `fingerprint` is that of our key that opened it. `signed_by` is the
    fingerprint of who signed, only the key id where we do not know that key, and empty without a signature.
    `messages` counts the encrypted messages in what was given: the first one was opened.
    """

    content: bytes = field(repr=False)
    text: str | None = field(repr=False)
    attachments: Sequence[str] = field(repr=False)
    fingerprint: str
    verdict: Verdict
    signed_by: str
    messages: int


class MessageOpener(Protocol):
    """Opens what was encrypted to a key of the organisation."""

    def open(
        self, content: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], now: datetime
    ) -> OpenedMessage:
        """Return what is in the first encrypted message in `content`: binary, armoured, or armoured somewhere in a text.

        `keys` are all of the organisation's, newest first; one that ended still opens. `signers` are keys that may have signed it,
        beside those in the message itself. Raises MessageRefused.
        """
