"""Questions about policies."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max

from meldpunt.people.queries import organisation_by_host
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy import models
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.differences import Difference, Edition, Tried, differences, editions
from meldpunt.policy.rules.fitting import hosts_of, misfits
from meldpunt.policy.rules.reading import placed, read
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.rules.starting import starting_text
from meldpunt.policy.rules.storage import from_stored
from meldpunt.policy.terms import NoSuchDocument, NoSuchVersion, Policy, PolicyDocument, PolicyRefused, PolicyText


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
    newest: int | None = PolicyVersion.objects.filter(organisation=organisation).aggregate(newest=Max("number"))[
        "newest"
    ]
    return newest or 0


@lru_cache(maxsize=512)
def policy_version(organisation: UUID, number: int) -> Policy:
    """Return the version with this number; raises NoSuchVersion. Remembered: a version never changes."""
    row = PolicyVersion.objects.defer("source").filter(organisation=organisation, number=number).first()
    if row is None:
        raise NoSuchVersion
    return _policy(row)


def policy_history(organisation: UUID) -> tuple[Edition, ...]:
    """Return every published version, newest first, with what changed since the one before it; nothing before the first."""
    rows = PolicyVersion.objects.defer("source").filter(organisation=organisation).order_by("number")
    return editions([_policy(row) for row in rows])


def changes_since(organisation: UUID, number: int, *, now: datetime) -> tuple[Difference, ...]:
    """Return what the version in force says otherwise than the one a finder was shown; raises NoSuchVersion."""
    current = policy_in_force(organisation, now=now)
    if current.number == number:
        return ()
    return differences(policy_version(organisation, number).terms.clauses, current.terms.clauses)


def policy_source(organisation: UUID, number: int) -> str:
    """Return the file a version was made from, which names people; empty for the default. Raises NoSuchVersion."""
    row = PolicyVersion.objects.filter(organisation=organisation, number=number).first()
    if row is None:
        raise NoSuchVersion
    return row.source


def policy_document(organisation: UUID, number: int, name: str) -> PolicyDocument:
    """Return a document of a version. Raises NoSuchDocument."""
    found = models.PolicyDocument.objects.filter(
        version__organisation=organisation, version__number=number, name=name
    ).first()
    if found is None:
        raise NoSuchDocument
    return PolicyDocument(found.name, bytes(found.content))


def read_for(
    organisation: OrganisationFacts, *, content: bytes, files: Mapping[str, bytes], now: datetime
) -> PolicyText:
    """Return the policy in a file that this organisation can publish; raises PolicyRefused with every problem.

    `files` are the files beside it, by name.
    """
    policy = read(content, today=now.astimezone(ZoneInfo(organisation.zone)).date(), files=files)
    taken = {host for path, host in hosts_of(policy) if _is_taken(host, organisation, brand=path[0] == "brand")}
    found = placed(content, misfits(policy, organisation, files=files, taken=taken))
    if found:
        raise PolicyRefused(found)
    return policy


def try_out(organisation: OrganisationFacts, *, content: bytes, now: datetime) -> Tried:
    """Return what a policy would say and what would change, with the documents of the newest version beside it. Nothing is kept.

    Raises PolicyRefused with every problem.
    """
    policy = read_for(organisation, content=content, files=newest_documents(organisation.id), now=now)
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
    """Tell whether a host name leads to somebody else already, or is the organisation's own where it should be a brand's."""
    owner = organisation_by_host(host)
    return owner is not None and (owner.id != organisation.id or (brand and not owner.brand))


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
