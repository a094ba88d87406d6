"""Words of the journal: who acts, what a line says, and what can be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

type Fact = str | int | bool | None


class ActorKind(StrEnum):
    """Which side of the desk an act comes from."""

    FINDER = "finder"
    MEMBER = "member"
    SYSTEM = "system"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Actor:
    """Who does something, under a random id that says nothing about the person.

    `id` is the member's id or the finder's thread; the system and the operator have none.
    """

    kind: ActorKind
    id: UUID | None = None


SYSTEM = Actor(ActorKind.SYSTEM)
OPERATOR = Actor(ActorKind.OPERATOR)


def member(member_id: UUID) -> Actor:
    """Return the actor for a member of an organisation."""
    return Actor(ActorKind.MEMBER, member_id)


def finder(thread: UUID) -> Actor:
    """Return the actor for the finder of one thread."""
    return Actor(ActorKind.FINDER, thread)


@dataclass(frozen=True)
class EntryLine:
    """One line of the journal, as it is read back."""

    organisation: UUID
    number: int
    at: datetime
    case: UUID | None
    actor: Actor
    deed: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Happening:
    """What a new line says, but for who did it and when. `facts` holds codes and numbers only, never content."""

    case: UUID | None
    deed: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class BrokenLink:
    """The first line at which an organisation's chain does not hold; `reason` is one of the four below."""

    organisation: UUID
    number: int
    reason: str


MISSING = "missing"
CHANGED = "changed"
CUT_OFF = "cut off"
UNCHAINED = "unchained"


class JournalError(Exception):
    """Something is wrong with what should be written down."""


class FactNotAllowed(JournalError):
    """A fact could carry content: only short codes, numbers, yes or no, and nothing are allowed."""


class DeedNotAllowed(JournalError):
    """A deed must look like `case.closed`: lower-case words joined by points."""


class OutsideTransaction(JournalError):
    """A line must be written in the same transaction as what it tells about."""
