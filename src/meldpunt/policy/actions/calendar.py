"""The settings of an organisation, which the built-in policy reckons with."""

from dataclasses import replace
from datetime import datetime

from meldpunt.journal.actions import record, transaction
from meldpunt.people import actions as people
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import Settings, SettingsRefused, Visitor
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries.mail_addresses import is_address_taken
from meldpunt.policy.rules.calendar import region_of, settings_region
from meldpunt.policy.rules.storage import from_stored, to_stored


def change_settings(*, settings: Settings, by: Visitor, now: datetime) -> None:
    """Change an organisation's settings. Raises NotAllowed, SettingsRefused.

    Where only the built-in policy was ever published, another calendar makes a new version of it: what was promised under the older one
    stays. A policy of the organisation's own has a calendar of its own.
    """
    with transaction():
        _refuse_taken(settings, by, now)
        people.change_settings(settings=settings, by=by, now=now)
        newest = PolicyVersion.objects.filter(organisation=by.organisation.id).order_by("-number").first()
        if newest is None or newest.source:
            return
        terms, region = from_stored(newest.terms), settings_region(organisation_facts(by.organisation.id))
        if region_of(terms, by.organisation) != region:
            _keep_built_in(newest, to_stored(replace(terms, region=region)), by, now)


def _refuse_taken(settings: Settings, by: Visitor, now: datetime) -> None:
    """Refuse an address at which another organisation's mail comes in, by its settings or its policy. Raises SettingsRefused."""
    address, sign = settings.mail_in.strip(), settings.subaddress
    is_as_before = (address.lower(), sign) == (by.organisation.mail_in, by.organisation.subaddress)
    if address and not is_as_before and is_address_taken(address, subaddress=sign, by=by.organisation.id, now=now):
        raise SettingsRefused("mail_in", "taken")


def _keep_built_in(newest: PolicyVersion, terms: dict[str, object], by: Visitor, now: datetime) -> None:
    organisation, number = by.organisation.id, newest.number + 1
    PolicyVersion.objects.create(
        organisation_id=organisation, number=number, published_at=now, in_force_from=now, terms=terms, settled_at=now
    )
    record(
        organisation=organisation, case=None, by=by.actor, deed="policy.published", facts={"number": number}, now=now
    )
