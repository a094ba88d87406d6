"""Questions about organisations."""

from collections.abc import Iterable
from uuid import UUID

from meldpunt.people.models import HostName, Organisation, OrganisationKey
from meldpunt.people.rules.looks import theme_from
from meldpunt.people.terms import Logo, NotThere, OrganisationFacts, Rotation
from meldpunt.sealing import queries as sealing
from meldpunt.sealing.terms import PublicKey


def organisation_by_host(host: str) -> OrganisationFacts | None:
    """Return the organisation that answers to this host name (without a port), or None."""
    found = Organisation.objects.filter(hosts__host=host.lower().rstrip("."))
    return _first(found.prefetch_related("hosts"))


def organisation_by_slug(slug: str) -> OrganisationFacts | None:
    """Return the organisation with this slug, or None."""
    return _first(Organisation.objects.filter(slug=slug).prefetch_related("hosts"))


def oldest_organisation() -> OrganisationFacts | None:
    """Return the first organisation that was made, or None on an empty system."""
    return _first(Organisation.objects.order_by("created_at", "id").prefetch_related("hosts"))


def organisations() -> list[OrganisationFacts]:
    """Return all organisations, oldest first."""
    found = Organisation.objects.order_by("created_at", "id").prefetch_related("hosts")
    return [_facts(organisation) for organisation in found]


def organisation_facts(organisation: UUID) -> OrganisationFacts:
    """Return one organisation. Raises NotThere."""
    facts = _first(Organisation.objects.filter(pk=organisation).prefetch_related("hosts"))
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
    """Tell whether `key` is the current one: asked again inside the commit of whoever wrapped to it."""
    return OrganisationKey.objects.filter(organisation=organisation, pk=key, retired_at__isnull=True).exists()


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


def logo_of(organisation: UUID) -> Logo | None:
    """Return an organisation's logo, or None."""
    raise NotImplementedError


def _first(found: Iterable[Organisation]) -> OrganisationFacts | None:
    return next((_facts(organisation) for organisation in found), None)


def _facts(organisation: Organisation) -> OrganisationFacts:
    raise NotImplementedError
