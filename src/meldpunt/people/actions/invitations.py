"""Inviting a member, and accepting."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from meldpunt.people.terms import Role, SignedIn, Visitor


def invite(
    *, email: str, role: Role, language: str, link_to: Callable[[str], str], by: Visitor, now: datetime
) -> UUID:
    """Mail a one-time link that makes its receiver a member; return the invitation's id.

    For a role that opens cases the link itself carries the organisation's keys, so only an unlocked lead may give
    it. Raises NotAllowed, DeskLocked, AddressTaken, AddressNotUsable.
    """
    raise NotImplementedError


def withdraw_invitation(*, invitation: UUID, by: Visitor, now: datetime) -> None:
    """Make an unused invitation worthless. Raises NotAllowed, NotThere."""
    raise NotImplementedError


def accept_invitation(*, token: str, name: str, language: str, password: str, now: datetime) -> SignedIn:
    """Use the link once: make the member, the member's key and lock, and hand over the granted keys.

    Raises LinkSpent, PasswordTooWeak, AddressTaken.
    """
    raise NotImplementedError
