"""Questions about policies."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max

from meldpunt.journal.terms import OPERATOR, Actor
from meldpunt.people.queries import (
    address_of,
    is_address_taken,
    is_server_name,
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
from meldpunt.policy import models
from meldpunt.policy.models import PolicyVersion, SecurityText
from meldpunt.policy.rules import security_text as rules
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.differences import Difference, Edition, Tried, differences, editions
from meldpunt.policy.rules.fitting import hosts_of, misfits
from meldpunt.policy.rules.key_standing import troubles
from meldpunt.policy.rules.reading import placed, read, read_again
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.rules.starting import starting_text
from meldpunt.policy.rules.storage import from_stored
from meldpunt.policy.terms import (
    KeyOffer,
    KeyStanding,
    NoSuchDocument,
    NoSuchVersion,
    Policy,
    PolicyDocument,
    PolicyRefused,
    PolicyText,
)


def policy_in_force(organisation: UUID, *, now: datetime) -> Policy:
    """Return the newest version that is in force; before anything was published, the default version 1 as of now.

    That default becomes a row with `actions.keep_first_version`, at the latest when the first report comes in.
    """
    newest = _newest(organisation, now)
    if newest is None:
        return Policy(organisation, 1, now, now, FIRST_TERMS)
    return policy_version(organisation, newest)


def _newest(organisation: UUID, now: datetime) -> int | None:
    """Return the number of the newest version; every page of a finder asks, so the statement is made by hand."""
    facts = PolicyVersion._meta  # noqa: SLF001 - documented as public
    asked = [
        facts.get_field(name).get_db_prep_value(value, connection)  # type: ignore[union-attr]  # a column
        for name, value in (("organisation", organisation), ("in_force_from", now))
    ]
    question = f"SELECT MAX(number) FROM {facts.db_table} WHERE organisation_id = %s AND in_force_from <= %s"  # noqa: S608 - a name of our own
    with connection.cursor() as cursor:
        cursor.execute(question, asked)
        newest: int | None = cursor.fetchone()[0]
    return newest


def newest_number(organisation: UUID) -> int:
    """Return the number of the newest version, in force or not yet; 0 before anything was published."""
    numbers = PolicyVersion.objects.filter(organisation=organisation).aggregate(newest=Max("number"))
    return numbers["newest"] or 0


@lru_cache(maxsize=512)
def policy_version(organisation: UUID, number: int) -> Policy:
    """Return the version with this number; raises NoSuchVersion. Remembered: a version never changes."""
    row = PolicyVersion.objects.defer("source").filter(organisation=organisation, number=number).first()
    if row is None:
        raise NoSuchVersion
    return _policy(row)


def policy_history(organisation: UUID) -> tuple[Edition, ...]:
    """Return every published version, newest first, with what changed since the one before it; nothing before the first."""
    rows = PolicyVersion.objects.defer("source").filter(organisation=organisation)
    return editions([_policy(row) for row in rows.order_by("number")])


def changes_since(organisation: UUID, number: int, *, now: datetime) -> tuple[Difference, ...]:
    """Return what the version in force says otherwise than the one a finder was shown; raises NoSuchVersion."""
    current = policy_in_force(organisation, now=now)
    if current.number == number:
        return ()
    return differences(policy_version(organisation, number).terms.clauses, current.terms.clauses)


def policy_source(organisation: UUID, number: int) -> str:
    """Return the file a version was made from, which names people; empty for the default. Raises NoSuchVersion."""
    sources = PolicyVersion.objects.filter(organisation=organisation, number=number).values_list("source", flat=True)
    for source in sources:
        return source
    raise NoSuchVersion


def policy_document(organisation: UUID, number: int, name: str) -> PolicyDocument:
    """Return a document of a version. Raises NoSuchDocument."""
    found = models.PolicyDocument.objects.filter(
        version__organisation=organisation, version__number=number, name=name
    ).first()
    if found is None:
        raise NoSuchDocument
    return PolicyDocument(found.name, bytes(found.content))


def read_for(
    organisation: OrganisationFacts, *, content: bytes, files: Mapping[str, bytes], by: Actor, now: datetime
) -> PolicyText:
    """Return the policy in a file that `by` can publish for this organisation; raises PolicyRefused with every problem.

    `files` are the files beside it, by name. Host names that the organisation does not have yet are the operator's alone to give.
    """
    policy = read(content, today=now.astimezone(ZoneInfo(organisation.zone)).date(), files=files)
    taken = {host for path, host in hosts_of(policy) if _is_taken(host, organisation, brand=path[0] == "brand")}
    new = {host for _path, host in hosts_of(policy) if by != OPERATOR and organisation_by_host(host) is None}
    found = placed(content, misfits(policy, organisation, files=files, taken=taken, new=new))
    if found:
        raise PolicyRefused(found)
    return policy


def try_out(organisation: OrganisationFacts, *, content: bytes, by: Actor, now: datetime) -> Tried:
    """Return what a policy would say and what would change, with the documents of the newest version beside it. Nothing is kept.

    Raises PolicyRefused with every problem.
    """
    policy = read_for(organisation, content=content, files=newest_documents(organisation.id), by=by, now=now)
    number = newest_number(organisation.id)
    before = policy_version(organisation.id, number).terms if number else FIRST_TERMS
    tried = Policy(organisation.id, number + 1, now, now, terms_of(policy))
    return Tried(number, tried, differences(before.clauses, tried.terms.clauses))


def newest_documents(organisation: UUID) -> dict[str, bytes]:
    """Return the documents of the newest version, by name."""
    found = models.PolicyDocument.objects.filter(
        version__organisation=organisation, version__number=newest_number(organisation)
    )
    return {document.name: bytes(document.content) for document in found.order_by("name")}


def editable_text(organisation: OrganisationFacts) -> str:
    """Return the file to go on with: of the newest version, else one to begin with."""
    number = newest_number(organisation.id)
    return (policy_source(organisation.id, number) if number else "") or starting_text(organisation)


def _is_taken(host: str, organisation: OrganisationFacts, *, brand: bool) -> bool:
    """Tell whether a host name leads to somebody else already, or is the organisation's or server's own where it should be a brand's."""
    owner = organisation_by_host(host)
    if owner is None:
        return brand and is_server_name(host)
    return owner.id != organisation.id or (brand and not owner.brand)


