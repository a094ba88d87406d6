"""The brands of an organisation: its other names, with hosts and looks of their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor, Fact
from meldpunt.people.actions.keys import hold_organisation
from meldpunt.people.models import Brand, HostName, Organisation
from meldpunt.people.rules import settings as rules
from meldpunt.people.rules.looks import check_theme, logo_version, read_logo, theme_to
from meldpunt.people.terms import BrandLook, HostTaken

MAX_FACT = 64
"""Signs of a host name that the journal takes; its end says whose it is."""


def set_brands(*, organisation: UUID, brands: Sequence[BrandLook], by: Actor, now: datetime) -> None:
    """Let an organisation have these brands and no others, as the policy it publishes says.

    Host names that no brand has any more lead to the organisation from then on: somebody fills in a form there, and receipts name them.
    The operator frees them (`set_host_names`). Raises HostTaken (a name of somebody else, of the organisation itself or of two brands), SettingsRefused, NotThere.
    """
    with transaction():
        owner = hold_organisation(organisation)
        if not brands and not owner.brands.exists():
            return
        before = dict(owner.hosts.values_list("host", "brand__key"))
        owner.brands.all().delete()
        owner.hosts.filter(led_to__isnull=False, host__in=_names(brands)).delete()
        for place, brand in enumerate(brands):
            for host in sorted(set(_keep(owner, brand, place)) - before.keys()):
                _tell(organisation, "organisation.host_given", brand.key, host, by, now)
        left = {host: key for host, key in before.items() if key and host not in _names(brands)}
        _leave(owner, left)
        for host, key in left.items():
            _tell(organisation, "organisation.host_left", key, host, by, now)
        record(
            organisation=organisation,
            case=None,
            by=by,
            deed="organisation.brands_set",
            facts={"brands": len(brands)},
            now=now,
        )


def _names(brands: Sequence[BrandLook]) -> set[str]:
    """Return the host names of these brands as they are looked up. Raises SettingsRefused."""
    return {rules.host_name(host) for brand in brands for host in brand.hosts}


def _leave(owner: Organisation, left: Mapping[str, str]) -> None:
    """Let the names that led to a brand lead to the organisation, after the names of its own."""
    places = owner.hosts.filter(brand=None).aggregate(last=Max("place"))["last"]
    first = 0 if places is None else places + 1
    HostName.objects.bulk_create(
        HostName(host=host, organisation=owner, led_to=key, place=first + number)
        for number, (host, key) in enumerate(left.items())
    )


def _tell(organisation: UUID, deed: str, brand: str, host: str, by: Actor, now: datetime) -> None:
    facts: dict[str, Fact] = {"brand": brand, "host": host[-MAX_FACT:]}
    record(organisation=organisation, case=None, by=by, deed=deed, facts=facts, now=now)


def _keep(owner: Organisation, brand: BrandLook, place: int) -> list[str]:
    """Store a brand, and return its host names."""
    check_theme(brand.theme)
    row = Brand(organisation=owner, key=brand.key, name=brand.name, place=place, theme=theme_to(brand.theme))
    if brand.logo is not None:
        logo = read_logo(brand.logo)
        row.logo, row.logo_type, row.logo_version = logo.content, logo.media_type.value, logo_version(logo)
    row.save(force_insert=True)
    hosts = list(dict.fromkeys(rules.host_name(host) for host in brand.hosts))
    if HostName.objects.filter(host__in=hosts).exists():
        raise HostTaken
    HostName.objects.bulk_create(
        HostName(host=host, organisation=owner, brand=row, place=number) for number, host in enumerate(hosts)
    )
    return hosts
