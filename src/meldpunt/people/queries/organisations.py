"""Questions about organisations."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.transaction import get_connection

from meldpunt.people.models import Brand, Organisation, OrganisationKey
from meldpunt.people.queries.directory import served
from meldpunt.people.rules.addresses import site_address
from meldpunt.people.rules.looks import read_logo
from meldpunt.people.terms import Logo, NotThere, OrganisationFacts, Rotation
from meldpunt.sealing import queries as sealing
from meldpunt.sealing.terms import PublicKey


def organisation_by_host(host: str, *, is_ours: bool = False) -> OrganisationFacts | None:
    """Return the organisation that answers to this host name (without a port), or None.

    At a name of the server's own (`is_ours`) that nobody was given, it is the first one that was made.
    """
    found = served()
    first = next(iter(found.organisations.values()), None) if is_ours else None
    return found.by_host.get(host.lower().rstrip("."), first)


def organisation_by_slug(slug: str) -> OrganisationFacts | None:
    """Return the organisation with this slug, or None."""
    return served().by_slug.get(slug)


def oldest_organisation() -> OrganisationFacts | None:
    """Return the first organisation that was made, or None on an empty system."""
    return next(iter(served().organisations.values()), None)


def organisations() -> list[OrganisationFacts]:
    """Return all organisations, oldest first."""
    return list(served().organisations.values())


def made_at(organisation: UUID) -> datetime:
    """Return when the organisation was made. Raises NotThere."""
    found = Organisation.objects.filter(pk=organisation).values_list("created_at", flat=True).first()
    if found is None:
        raise NotThere
    return found


def host_names() -> dict[str, list[str]]:
    """Return by slug the host names of every organisation, oldest organisation and shown name first."""
    return {
        facts.slug: [h for h, o in served().by_host.items() if o.id == facts.id and not o.brand]
        for facts in organisations()
    }


def faces_of(organisation: UUID) -> list[OrganisationFacts]:
    """Return an organisation and every brand under which it shows itself. Raises NotThere."""
    return [
        organisation_facts(organisation),
        *(o for (owner, _), o in served().brands.items() if owner == organisation),
    ]


def left_by_brands(organisation: UUID) -> dict[str, str]:
    """Return the host names that led to a brand of this organisation that is gone, each with the key of that brand."""
    found = served()
    return {host: key for host, key in found.left.items() if found.by_host[host].id == organisation}


def names_of(face: OrganisationFacts) -> list[str]:
    """Return the host names of an organisation, or of the brand that it shows itself under, the shown one first."""
    return [name for name, o in served().by_host.items() if (o.id, o.brand) == (face.id, face.brand)]


def organisation_facts(organisation: UUID) -> OrganisationFacts:
    """Return one organisation. Raises NotThere."""
    facts = served().organisations.get(organisation)
    if facts is None:
        raise NotThere
    return facts


def brand_facts(organisation: UUID, brand: str) -> OrganisationFacts:
    """Return an organisation under the name and look of a brand; as itself where there is no such brand any more. Raises NotThere."""
    found = served()
    facts = found.brands.get((organisation, brand)) or found.organisations.get(organisation)
    if facts is None:
        raise NotThere
    return facts


def brand_name(organisation: UUID, brand: str) -> str:
    """Return the name of a brand, its key where it is gone; empty for the organisation itself."""
    if not brand:
        return ""
    found = served().brands.get((organisation, brand))
    return found.name if found else brand


def intake_is_open(organisation: UUID) -> bool:
    """Tell whether reports are taken: False after an alarm about the keys."""
    return not organisation_facts(organisation).intake_stopped


def current_key(organisation: UUID) -> PublicKey:
    """Return the public key everything new is wrapped to. Raises NotThere."""
    key = served().keys.get(organisation)
    if key is None:
        raise NotThere
    return key


def is_current_key(organisation: UUID, key: UUID) -> bool:
    """Tell whether `key` is the current one, and hold it so until the caller's transaction ends.

    Asked by whoever wrapped to it, inside the commit: a rotation that starts meanwhile waits, or is seen.
    """
    here, facts = get_connection(), OrganisationKey._meta  # noqa: SLF001 - documented as public
    question = f"SELECT id FROM {facts.db_table} WHERE organisation_id = %s AND retired_at IS NULL"  # noqa: S608 - a name of our own
    lock = " FOR NO KEY UPDATE" if here.features.has_select_for_no_key_update else ""
    asked, wanted = (facts.pk.get_db_prep_value(value, here) for value in (organisation, key))
    with here.cursor() as cursor:
        cursor.execute(question + lock, [asked])
        return [current for (current,) in cursor.fetchall()] == [wanted]


def running_rotation(organisation: UUID) -> Rotation | None:
    """Return how far a rotation is, or None when none runs."""
    retiring = OrganisationKey.objects.filter(
        organisation=organisation, retired_at__isnull=False, gone_at__isnull=True
    ).first()
    if retiring is None or retiring.retired_at is None:
        return None
    return Rotation(
        retiring=retiring.id,
        current=current_key(organisation).id,
        started_at=retiring.retired_at,
        left=sealing.wraps_left(retiring.id),
    )


def address_of(host: str) -> str:
    """Return where the pages of an organisation with this host name are (`https://meld.example`), for links in mail."""
    environment = settings.MELDPUNT
    return site_address(
        host=host,
        public_url=environment.public_url,
        has_tls=environment.has_tls,
        has_proxy=bool(environment.trusted_proxies),
        port=environment.port,
    )


def is_server_name(host: str) -> bool:
    """Tell whether this name means the installation rather than one of its organisations, as its settings say."""
    environment = settings.MELDPUNT
    public = urlsplit(environment.public_url or "").hostname
    return host in {"localhost", public, environment.onion_host, *environment.host_names}


def logo_of(organisation: UUID, *, brand: str = "") -> Logo | None:
    """Return the logo of an organisation or of a brand, or None."""
    row: Organisation | Brand | None
    if brand:
        row = Brand.objects.filter(organisation=organisation, key=brand, logo__isnull=False).first()
    else:
        row = Organisation.objects.filter(pk=organisation, logo__isnull=False).first()
    return read_logo(bytes(row.logo)) if row is not None and row.logo is not None else None


def older_wraps_left(organisation: UUID) -> int:
    """Return how many content keys are wrapped to the organisation's keys in an older format; reads all of them."""
    keys = OrganisationKey.objects.filter(organisation=organisation, gone_at__isnull=True).values_list("id", flat=True)
    return sealing.older_wraps_left(list(keys))
