"""Publishing a policy: by one person, where that is enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.actions.keys import hold_organisation
from meldpunt.people.queries import made_at, members_who_may, organisation_facts
from meldpunt.people.terms import Deed, NotAllowed, OrganisationFacts
from meldpunt.policy.actions.beside import keep_beside
from meldpunt.policy.actions.taking_effect import settle
from meldpunt.policy.models import PolicyDocument, PolicyLogo, PolicyVersion
from meldpunt.policy.queries import needs_two, read_for
from meldpunt.policy.rules.calendar import settings_region
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.file.beside import documents_of, files_named, logos_of
from meldpunt.policy.rules.file.source import decode
from meldpunt.policy.rules.settled import in_force_from, terms_of
from meldpunt.policy.rules.storage import to_stored
from meldpunt.policy.terms import NeedsTwo, PolicyText, PublishedMeanwhile, SameAsBefore


@dataclass(frozen=True)
class NextVersion:
    """A version that only has to be stored: its row without a number, documents and logos beside it, every file it names, and what it says."""

    row: PolicyVersion
    documents: Mapping[str, bytes] = field(repr=False)
    logos: Mapping[str, bytes] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    policy: PolicyText = field(repr=False)


def keep_first_version(*, organisation: UUID, by: Actor, now: datetime) -> int:
    """Store the default version 1 where nothing was published yet, and return the primary key of version 1.

    It holds from the moment the organisation was made: finders read it from then on.
    """

    def begun() -> datetime:
        return min(made_at(organisation), now)

    with transaction():
        row, made = PolicyVersion.objects.get_or_create(
            organisation_id=organisation,
            number=1,
            defaults={
                "published_at": begun,  # type: ignore[misc]  # Django calls both defaults
                "in_force_from": begun,
                "terms": _first_terms(organisation),
                "settled_at": now,
            },
        )
        if made:
            record(organisation=organisation, case=None, by=by, deed="policy.published", facts={"number": 1}, now=now)
    return row.pk


def _first_terms(organisation: UUID) -> dict[str, object]:
    return to_stored(replace(FIRST_TERMS, region=settings_region(organisation_facts(organisation))))


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
    with every problem, NeedsTwo, SameAsBefore, PublishedMeanwhile, HostTaken, NotAllowed, NotThere; then what was published stays. Brands are there from the moment it is in force.
    """
    facts = organisation_facts(organisation)
    policy = read_for(facts, content=content, files=files, by=by, now=now)
    version = next_version(facts, policy, content=content, files=files, now=now)
    keep_first_version(organisation=organisation, by=by, now=now)
    with transaction():
        hold_for_publishing(organisation, by)
        if policy.second_eyes or needs_two(organisation, now=now):
            raise NeedsTwo
        number = keep_next(version, after=after, by=by, now=now)
        keep_beside(organisation, version.files, by=by, now=now)
    return number


def hold_for_publishing(organisation: UUID, by: Actor) -> None:
    """Hold the organisation, and look behind the lock whether a member may still publish; the operator always may.

    Raises NotAllowed, NotThere.
    """
    hold_organisation(organisation)
    if by.id is not None and by.id not in members_who_may(organisation, Deed.PUBLISH_POLICY):
        raise NotAllowed


def next_version(
    organisation: OrganisationFacts, policy: PolicyText, *, content: bytes, files: Mapping[str, bytes], now: datetime
) -> NextVersion:
    """Return what is stored when this policy, read from `content`, is published now; done before the transaction, because it takes time."""
    row = PolicyVersion(
        organisation_id=organisation.id,
        published_at=now,
        in_force_from=in_force_from(policy.takes_effect, zone=organisation.zone, published_at=now),
        terms=to_stored(terms_of(policy)),
        source=decode(content),
        second_eyes=policy.second_eyes,
    )
    named = {name: files[name] for _path, name in files_named(policy)}
    return NextVersion(row, documents_of(policy, files), logos_of(policy, files), named, policy)


def keep_next(version: NextVersion, *, after: int | None, by: Actor, now: datetime) -> int:
    """Give the version its number, store it with what is beside it, let it take effect if that is now, and return the number; in the caller's transaction.

    Raises SameAsBefore, PublishedMeanwhile, HostTaken.
    """
    row, organisation = version.row, version.row.organisation_id
    newest = PolicyVersion.objects.filter(organisation=organisation).order_by("-number")[:1].get()
    if after is not None and newest.number > max(after, 1):  # 1 is what everybody saw before anything was published
        raise PublishedMeanwhile
    if is_same(newest, source=row.source, documents=version.documents, logos=version.logos):
        raise SameAsBefore
    row.number = newest.number + 1
    try:
        row.save(force_insert=True)
    except IntegrityError:
        raise PublishedMeanwhile from None
    PolicyDocument.objects.bulk_create(
        PolicyDocument(version=row, name=name, content=content) for name, content in version.documents.items()
    )
    PolicyLogo.objects.bulk_create(
        PolicyLogo(version=row, name=name, content=content) for name, content in version.logos.items()
    )
    if row.in_force_from <= now:
        settle(row, version.policy, version.logos, by=by, now=now)
    facts = {"number": row.number}
    record(organisation=organisation, case=None, by=by, deed="policy.published", facts=facts, now=now)
    return row.number


def is_same(newest: PolicyVersion, *, source: str, documents: Mapping[str, bytes], logos: Mapping[str, bytes]) -> bool:
    """Tell whether a file, its documents and its logos are those of this version."""
    kept = [
        {one.name: bytes(one.content) for one in each.order_by("name")} for each in (newest.documents, newest.logos)
    ]
    return (newest.source, kept) == (source, [documents, logos])
