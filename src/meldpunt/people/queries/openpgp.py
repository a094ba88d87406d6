"""Questions about OpenPGP keys: what may be shown of them."""

from uuid import UUID

from meldpunt.people.models import OpenPgpKey
from meldpunt.people.rules.openpgp import directory_name
from meldpunt.people.terms import OpenPgpKeyFacts


def openpgp_key(organisation: UUID) -> OpenPgpKeyFacts | None:
    """Return the key in use, or None."""
    row = OpenPgpKey.objects.filter(organisation=organisation, retired_at__isnull=True).first()
    return None if row is None else _facts(row)


def openpgp_keys(organisation: UUID) -> list[OpenPgpKeyFacts]:
    """Return every key there ever was, newest first."""
    rows = OpenPgpKey.objects.filter(organisation=organisation).order_by("-added_at", "id")
    return [_facts(row) for row in rows]


def openpgp_keys_of_domain(domain: str, name: str) -> list[OpenPgpKeyFacts]:
    """Return the keys in use for addresses of a domain that programs look for under this name."""
    rows = OpenPgpKey.objects.filter(address__iendswith=f"@{domain}", retired_at__isnull=True).order_by(
        "added_at", "id"
    )
    return [_facts(row) for row in rows if directory_name(row.address) == name]


def _facts(row: OpenPgpKey) -> OpenPgpKeyFacts:
    return OpenPgpKeyFacts(
        id=row.id,
        organisation=row.organisation_id,
        address=row.address,
        fingerprint=row.fingerprint,
        imported=row.imported,
        signs=row.secret is not None,
        added_at=row.added_at,
        expires_at=row.expires_at,
        renewed_at=row.renewed_at,
        retired_at=row.retired_at,
        certificate=bytes(row.certificate),
    )
