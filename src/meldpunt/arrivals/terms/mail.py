"""The words of mail that comes in: by which way, what was read in it, and how each message ends.

What a message says is never in a `repr`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from meldpunt.arrivals.terms.words import ArrivalError, SealedUpload
from meldpunt.people.terms import HeldKey, MessageFlaw, Verdict
from meldpunt.sealing.terms import ContentKey

SENDERS: Final = "senders"
"""The defect of a mail that names more than one sender: which of them a mail server judged, nobody knows."""
NULL_SENDER: Final = "null_sender"
"""The defect of a mail that asks that nothing be sent back (RFC 5321, 4.5.5), as machines do."""
NO_RECEIPT: Final = "no_receipt"
"""Why a person has to do something about a mail that is a report: nobody was told that it came."""


class Way(StrEnum):
    """By which way a message came to us."""

    PIPE = "pipe"
    LMTP = "lmtp"
    MAILBOX = "mailbox"
    FILE = "file"


class MailEnd(StrEnum):
    """How a message ended; in the order in which it is decided. Of one seen before and of a canary no row is kept."""

    SEEN = "seen"
    UNREADABLE = "unreadable"
    CANARY = "canary"
    LOOP = "loop"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    KEY_REQUEST = "key_request"
    MESSAGE = "message"
    PENDING = "pending"
    UNDECRYPTABLE = "undecryptable"
    REROUTED = "rerouted"
    REPORT = "report"


class MailFlaw(StrEnum):
    """Why a message could not be read."""

    TOO_LARGE = "too_large"
    HEADERS = "headers"
    NESTED = "nested"
    DAMAGED = "damaged"
    TIMED_OUT = "timed_out"
    BUSY = "busy"


class CannotRead(ArrivalError):
    """The message could not be read; `flaw` says why. What a library said is never part of it."""

    def __init__(self, flaw: MailFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw

    @property
    def is_for_now(self) -> bool:
        """Whether nothing is known against the message: the machine had no time or memory for it, and may have some in a moment."""
        return self.flaw is MailFlaw.BUSY


class MailSeen(ArrivalError):
    """The message was taken in before: nothing is to be done."""


class TryLater(ArrivalError):
    """Nothing of the message was kept: whoever brought it keeps it and brings it again."""


class Automatic(StrEnum):
    """What kind of machine sent a message (RFC 3834, RFC 3464, RFC 2919); NO for a person."""

    NO = "no"
    BOUNCE = "bounce"
    REPLY = "reply"
    GENERATED = "generated"
    LIST = "list"
    BULK = "bulk"


class KeySource(StrEnum):
    """Where in a message a sender's OpenPGP key was found; GIVEN where it came in another way."""

    SIGNED = "signed"
    ATTACHED = "attached"
    AUTOCRYPT = "autocrypt"
    TEXT = "text"
    GIVEN = "given"


@dataclass(frozen=True)
class Envelope:
    """What is known of a message beside its bytes.

    `sender` is the envelope's: empty for the null sender, None where it is not known. `authserv_id` is the name under which our own mail
    server writes what it found out (RFC 8601); empty to believe none. `is_shared`: a mailbox that gets other post too, so that a person put it here.
    `own` are the organisation's addresses: a list of that name is its own group, and no machine.
    """

    way: Way
    recipients: tuple[str, ...] = field(default=(), repr=False)
    sender: str | None = field(default=None, repr=False)
    authserv_id: str = ""
    is_shared: bool = False
    own: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Mailbox:
    """Somebody's name and address, as a header has them; the address in lower case."""

    name: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True)
class Authentication:
    """Whether the sender is who it says, in the words of RFC 8601 ("pass", "fail", "none", ...); empty where nobody looked.

    `own_dkim` is what our own look at the DKIM signature of `own_domain` found; "part" where that covers not all of the mail.
    """

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    dkim_domain: str = field(default="", repr=False)
    own_dkim: str = ""
    own_domain: str = field(default="", repr=False)


@dataclass(frozen=True)
class Encryption:
    """How a message was encrypted and signed. `flaw` says why it, or a part of it, stays closed; `fingerprint` which key of ours opened it.

    `signed_by` is the fingerprint of who signed, `signer` the certificate that the signature fits, both empty without one.
    `is_closed`: nothing can be read beside what stays closed. `is_partly_signed`: the verdict is not that of every text and file.
    `is_opened`: some of what is read was encrypted, and opened here.
    """

    encrypted: bool = False
    flaw: MessageFlaw | None = None
    fingerprint: str = ""
    verdict: Verdict = Verdict.NONE
    signed_by: str = field(default="", repr=False)
    signer: bytes = field(default=b"", repr=False)
    is_closed: bool = False
    is_partly_signed: bool = False
    is_opened: bool = False


@dataclass(frozen=True)
class LearnedKey:
    """An OpenPGP key that a message brought. `trouble` is a `KeyFlaw`; empty where it can be encrypted to."""

    certificate: bytes = field(repr=False)
    fingerprint: str = field(repr=False)
    source: KeySource
    addresses: tuple[str, ...] = field(default=(), repr=False)
    expires_at: datetime | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Bounced:
    """What a delivery report (RFC 3464) tells: which mail of ours did not arrive, and whether it ever will. `status` is as in RFC 3463."""

    recipient: str = field(repr=False)
    status: str
    is_permanent: bool
    message_id: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailPart:
    """A part of a message that is kept as a file."""

    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)
    is_inline: bool = False


@dataclass(frozen=True)
class ReadMail:
    """A message, read.

    `text` are the sender's own words, `quoted` what was folded away: quotes and signature. `language` is "nl", "en" or "" for unknown.
    `forwarded` is the message inside, where this one only carries it. `defects` are codes of what was wrong with it and read all the same.
    """

    message_id: str = field(default="", repr=False)
    in_reply_to: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    sender: Mailbox | None = field(default=None, repr=False)
    reply_to: Mailbox | None = field(default=None, repr=False)
    to: tuple[Mailbox, ...] = field(default=(), repr=False)
    cc: tuple[Mailbox, ...] = field(default=(), repr=False)
    subject: str = field(default="", repr=False)
    date: datetime | None = None
    text: str = field(default="", repr=False)
    quoted: str = field(default="", repr=False)
    language: str = ""
    parts: tuple[MailPart, ...] = field(default=(), repr=False)
    automatic: Automatic = Automatic.NO
    authentication: Authentication = field(default_factory=Authentication)
    encryption: Encryption = field(default_factory=Encryption)
    bounce: Bounced | None = None
    keys: tuple[LearnedKey, ...] = field(default=(), repr=False)
    asks_for_key: bool = False
    forwarded: ReadMail | None = field(default=None, repr=False)
    defects: tuple[str, ...] = ()


class MailReader(Protocol):
    """Reads messages, in a process that may do little harm."""

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return what is in a message. Raises CannotRead.

        `keys` are all of the organisation's OpenPGP keys, newest first; `signers` certificates that may have signed it, beside those in the
        message itself.
        """


@dataclass(frozen=True)
class SealedMail:
    """A message that lies sealed in the store and whose row is not there yet.

    `raw` is the message as it came, with the id of the row. `keys` seal that and what was read in it: who keeps it wraps them to the organisation.
    """

    raw: SealedUpload
    keys: tuple[ContentKey, ...]
    mark: bytes = field(repr=False)
    way: Way
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class SeenMail:
    """What became of a message that came before: how it ended, and in which thread."""

    end: MailEnd
    thread: UUID | None


@dataclass(frozen=True)
class Ended:
    """How a message ended, once that is stored; `number` is the case's, empty where there is none."""

    end: MailEnd
    number: str = ""
