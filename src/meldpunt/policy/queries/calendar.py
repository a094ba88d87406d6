"""Whether the settings and the policy in force say the same, and whether that policy is to be looked at again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries.versions import text_in_force
from meldpunt.policy.rules.calendar import drifts
from meldpunt.policy.rules.review_day import review_day
from meldpunt.policy.terms import Drift, ReviewDay


def settings_drift(organisation: OrganisationFacts, *, now: datetime) -> tuple[Drift, ...]:
    """Return what the settings say otherwise than the policy in force; nothing under the built-in one, which goes by them."""
    text = text_in_force(organisation.id, now=now)
    today = now.astimezone(ZoneInfo(organisation.zone)).date()
    return () if text is None else tuple(drifts(text, organisation, today=today))


def review_due(organisation: OrganisationFacts, *, now: datetime) -> ReviewDay | None:
    """Return the day by which the policy in force is looked at again, once that is near or past."""
    text = text_in_force(organisation.id, now=now)
    return None if text is None else review_day(text, today=now.astimezone(ZoneInfo(organisation.zone)).date())
