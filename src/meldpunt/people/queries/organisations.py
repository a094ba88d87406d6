"""Questions about organisations."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from meldpunt.people.models import Organisation, OrganisationKey
from meldpunt.people.rules.addresses import site_address
from meldpunt.people.rules.looks import read_logo, theme_from
from meldpunt.people.terms import Logo, NotThere, OrganisationFacts, Rotation
from meldpunt.sealing import queries as sealing
from meldpunt.sealing.terms import PublicKey

ONION = ".onion"


def organisation_by_host(host: str) -> OrganisationFacts | None:
    """Return the organisation that answers to this host name (without a port), or None."""
    return _first(_all().filter(hosts__host=host.lower().rstrip(".")))


def organisation_by_slug(slug: str) -> OrganisationFacts | None:
    """Return the organisation with this slug, or None."""
    return _first(_all().filter(slug=slug))


def oldest_organisation() -> OrganisationFacts | None:
    """Return the first organisation that was made, or None on an empty system."""
    return _first(_all().order_by("created_at", "id"))


def organisations() -> list[OrganisationFacts]:
    """Return all organisations, oldest first."""
    return [_facts(organisation) for organisation in _all().order_by("created_at", "id")]


def organisation_facts(organisation: UUID) -> OrganisationFacts:
    """Return one organisation. Raises NotThere."""
    facts = _first(_all().filter(pk=organisation))
    if facts is None:
        raise NotThere
    return facts


def intake_is_open(organisation: UUID) -> bool:
    """Tell whether reports are taken: False after an alarm about the keys."""
    return Organisation.objects.filter(pk=organisation, intake_stopped_at__isnull=True).exists()


def current_key(organisation: UUID) -> PublicKey:
    """Return the public key everything new is wrapped to. Raises NotThere."""
    key = OrganisationKey.objects.filter(organisation=organisation, retired_at__isnull=True).first()
    if key is None:
        raise NotThere
    return PublicKey(id=key.id, raw=bytes(key.public))


def is_current_key(organisation: UUID, key: UUID) -> bool:
    """Tell whether `key` is the current one, and hold it so until the caller's transaction ends.

    Asked by whoever wrapped to it, inside the commit: a rotation that starts meanwhile waits, or is seen.
    """
    current = OrganisationKey.objects.select_for_update(no_key=True).filter(
        organisation=organisation, retired_at__isnull=True
    )
    return [row.id for row in current] == [key]


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


def logo_of(organisation: UUID) -> Logo | None:
    """Return an organisation's logo, or None."""
    row = Organisation.objects.filter(pk=organisation, logo__isnull=False).first()
    return read_logo(bytes(row.logo)) if row is not None and row.logo is not None else None


def _all() -> QuerySet[Organisation]:
    return Organisation.objects.defer("logo").prefetch_related("hosts")


def _first(found: QuerySet[Organisation]) -> OrganisationFacts | None:
    return next((_facts(organisation) for organisation in found[:1]), None)


def _facts(organisation: Organisation) -> OrganisationFacts:
    hosts = [name.host for name in organisation.hosts.all()]
    return OrganisationFacts(
        id=organisation.id,
        slug=organisation.slug,
        name=organisation.name,
        languages=tuple(organisation.languages),
        host=next((host for host in hosts if not host.endswith(ONION)), ""),
        onion_host=next((host for host in hosts if host.endswith(ONION)), ""),
        zone=organisation.zone,
        region=organisation.region,
        mail_from=organisation.mail_from,
        finder_mail_enabled=organisation.finder_mail_enabled,
        notice_phrase=organisation.notice_phrase,
        intake_stopped=organisation.intake_stopped_at is not None,
        theme=theme_from(organisation.theme),
        logo_version=organisation.logo_version,
    )
