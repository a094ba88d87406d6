"""Questions about OpenPGP keys: what may be shown of them."""

from uuid import UUID

from meldpunt.people.models import Member, OpenPgpKey
from meldpunt.people.queries.directory import served
from meldpunt.people.queries.organisations import is_server_name
from meldpunt.people.rules.openpgp import directory_name, speaks_for
from meldpunt.people.terms import OpenPgpKeyFacts, OwnKey


def openpgp_key(organisation: UUID) -> OpenPgpKeyFacts | None:
    """Return the key in use, or None."""
    row = OpenPgpKey.objects.filter(organisation=organisation, retired_at__isnull=True).first()
    return None if row is None else _facts(row)


def openpgp_keys(organisation: UUID) -> list[OpenPgpKeyFacts]:
    """Return every key there ever was, newest first."""
    rows = OpenPgpKey.objects.filter(organisation=organisation).order_by("-added_at", "id")
    return [_facts(row) for row in rows]


def own_key(member: UUID) -> OwnKey | None:
    """Return the key that a member's mail is encrypted to, or None."""
    row = Member.objects.filter(pk=member, openpgp__isnull=False).first()
    return None if row is None else OwnKey(row.openpgp_fingerprint, row.openpgp_expires_at)


def openpgp_keys_of_domain(domain: str, name: str) -> list[OpenPgpKeyFacts]:
    """Return the keys in use for addresses of a domain that programs look for under this name."""
    rows = OpenPgpKey.objects.filter(address__iendswith=f"@{domain}", retired_at__isnull=True).order_by(
        "added_at", "id"
    )
    return [_facts(row) for row in rows if directory_name(row.address) == name]


def may_be_in_directory(key: OpenPgpKeyFacts) -> bool:
    """Tell whether programs may be given a key by its address: its domain is its organisation's, or the operator vouched for it."""
    domain = key.address.rpartition("@")[2].lower()
    names = served().by_host.items()
    own = {host for host, owner in names if owner.id == key.organisation}
    others = {host for host, owner in names if owner.id != key.organisation}
    if is_server_name(domain):
        others.add(domain)
    return key.imported or key.vouched or speaks_for(domain, own=own, others=others)


def is_address_taken(address: str, *, organisation: UUID) -> bool:
    """Tell whether the key in use of another organisation is for this address."""
    keys = OpenPgpKey.objects.filter(address__iexact=address, retired_at__isnull=True)
    return keys.exclude(organisation=organisation).exists()


def _facts(row: OpenPgpKey) -> OpenPgpKeyFacts:
    return OpenPgpKeyFacts(
        id=row.id,
        organisation=row.organisation_id,
        address=row.address,
        fingerprint=row.fingerprint,
        imported=row.imported,
        vouched=row.vouched,
        signs=row.secret is not None,
        added_at=row.added_at,
        expires_at=row.expires_at,
        renewed_at=row.renewed_at,
        retired_at=row.retired_at,
        handed_out_at=row.handed_out_at,
        certificate=bytes(row.certificate),
    )
