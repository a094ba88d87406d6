"""What a member typed while the desk was locked."""

from datetime import datetime
from uuid import UUID

from meldpunt.people.terms import Visitor


def keep_draft(*, member: UUID, where: str, clear: bytes, now: datetime) -> None:
    """Seal what was typed to the member's public key; needs no unlocked desk. Raises NotThere, DraftTooLarge."""
    raise NotImplementedError


def forget_draft(*, where: str, by: Visitor, now: datetime) -> None:
    """Erase the draft at `where`, if there is one."""
    raise NotImplementedError


def expire_drafts(*, now: datetime, limit: int = 200) -> int:
    """Erase drafts older than seven days; return how many."""
    raise NotImplementedError
