"""Questions about policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from meldpunt.policy.terms import Policy


def policy_in_force(organisation: UUID, *, now: datetime) -> Policy:
    """Return the newest version; before anything is published, the default version 1."""
    raise NotImplementedError


def policy_version(organisation: UUID, number: int) -> Policy:
    """Return the version with this number; raises NoSuchVersion."""
    raise NotImplementedError
