"""Questions about members and the links that make them."""

from datetime import datetime
from uuid import UUID

from meldpunt.people.terms import InvitationFacts, MemberFacts, PendingInvitation, Role, Visitor


def members_of(organisation: UUID) -> list[MemberFacts]:
    """Return the present members, by name."""
    raise NotImplementedError


def member_names(organisation: UUID) -> dict[UUID, str]:
    """Return the name of every member there ever was, by id."""
    raise NotImplementedError


def handlers_of(organisation: UUID) -> dict[UUID, str]:
    """Return the present members to whom a case can be assigned, by id, in order of name."""
    raise NotImplementedError


def pending_invitations(organisation: UUID, *, now: datetime) -> list[PendingInvitation]:
    """Return invitations that can still be used, newest first."""
    raise NotImplementedError


def invitation_behind(token: str, *, now: datetime) -> InvitationFacts | None:
    """Return what an invitation link offers, or None when it is unknown, used or expired. Uses nothing up."""
    raise NotImplementedError


def reset_is_open(token: str, *, now: datetime) -> bool:
    """Tell whether a password link can still be used. Uses nothing up."""
    raise NotImplementedError


def roles_to_give(visitor: Visitor) -> tuple[Role, ...]:
    """Return the roles this visitor may give to others, now."""
    raise NotImplementedError
