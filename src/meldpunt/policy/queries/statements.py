"""What is published beside the policy itself, made from it and from the settings."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.people.queries import brand_facts, organisation_facts
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries.keys import published_key, sites_of
from meldpunt.policy.queries.offers import offered_since
from meldpunt.policy.queries.versions import own_since, policy_in_force, text_in_force
from meldpunt.policy.rules import disclose_io
from meldpunt.policy.rules import statements as rules
from meldpunt.policy.rules.copying import public_copy
from meldpunt.policy.terms import AccessibilityFacts, CardFacts, PrivacyFacts, PrivacyGap


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


def policy_copy(organisation: OrganisationFacts, *, now: datetime) -> dict[str, Any]:
    """Return the policy in force for programs, of the organisation or of its brand."""
    return public_copy(
        policy_in_force(organisation.id, now=now),
        text=text_in_force(organisation.id, now=now),
        name=organisation.name,
        site=sites_of(organisation)[0],
        languages=organisation.languages,
        country=organisation.region,
    )


def privacy_facts(organisation: OrganisationFacts, *, since: int | None, now: datetime) -> PrivacyFacts:
    """Return what the privacy statement of the organisation, or of its brand, says now.

    `since` is the number of the version that the first report came under; None before there is one.
    """
    return rules.privacy_facts(
        policy=policy_in_force(organisation.id, now=now),
        text=text_in_force(organisation.id, now=now),
        organisation=organisation,
        controller=organisation_facts(organisation.id).name,
        earlier=offered_since(organisation.id, since, now=now) if since else (),
    )


def accessibility_facts(organisation: OrganisationFacts, *, now: datetime) -> AccessibilityFacts:
    """Return what the accessibility statement of the organisation, or of its brand, says now."""
    return rules.accessibility_facts(
        policy=policy_in_force(organisation.id, now=now),
        text=text_in_force(organisation.id, now=now),
        organisation=organisation,
    )


def card_facts(organisation: UUID, *, brand: str, now: datetime) -> CardFacts:
    """Return what stands on the card for the front desk, under the name of a brand (empty: its own); it names people."""
    face = brand_facts(organisation, brand)
    return rules.card_facts(
        policy=policy_in_force(organisation, now=now),
        text=text_in_force(organisation, now=now),
        organisation=face,
        site=sites_of(face)[0],
    )


def privacy_gaps(organisation: UUID, *, now: datetime) -> tuple[PrivacyGap, ...]:
    """Return what the privacy statement should say and the policy in force does not tell; nothing under the built-in one, which tells nothing."""
    text = text_in_force(organisation, now=now)
    return rules.privacy_gaps(text.privacy) if text else ()


def numberless(organisation: UUID, *, now: datetime) -> tuple[str, ...]:
    """Return whom the card for the front desk tells to call without a number, as `people.stand_in`; nobody under the built-in policy."""
    text = text_in_force(organisation, now=now)
    return rules.numberless(text.people) if text else ()
