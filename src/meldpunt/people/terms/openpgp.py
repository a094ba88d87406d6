"""Words of the organisation's OpenPGP key: what is known of one, what is wrong with one, and who does the mathematics."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from meldpunt.people.terms.errors import PeopleError


class KeyFlaw(StrEnum):
    """Why a key is not taken."""

    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"
    SEVERAL = "several"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CANNOT_ENCRYPT = "cannot encrypt"
    OTHER_ADDRESS = "other address"
    SECRET_GIVEN = "secret given"  # noqa: S105 -- what was wrong, not a secret
    SECRET_MISSING = "secret missing"  # noqa: S105 -- as above
    LOCKED = "locked"
    WEAK = "weak"


class KeyRefused(PeopleError):
    """The OpenPGP key cannot be used; `flaw` says why. What the library said is never part of it."""

    def __init__(self, flaw: KeyFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw


class KeyHeld(PeopleError):
    """The organisation has an OpenPGP key already: replacing it is another verb."""


class NoKey(PeopleError):
    """The organisation has no OpenPGP key, or not its secret part."""


class KeyNotRenewable(PeopleError):
    """The key, or the part of it that is encrypted to, can only be renewed where it was made."""


@dataclass(frozen=True)
class ReadKey:
    """One OpenPGP key, as read.

    `fingerprint` is upper-case hexadecimal, `addresses` are the mail addresses of its user ids in lower case, `expires_at` is the moment
    from which it cannot be encrypted to (None: never). `certificate` is the public part in binary, `secret` all of it; None without one.
    """

    fingerprint: str
    addresses: Sequence[str]
    expires_at: datetime | None
    revoked: bool
    certificate: bytes = field(repr=False)
    secret: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OwnKey:
    """The OpenPGP key that a member's mail is encrypted to, as their own page shows it."""

    fingerprint: str
    expires_at: datetime | None


class OpenPgp(Protocol):
    """Makes, reads, renews and locks keys, and signs with them."""

    def make(self, *, user_id: str, until: datetime) -> ReadKey:
        """Return a new key that every program can use, valid until then."""

    def read(self, content: bytes) -> ReadKey:
        """Return the one key in `content`, armoured or binary. Raises KeyRefused; expired and revoked ones are read."""

    def renew(self, *, certificate: bytes, secret: bytes, until: datetime) -> ReadKey:
        """Return the same key, valid until then. Raises KeyNotRenewable."""

    def sign(self, text: str, *, secret: bytes) -> str:
        """Return the text in a cleartext signature (RFC 9580, 7). Raises KeyRefused."""

    def lock(self, *, certificate: bytes, secret: bytes, passphrase: str) -> str:
        """Return the key with its secret parts behind a passphrase, armoured (RFC 4880, 5.5.3). Raises KeyRefused (LOCKED)."""


@dataclass(frozen=True)
class OpenPgpKeyFacts:
    """An organisation's key, as pages and commands may show it: nothing secret. `handed_out_at`: its secret part, for a mail program."""

    id: UUID
    organisation: UUID
    address: str
    fingerprint: str
    imported: bool
    vouched: bool
    signs: bool
    added_at: datetime
    expires_at: datetime | None
    renewed_at: datetime | None
    retired_at: datetime | None
    certificate: bytes = field(repr=False)
    handed_out_at: datetime | None = None
