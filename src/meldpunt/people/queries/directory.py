"""Who is served here, remembered in the process for as long as the database says that nothing changed.

Every request asks for its organisation. The stamp is read each time (one small statement); everything else only when it
is another one. A stamp is random, so that a state that was rolled back is never taken for a later one.
"""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Prefetch
from django.db.transaction import get_connection

from meldpunt.people.models import Brand, Directory, Organisation, OrganisationKey
from meldpunt.people.rules.looks import theme_from
from meldpunt.people.terms import FactorNeed, OrganisationFacts
from meldpunt.sealing.terms import PublicKey

ONION = ".onion"


@dataclass(frozen=True)
class Served:
    """All organisations, oldest first, with their host names, brands and current public keys, as they were at `stamp`.

    `left` are the host names that led to a brand that is gone, with its key: they lead to the organisation.
    """

    stamp: str = ""
    organisations: dict[UUID, OrganisationFacts] = field(default_factory=dict)
    by_host: dict[str, OrganisationFacts] = field(default_factory=dict)
    by_slug: dict[str, OrganisationFacts] = field(default_factory=dict)
    brands: dict[tuple[UUID, str], OrganisationFacts] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    keys: dict[UUID, PublicKey] = field(default_factory=dict)


class _Memory:
    """What this process remembers; replaced as a whole, so that threads never see half of it."""

    served = Served()


def served() -> Served:
    """Return who is served now, as the caller's transaction sees it."""
    stamp = _stamp()
    if stamp is None:
        return _read("")
    if _Memory.served.stamp != stamp:
        _Memory.served = _read(stamp)
    return _Memory.served


def _stamp() -> str | None:
    """Return the stamp; None where the row is gone, and then nothing is remembered."""
    with get_connection().cursor() as cursor:
        cursor.execute(f"SELECT stamp FROM {Directory._meta.db_table}")  # noqa: S608, SLF001 - a name of our own; documented as public
        row = cursor.fetchone()
        return None if row is None else str(row[0])


def _read(stamp: str) -> Served:
    found = Served(stamp)
    rows = Organisation.objects.defer("logo").prefetch_related("hosts", Prefetch("brands", Brand.objects.defer("logo")))
    for row in rows.order_by("created_at", "id"):
        hosts = [name.host for name in row.hosts.all() if name.brand_id is None and name.led_to is None]
        facts = _facts(row, hosts)
        for brand in row.brands.all():
            _read_brand(found, facts, brand, [name.host for name in row.hosts.all() if name.brand_id == brand.id])
        found.organisations[row.id] = facts
        found.by_slug[row.slug] = facts
        found.by_host.update(dict.fromkeys(hosts, facts))
        _read_left(found, facts, {name.host: name.led_to for name in row.hosts.all() if name.led_to is not None})
    for key in OrganisationKey.objects.filter(retired_at__isnull=True).order_by("id"):
        found.keys[key.organisation_id] = PublicKey(id=key.id, raw=bytes(key.public))
    return found


def _read_brand(found: Served, organisation: OrganisationFacts, brand: Brand, hosts: list[str]) -> None:
    """Add a brand: the organisation under another name, with another look, at its hosts and at `slug--key`."""
    facts = replace(
        organisation,
        brand=brand.key,
        name=brand.name,
        host=hosts[0] if hosts else "",
        onion_host="",
        theme=theme_from(brand.theme),
        logo_version=brand.logo_version,
    )
    found.brands[organisation.id, brand.key] = facts
    found.by_slug[f"{organisation.slug}--{brand.key}"] = facts
    found.by_host.update(dict.fromkeys(hosts, facts))


def _read_left(found: Served, organisation: OrganisationFacts, left: dict[str, str]) -> None:
    """Let the names and paths of brands that are gone lead to the organisation: forms are open there, and receipts name them."""
    found.left.update(left)
    found.by_host.update(dict.fromkeys(left, organisation))
    for key in left.values():
        found.by_slug.setdefault(f"{organisation.slug}--{key}", organisation)


def _facts(organisation: Organisation, hosts: list[str]) -> OrganisationFacts:
    return OrganisationFacts(
        id=organisation.id,
        slug=organisation.slug,
        name=organisation.name,
        languages=tuple(organisation.languages),
        host=next((host for host in hosts if not host.endswith(ONION)), ""),
        onion_host=next((host for host in hosts if host.endswith(ONION)), ""),
        zone=organisation.zone,
        region=organisation.region,
        closed_days=tuple(organisation.closed_days),
        worked_days=tuple(organisation.worked_days),
        mail_from=organisation.mail_from,
        finder_mail_enabled=organisation.finder_mail_enabled,
        notice_phrase=organisation.notice_phrase,
        intake_stopped=organisation.intake_stopped_at is not None,
        theme=theme_from(organisation.theme),
        logo_version=organisation.logo_version,
        second_factor=FactorNeed(organisation.second_factor),
        figures_public=organisation.figures_public,
        mail_in=organisation.mail_in,
        subaddress=organisation.subaddress,
        reroutes_alone=organisation.reroutes_alone,
        tests_way_in=organisation.tests_way_in,
        tests_mail=organisation.tests_mail,
    )
