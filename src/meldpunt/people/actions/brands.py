"""The brands of an organisation: its other names, with hosts and looks of their own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

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

    Raises HostTaken (a name of somebody else, of the organisation itself or of two brands), SettingsRefused, NotThere.
    """
    with transaction():
        owner = hold_organisation(organisation)
        if not brands and not owner.brands.exists():
            return
        before = set(owner.hosts.values_list("host", flat=True))
        owner.brands.all().delete()
        for place, brand in enumerate(brands):
            for host in sorted(set(_keep(owner, brand, place)) - before):
                facts: dict[str, Fact] = {"brand": brand.key, "host": host[-MAX_FACT:]}
                record(
                    organisation=organisation, case=None, by=by, deed="organisation.host_given", facts=facts, now=now
                )
        record(
            organisation=organisation,
            case=None,
            by=by,
            deed="organisation.brands_set",
            facts={"brands": len(brands)},
            now=now,
        )


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