def text_in_force(organisation: UUID, *, now: datetime) -> PolicyText | None:
    """Return the file behind the version in force, which names people; None for the built-in policy, or one that cannot be read any more."""
    return _in_force(organisation, now)[0]


def is_unreadable(organisation: UUID, *, now: datetime) -> bool:
    """Tell whether there is a file behind the version in force that cannot be read any more: then nothing is known of its offers."""
    return _in_force(organisation, now)[1]


def _in_force(organisation: UUID, now: datetime) -> tuple[PolicyText | None, bool]:
    policy = policy_in_force(organisation, now=now)
    return _text(organisation, policy.number) if policy.row else (None, False)


@lru_cache(maxsize=128)
def _text(organisation: UUID, number: int) -> tuple[PolicyText | None, bool]:
    """Return the file of a version as it is read today, and whether there is one that cannot be."""
    source = policy_source(organisation, number)
    text = read_again(source.encode()) if source else None
    return text, bool(source) and text is None


def key_offer(organisation: UUID, *, now: datetime) -> KeyOffer:
    """Return how finders come by the OpenPGP key; under the built-in policy it is published as soon as there is one, under an unreadable one never."""
    policy, unreadable = _in_force(organisation, now)
    without = KeyOffer.NONE if unreadable else KeyOffer.PUBLISHED
    return without if policy is None else policy.key.offer


def published_key(organisation: UUID, *, now: datetime) -> OpenPgpKeyFacts | None:
    """Return the key that anybody may fetch, or None; one that has ended is none."""
    return _good_key(organisation, now) if key_offer(organisation, now=now) is KeyOffer.PUBLISHED else None


def _good_key(organisation: UUID, now: datetime) -> OpenPgpKeyFacts | None:
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
    policy = policy_in_force(organisation, now=now)
    text = text_in_force(organisation, now=now)
    taken = text is not None and is_address_taken(text.contact.mail, organisation=organisation)
    found = troubles(key, policy=text, since=policy.in_force_from, signed_until=until, now=now, taken=taken)
    return KeyStanding(key, until, tuple(found))


def security_text(organisation: OrganisationFacts, *, now: datetime) -> str:
    """Return `security.txt` as it is served: the signed one while it says what holds now, otherwise one without a signature.

    Under a policy that cannot be read any more the last signed one stays until its end.
    """
    row, key = signed_security_text(organisation), _good_key(organisation.id, now)
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
        sites=_sites(organisation),
        languages=organisation.languages,
        has_key_page=offer is KeyOffer.ON_REQUEST or published_key(organisation.id, now=now) is not None,
    )


def _sites(organisation: OrganisationFacts) -> list[str]:
    """Return where the pages of an organisation are, the address to show first; its onion names are no web addresses of RFC 9116."""
    names = [name for name in names_of(organisation) if not name.endswith(".onion")]
    if names:
        return [address_of(name) for name in names]
    oldest = oldest_organisation()
    if oldest is not None and (oldest.id, "") == (organisation.id, organisation.brand):
        return [address_of("")]
    brand = f"--{organisation.brand}" if organisation.brand else ""
    return [f"{address_of('')}/o/{organisation.slug}{brand}"]


def _policy(row: PolicyVersion) -> Policy:
    return Policy(
        organisation=row.organisation_id,
        number=row.number,
        published_at=row.published_at,
        in_force_from=row.in_force_from,
        terms=from_stored(row.terms),
        row=row.pk,
        documents=tuple(row.documents.order_by("name").values_list("name", flat=True)),
    )
