"""What stands beside the password: codes of an authenticator app, and spare codes on paper."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class FactorNeed(StrEnum):
    """Who needs a second factor in an organisation."""

    NOBODY = "nobody"
    MANAGERS = "managers"
    EVERYBODY = "everybody"


class FactorState(StrEnum):
    """How a member stands with the second factor.

    STALE: the key that opened its secret went with a forgotten password. Only spare codes fit, until it is set up anew.
    """

    NONE = "none"
    READY = "ready"
    STALE = "stale"


@dataclass(frozen=True)
class FactorChanged:
    """A member changed their own second factor: the stamp of the session that did, and new spare codes, shown once."""

    stamp: str = field(repr=False)
    codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Halfway:
    """A password was right, and a code is still asked: nobody is signed in.

    `stamp` changes with the password and the factor. The seed is to be sealed under a cookie at once.
    """

    member: UUID
    stamp: str = field(repr=False)
    seed: bytes = field(repr=False)


@dataclass(frozen=True)
class FactorOffer:
    """A secret for an authenticator app that nobody confirmed yet.

    `secret` is base 32 in groups, to type; `uri` says the same to a camera; `sealed` brings it back with the form.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    sealed: str = field(repr=False)


@dataclass(frozen=True)
class FactorFacts:
    """A member's second factor, for their own page."""

    state: FactorState
    set_up_at: datetime | None = None
    spare_codes: int = 0
