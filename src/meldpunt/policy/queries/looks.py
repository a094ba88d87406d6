"""What the policy in force decides of how an organisation looks."""

from datetime import datetime
from uuid import UUID

from meldpunt.policy.queries.versions import text_in_force
from meldpunt.policy.rules.looks import look_of
from meldpunt.policy.terms import DecidedLook


def decided_look(organisation: UUID, *, now: datetime) -> DecidedLook:
    """Return whether the policy in force decides colours and font, and the logo; the rest is left to the settings."""
    policy = text_in_force(organisation, now=now)
    theme, logo = look_of(policy) if policy else (None, None)
    return DecidedLook(theme is not None, logo is not None)
