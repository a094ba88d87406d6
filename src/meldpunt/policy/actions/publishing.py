"""Publishing a policy."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.actions import set_brands
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.models import PolicyDocument, PolicyVersion
from meldpunt.policy.queries import read_for
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.file.beside import documents_of
from meldpunt.policy.rules.file.source import decode
from meldpunt.policy.rules.fitting import brands_of
from meldpunt.policy.rules.settled import in_force_from, terms_of
from meldpunt.policy.rules.storage import to_stored
from meldpunt.policy.terms import PublishedMeanwhile, SameAsBefore


def keep_first_version(*, organisation: UUID, by: Actor, now: datetime) -> int:
    """Store the default version 1 where nothing was published yet, and return the primary key of version 1."""
    with transaction():
        row, made = PolicyVersion.objects.get_or_create(
            organisation_id=organisation,
            number=1,
            defaults={"published_at": now, "in_force_from": now, "terms": to_stored(FIRST_TERMS)},
        )
        if made:
            record(organisation=organisation, case=None, by=by, deed="policy.published", facts={"number": 1}, now=now)
    return row.pk


def publish(
    *,
    organisation: UUID,
    content: bytes,
    files: Mapping[str, bytes],
    after: int | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Publish the policy in a file, and return the number of its version. The older ones stay as they were shown.

    `files` are the files beside it, by name; `after` is the newest version that was seen, where somebody looked. The default that finders may be reading becomes version 1 first. Raises PolicyRefused
    with every problem, SameAsBefore, PublishedMeanwhile, HostTaken, NotThere; then what was published stays. Brands are there at once.
    """
    facts = organisation_facts(organisation)
    policy = read_for(facts, content=content, files=files, by=by, now=now)
    begins = in_force_from(policy.takes_effect, zone=facts.zone, published_at=now)
    row = PolicyVersion(
        organisation_id=organisation,
        published_at=now,
        in_force_from=begins,
        terms=to_stored(terms_of(policy)),
        source=decode(content),
    )
    keep_first_version(organisation=organisation, by=by, now=now)
    with transaction():
        _keep_next(row, documents_of(policy, files), after=after)
        set_brands(organisation=organisation, brands=brands_of(policy, files), by=by, now=now)
        record(
            organisation=organisation, case=None, by=by, deed="policy.published", facts={"number": row.number}, now=now
        )
    return row.number


def _keep_next(row: PolicyVersion, documents: Mapping[str, bytes], *, after: int | None) -> None:
    """Give the version its number and store it with its documents. Raises SameAsBefore, PublishedMeanwhile."""
    newest = PolicyVersion.objects.filter(organisation=row.organisation_id).order_by("-number")[:1].get()
    if after is not None and newest.number > max(after, 1):  # 1 is what everybody saw before anything was published
        raise PublishedMeanwhile
    kept = {document.name: bytes(document.content) for document in newest.documents.order_by("name")}
    if (newest.source, kept) == (row.source, documents):
        raise SameAsBefore
    row.number = newest.number + 1
    try:
        row.save(force_insert=True)
    except IntegrityError:
        raise PublishedMeanwhile from None
    PolicyDocument.objects.bulk_create(
        PolicyDocument(version=row, name=name, content=content) for name, content in documents.items()
    )
