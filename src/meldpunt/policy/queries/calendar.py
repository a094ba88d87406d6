"""Whether the settings and the policy in force say the same."""

from datetime import datetime
from zoneinfo import ZoneInfo

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries.versions import text_in_force
from meldpunt.policy.rules.calendar import drifts
from meldpunt.policy.terms import Drift


def settings_drift(organisation: OrganisationFacts, *, now: datetime) -> tuple[Drift, ...]:
    """Return what the settings say otherwise than the policy in force; nothing under the built-in one, which goes by them."""
    text = text_in_force(organisation.id, now=now)
    today = now.astimezone(ZoneInfo(organisation.zone)).date()
    return () if text is None else tuple(drifts(text, organisation, today=today))
