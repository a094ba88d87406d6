"""Words of sealing: what is sealed, where it stands, which key opens it, and what can go wrong.

No `repr` of anything here shows a secret, so that none can reach a log or an error page by accident.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from uuid import UUID


class SealingError(Exception):
    """Something about a sealed value, a key or a code is not as it must be."""


class CannotOpen(SealingError):
    """The value was not sealed with this key for this place, or it was changed since."""


class Truncated(CannotOpen):
    """The value is whole as far as it goes, but its end is missing."""


class UnknownFormat(CannotOpen):
    """The first byte names no format of the closed list, or not the one that belongs here."""


class BadAccessCode(SealingError):
    """The access code opens nothing: mistyped or never given, and nobody is told which."""


class BadToken(SealingError):
    """The recovery code or link token is not one: a character is missing or mistyped."""


class TooManyAtOnce(Exception):
    """So many passwords are being stretched that this one was not looked at: try again in a few seconds."""


class WeakPassword(SealingError):
    """The password is too easy to guess to lock anything with."""


class Format(IntEnum):
    """The closed list of formats; the number is the first byte of every sealed value (docs/sealing-formats.md)."""

    WRAP = 1
    LETTER = 2
    BODY = 3
    UNDER = 4
    STREAM = 5
    PASSWORD = 6
    MARK = 7
    BUNDLED = 8


class Purpose(StrEnum):
    """What a content key is for; every thread has one key per purpose, every file its own."""

    IDENTITY = "identity"
    REPORT = "report"
    CONVERSATION = "conversation"
    FILE = "file"
    INTERNAL = "internal"
    MAIL = "mail"


def joined(*parts: bytes) -> bytes:
    """Return the parts, each behind its length (4 bytes), so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands; opened anywhere else it stays shut.

    `record` names the row (such as "message/<uuid>"), `field` the column.
    """

    organisation: UUID
    thread: UUID
    record: str
    field: str

    def bind(self, purpose: Purpose, form: Format) -> bytes:
        """Return the bytes that tie a sealed value to this place, a purpose and a format."""
        return joined(
            b"meldpunt place",
            bytes([form]),
            purpose.encode(),
            self.organisation.bytes,
            self.thread.bytes,
            self.record.encode(),
            self.field.encode(),
        )


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of an X-Wing pair: in `raw` the ML-KEM-768 key (1184 bytes), then the X25519 key (32 bytes)."""

    id: UUID
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The key pairs somebody can use now: recipient key id to X-Wing seed (32 bytes)."""

    seeds: dict[UUID, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyName:
    """Which content key is meant, without the key."""

    id: UUID
    purpose: Purpose
    organisation: UUID
    thread: UUID


@dataclass(frozen=True, slots=True)
class ContentKey:
    """A key that seals content: the secret (32 bytes), and what it is for. For an internal key `thread` is the case, for that of a mail the mail."""

    id: UUID
    purpose: Purpose
    organisation: UUID
    thread: UUID
    secret: bytes = field(repr=False)

    @property
    def name(self) -> KeyName:
        """The same key without its secret."""
        return KeyName(self.id, self.purpose, self.organisation, self.thread)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One content key, sealed to one recipient: ready to be kept."""

    key: UUID
    recipient: UUID
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """What one batch did: wraps moved to the new key, and wraps still under the old one.

    Nothing moved while some are left means that the rest cannot be opened.
    """

    moved: int
    left: int


@dataclass(frozen=True)
class Resealed:
    """What one batch did: wraps moved to the newest format, wraps that did not open, and the last row it looked at.

    No last row means that nothing was left.
    """

    moved: int
    passed_over: int
    last: int | None


@dataclass(frozen=True, slots=True)
class AccessCode:
    """A finder's access code and what it derives.

    `text` is the code as shown, in groups. `locator` (32 bytes) finds the thread, `seed` (32 bytes) is its X-Wing key
    pair, `salt` (32 bytes) salts the digest on the receipt. When `valid` is false the rest is there but finds nothing.
    """

    text: str = field(repr=False)
    locator: bytes = field(repr=False)
    seed: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    valid: bool = True


@dataclass(frozen=True, slots=True)
class PasswordKeys:
    """What a password yields, 32 bytes each: `verifier` is stored to compare, `lock_key` seals the member's seed."""

    verifier: bytes = field(repr=False)
    lock_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenLock:
    """What a token yields, 32 bytes each: `digest` is stored to find its row, `seed` is its X-Wing key pair."""

    digest: bytes = field(repr=False)
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ServerSecrets:
    """The server's own secrets, one for each use, all derived from the one in the secrets file (32 bytes each)."""

    django: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    form: bytes = field(repr=False)
    mail: bytes = field(repr=False)
    notice: bytes = field(repr=False)
    locator: bytes = field(repr=False)
    openpgp: bytes = field(repr=False)
