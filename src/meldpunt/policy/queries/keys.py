"""Questions about the OpenPGP key that a policy offers, and the `security.txt` that it signs."""

from datetime import datetime
from uuid import UUID

from meldpunt.people.queries import (
    address_of,
    is_address_taken,
    may_be_in_directory,
    names_of,
    oldest_organisation,
    openpgp_key,
    openpgp_keys_of_domain,
    organisation_by_host,
    organisation_facts,
)
from meldpunt.people.rules.openpgp import directory_name, is_over
from meldpunt.people.terms import OpenPgpKeyFacts, OrganisationFacts
from meldpunt.policy.models import SecurityText
from meldpunt.policy.queries.versions import file_in_force, is_unreadable, policy_in_force, text_in_force
from meldpunt.policy.rules import security_text as rules
from meldpunt.policy.rules.key_standing import troubles
from meldpunt.policy.terms import KeyOffer, KeyStanding, PolicyText


def key_offer(organisation: UUID, *, now: datetime) -> KeyOffer:
    """Return how finders come by the OpenPGP key; under the built-in policy it is published as soon as there is one, under an unreadable one never."""
    policy, unreadable = file_in_force(organisation, now)
    without = KeyOffer.NONE if unreadable else KeyOffer.PUBLISHED
    return without if policy is None else policy.key.offer


def published_key(organisation: UUID, *, now: datetime) -> OpenPgpKeyFacts | None:
    """Return the key that anybody may fetch, or None; one that has ended is none."""
    return good_key(organisation, now) if key_offer(organisation, now=now) is KeyOffer.PUBLISHED else None


def offered_key(organisation: UUID, *, now: datetime) -> OpenPgpKeyFacts | None:
    """Return the key that finders may have, at once or when they ask for it, or None."""
    return None if key_offer(organisation, now=now) is KeyOffer.NONE else good_key(organisation, now)


def good_key(organisation: UUID, now: datetime) -> OpenPgpKeyFacts | None:
    """Return the key in use unless it has ended."""
    key = openpgp_key(organisation)
    return None if key is None or is_over(key.expires_at, now) else key


def key_on_request(organisation: UUID, *, now: datetime) -> PolicyText | None:
    """Return the policy that says where to ask for the key, or None where it is not given on request."""
    policy = text_in_force(organisation, now=now)
    return policy if policy is not None and policy.key.offer is KeyOffer.ON_REQUEST else None


def key_in_directory(*, host: str, domain: str, name: str, now: datetime) -> OpenPgpKeyFacts | None:
    """Return the key that a program looks for under this name (draft-koch-openpgp-webkey-service, 3.1), or None.

    `host` is the one it asked, `domain` that of the mail address, empty in the direct form. Only the mail domain itself, `openpgpkey.` in
    front of it, and the organisation's own host names answer for a key, and
    only for one whose address is clearly the organisation's, or that the operator vouched for.
    """
    owner = organisation_by_host(host)
    own = openpgp_key(owner.id) if owner else None
    wanted = domain.lower() or host.removeprefix("openpgpkey.")
    for key in [*([own] if own else []), *openpgp_keys_of_domain(wanted, name)]:
        theirs = key.address.rpartition("@")[2]
        answers = key is own or host in {theirs, f"openpgpkey.{theirs}"}
        fits = directory_name(key.address) == name and domain.lower() in {"", theirs}
        if answers and fits and may_be_in_directory(key) and published_key(key.organisation, now=now):
            return key
    return None


def key_standing(organisation: UUID, *, now: datetime) -> KeyStanding:
    """Return how the key and the signature under `security.txt` stand, and what should be done about them."""
    key, row = openpgp_key(organisation), signed_security_text(organisation_facts(organisation))
    until = row.expires_at if row is not None and key is not None and row.key_id == key.id else None
    text, unreadable = file_in_force(organisation, now)
    taken = text is not None and is_address_taken(text.contact.mail, organisation=organisation)
    since = policy_in_force(organisation, now=now).in_force_from
    found = troubles(key, policy=text, since=since, signed_until=until, now=now, taken=taken, unreadable=unreadable)
    return KeyStanding(key, until, tuple(found))


def security_text(organisation: OrganisationFacts, *, now: datetime) -> str:
    """Return `security.txt` as it is served: the signed one while it says what holds now, otherwise one without a signature.

    Under a policy that cannot be read any more the last signed one stays until its end.
    """
    row, key = signed_security_text(organisation), good_key(organisation.id, now)
    fields = security_fields(organisation, now=now)
    holds = row is not None and key is not None and (row.key_id, row.expires_at > now) == (key.id, True)
    same = row is not None and row.fields == [list(field) for field in fields]
    if row is not None and holds and (same or is_unreadable(organisation.id, now=now)):
        return row.signed
    return rules.written(fields, expires_at=rules.ends(now))


def signed_security_text(organisation: OrganisationFacts) -> SecurityText | None:
    """Return the text of an organisation, or of its brand, that was signed last, or None."""
    return SecurityText.objects.filter(organisation=organisation.id, brand=organisation.brand).first()


def security_fields(organisation: OrganisationFacts, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return what `security.txt` is to say now, but for its end."""
    policy, offer = text_in_force(organisation.id, now=now), key_offer(organisation.id, now=now)
    return rules.fields(
        policy=policy,
        sites=sites_of(organisation),
        languages=organisation.languages,
        has_key_page=offer is KeyOffer.ON_REQUEST or published_key(organisation.id, now=now) is not None,
    )


def sites_of(organisation: OrganisationFacts) -> list[str]:
    """Return where the pages of an organisation are, the address to show first; its onion names are no web addresses of RFC 9116."""
    names = [name for name in names_of(organisation) if not name.endswith(".onion")]
    if names:
        return [address_of(name) for name in names]
    oldest = oldest_organisation()
    if oldest is not None and (oldest.id, "") == (organisation.id, organisation.brand):
        return [address_of("")]
    brand = f"--{organisation.brand}" if organisation.brand else ""
    return [f"{address_of('')}/o/{organisation.slug}{brand}"]
