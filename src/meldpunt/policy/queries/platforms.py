"""Outside platforms over which reports come in, as the policy names them."""

from datetime import datetime
from uuid import UUID

from meldpunt.policy.queries.versions import text_in_force
from meldpunt.policy.terms import WayIn, WayKind


def platforms(organisation: UUID, *, now: datetime) -> tuple[WayIn, ...]:
    """Return the platforms that the policy in force names as ways to report."""
    text = text_in_force(organisation, now=now)
    return tuple(way for way in (text.way_in if text else ()) if way.kind is WayKind.PLATFORM)


def platform_of_sender(organisation: UUID, *, sender: str, now: datetime) -> WayIn | None:
    """Return the platform whose notifications come from this mail address, or None."""
    asked = sender.strip().lower()
    named = (way for way in platforms(organisation, now=now) if way.mail_from)
    return next((way for way in named if str(way.mail_from).lower() == asked), None)
