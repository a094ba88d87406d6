"""What is published beside the policy itself, made from it and from the settings."""

from datetime import datetime
from zoneinfo import ZoneInfo

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries.keys import published_key, sites_of
from meldpunt.policy.queries.versions import own_since, policy_in_force, text_in_force
from meldpunt.policy.rules import disclose_io


def disclose_io_record(organisation: OrganisationFacts, *, now: datetime) -> dict[str, str | bool | int]:
    """Return the record of the policy in force for the list of disclose.io, of the organisation or of its brand."""
    since = own_since(organisation.id, now=now)
    return disclose_io.record(
        policy=policy_in_force(organisation.id, now=now),
        text=text_in_force(organisation.id, now=now),
        name=organisation.name,
        site=sites_of(organisation)[0],
        languages=organisation.languages,
        has_key=published_key(organisation.id, now=now) is not None,
        launched_on=since.astimezone(ZoneInfo(organisation.zone)).date() if since else None,
    )
