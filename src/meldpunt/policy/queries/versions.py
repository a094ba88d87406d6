"""Questions about published versions: their words, their files and what was published with them."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Max, Min
from django.db.transaction import get_connection

from meldpunt.policy import models
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.differences import Difference, Edition, differences, editions
from meldpunt.policy.rules.reading import read_again
from meldpunt.policy.rules.storage import from_stored
from meldpunt.policy.terms import NoSuchDocument, NoSuchVersion, OtherChannel, Policy, PolicyDocument, PolicyText


def policy_in_force(organisation: UUID, *, now: datetime) -> Policy:
    """Return the newest version that is in force; before anything was published, the default version 1 as of now.

    That default becomes a row with `actions.keep_first_version`, at the latest when the first report comes in.
    """
    return in_force_and_newest(organisation, now)[0]


def in_force_and_newest(organisation: UUID, now: datetime) -> tuple[Policy, int]:
    """Return the version in force, and the number of the newest one, which may be planned; 1 before anything was published."""
    current, newest = _numbers(organisation, now)
    if current is None:
        return Policy(organisation, 1, now, now, FIRST_TERMS), newest or 1
    return policy_version(organisation, current), newest or 1


def _numbers(organisation: UUID, now: datetime) -> tuple[int | None, int | None]:
    """Return the numbers of the version in force and of the newest; every page of a finder asks, so the statement is made by hand."""
    here, facts = get_connection(), PolicyVersion._meta  # noqa: SLF001 - documented as public
    asked = [
        facts.get_field(name).get_db_prep_value(value, here)  # type: ignore[union-attr]  # a column
        for name, value in (("in_force_from", now), ("organisation", organisation))
    ]
    question = f"SELECT MAX(CASE WHEN in_force_from <= %s THEN number END), MAX(number) FROM {facts.db_table} WHERE organisation_id = %s"  # noqa: S608 - a name of our own
    with here.cursor() as cursor:
        cursor.execute(question, asked)
        numbers: tuple[int | None, int | None] = cursor.fetchone()
    return numbers


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


def policy_history(organisation: UUID) -> tuple[Edition, ...]:
    """Return every published version, newest first, with what changed since the one before it; nothing before the first."""
    rows = PolicyVersion.objects.defer("source").filter(organisation=organisation)
    return editions([_policy(row) for row in rows.order_by("number")])


def changes_since(organisation: UUID, number: int, *, now: datetime) -> tuple[Difference, ...]:
    """Return what the version in force says in other words than the one a finder was shown; raises NoSuchVersion."""
    current = policy_in_force(organisation, now=now)
    if current.number == number:
        return ()
    found = differences(policy_version(organisation, number).terms.clauses, current.terms.clauses)
    return tuple(difference for difference in found if difference.languages)


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


def newest_files(organisation: UUID) -> dict[str, bytes]:
    """Return the documents and logos of the newest version, by name."""
    newest = {"version__organisation": organisation, "version__number": newest_number(organisation)}
    documents = models.PolicyDocument.objects.filter(**newest).values_list("name", "content")
    logos = models.PolicyLogo.objects.filter(**newest).values_list("name", "content")
    return {name: bytes(content) for name, content in sorted([*documents, *logos])}


def text_in_force(organisation: UUID, *, now: datetime) -> PolicyText | None:
    """Return the file behind the version in force, which names people; None for the built-in policy, or one that cannot be read any more."""
    return file_in_force(organisation, now)[0]


def other_channels(organisation: UUID, *, now: datetime) -> tuple[OtherChannel, ...]:
    """Return where the policy in force sends people with something else."""
    text = text_in_force(organisation, now=now)
    return text.other_channel if text else ()


def is_unreadable(organisation: UUID, *, now: datetime) -> bool:
    """Tell whether there is a file behind the version in force that cannot be read any more: then nothing is known of its offers."""
    return file_in_force(organisation, now)[1]


def file_in_force(organisation: UUID, now: datetime) -> tuple[PolicyText | None, bool]:
    """Return the file behind the version in force as it is read today, and whether there is one that cannot be read."""
    policy = policy_in_force(organisation, now=now)
    return _text(organisation, policy.number) if policy.row else (None, False)


def policy_text(organisation: UUID, number: int) -> PolicyText | None:
    """Return the file of a version as it is read today, which names people; None for the built-in policy, or one that cannot be read any more.

    Raises NoSuchVersion.
    """
    return _text(organisation, number)[0]


def own_since(organisation: UUID, *, now: datetime) -> datetime | None:
    """Return since when a policy of the organisation's own is in force; None under the built-in one."""
    own = PolicyVersion.objects.filter(organisation=organisation, in_force_from__lte=now).exclude(source="")
    first: datetime | None = own.aggregate(first=Min("in_force_from"))["first"]
    return first


def is_own(organisation: UUID, number: int) -> bool:
    """Tell whether a version is the organisation's own, rather than the built-in policy."""
    return PolicyVersion.objects.filter(organisation=organisation, number=number).exclude(source="").exists()


@lru_cache(maxsize=128)
def _text(organisation: UUID, number: int) -> tuple[PolicyText | None, bool]:
    """Return the file of a version as it is read today, and whether there is one that cannot be."""
    source = policy_source(organisation, number)
    text = read_again(source.encode()) if source else None
    return text, bool(source) and text is None


def unsettled(*, now: datetime) -> list[UUID]:
    """Return the organisations that have a version whose moment has come and that has not taken effect."""
    due = PolicyVersion.objects.filter(settled_at__isnull=True, in_force_from__lte=now)
    return list(due.order_by("organisation").values_list("organisation", flat=True).distinct())
