"""The one way to a key ring, a draft, and a place at the desk."""

from datetime import datetime
from uuid import UUID

from meldpunt.people.terms import Deed, Visitor
from meldpunt.sealing.terms import KeyRing


def allow(visitor: Visitor, deed: Deed) -> None:
    """Let the visitor do `deed`, or raise NotAllowed. The one place where the permission table is asked."""
    raise NotImplementedError


def allow_unlocked(visitor: Visitor, deed: Deed) -> KeyRing:
    """As `allow`, and return the ring of an unlocked desk. Raises NotAllowed, DeskLocked."""
    raise NotImplementedError


def visitor_of(*, member: UUID, seed: bytes | None) -> Visitor:
    """Return the visitor behind a session: unlocked when `seed` is given. Raises NotThere for who was removed."""
    raise NotImplementedError


def ring_of(*, member: UUID, seed: bytes) -> KeyRing:
    """Return the keys `seed` opens: the member's own and every key of the organisation granted to the member.

    Raises NotThere; grants that do not open are left out.
    """
    raise NotImplementedError


def draft_of(*, where: str, by: Visitor, now: datetime) -> bytes | None:
    """Return what the member was writing at `where` when the desk locked, or None. Raises DeskLocked."""
    raise NotImplementedError
