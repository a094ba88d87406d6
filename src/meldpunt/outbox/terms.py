"""Words of the outbox: the letters there are, how one leaves, and what can go wrong."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Letter(StrEnum):
    """Every letter that can be owed; the value is the name of its template."""

    NEW_REPORT = "new_report"
    FINDER_WROTE = "finder_wrote"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of a letter
    KEYS_CHANGED = "keys_changed"
    MEMBER_READMITTED = "member_readmitted"
    INTAKE_STOPPED = "intake_stopped"
    FACTOR_CHANGED = "factor_changed"
    FACTOR_CLEARED = "factor_cleared"
    CODES_REFUSED = "codes_refused"
    KEYS_WITHHELD = "keys_withheld"
    POLICY_APPROVED = "policy_approved"
    POLICY_PROPOSED = "policy_proposed"
    POLICY_SENT_BACK = "policy_sent_back"
    PROMISES_DUE = "promises_due"
    REVIEWS_DUE = "reviews_due"
    DUTIES_DUE = "duties_due"
    RECEIVED = "received"
    NEWS = "news"
    CLOSED = "closed"
    MAIL_RECEIVED = "mail_received"
    MAIL_UNREADABLE = "mail_unreadable"
    KEY_SENT = "key_sent"
    REROUTED = "rerouted"
    ANSWER = "answer"
    MAIL_WAITS = "mail_waits"
    CHANNEL_DEAD = "channel_dead"
    CHANNEL_WELL = "channel_well"
    NEW_CODE = "new_code"
    CHANNEL_TEST = "channel_test"


class Enclosure(StrEnum):
    """What a letter may carry besides its words."""

    CIPHERTEXT = "ciphertext"
    KEY = "key"


@dataclass(frozen=True)
class Enclosed:
    """A message encrypted to who gets the letter, which takes the place of its words, or a public key beside them; ASCII armour (RFC 9580, 6.2)."""

    kind: Enclosure
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Words:
    """The words of a letter, written out."""

    subject: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True)
class ReadyLetter:
    """A letter as the carrier gets it: plain text without content of a report, or a message that was encrypted.

    `message_id` is the same on every try, so that a receiver may notice a second copy. `returns_to` is where a mail server tells that
    it could not deliver: None for the sender, empty for nowhere. `is_reply` tells whether a program answers a mail with it.
    `key` is the OpenPGP key of who gets it, to encrypt the whole to on its way; empty where there is none.
    """

    message_id: str
    sender: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    reply_to: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    enclosed: Enclosed | None = None
    returns_to: str | None = field(default=None, repr=False)
    is_reply: bool = False
    key: bytes = field(default=b"", repr=False)


class Carrier(Protocol):
    """What takes a letter away: SMTP, a folder, or a fake in tests."""

    def send(self, letter: ReadyLetter) -> None:
        """Hand the letter over. Raises CarrierBusy to try again later, CarrierRefused to give up."""


class LineState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    ON_ITS_WAY = "on its way"
    DELIVERED = "delivered"
    GIVEN_UP = "given up"


@dataclass(frozen=True)
class QueueLine:
    """What an operator may see of a letter: no address and no words."""

    id: UUID
    organisation: UUID
    letter: str
    state: LineState
    tries: int
    owed_at: datetime
    next_try_at: datetime | None
    problem: str


@dataclass(frozen=True)
class Fate:
    """What became of a letter: taken by a mail server, given up, or neither yet."""

    delivered_at: datetime | None
    given_up_at: datetime | None

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will become of it."""
        return self.delivered_at is not None or self.given_up_at is not None


class OutboxError(Exception):
    """Something is wrong with a letter or its way out."""


class FactsDoNotFit(OutboxError):
    """A letter was owed with facts missing, too many, too long or with line breaks in them."""


class AddressNotUsable(OutboxError):
    """The address has no single @, is too long, or has a line break in it."""


class EnclosureNotUsable(OutboxError):
    """What a letter should carry is not the ASCII armour of a message or a key."""


class CarrierError(OutboxError):
    """The carrier did not take the letter; `code` is a short code for the operator, never an answer's text."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


class CarrierBusy(CarrierError):
    """Not now: try again later."""


class CarrierRefused(CarrierError):
    """Never: this letter cannot be delivered."""
