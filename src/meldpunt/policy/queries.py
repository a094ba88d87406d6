"""Questions about policies."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.storage import from_stored
from meldpunt.policy.terms import NoSuchVersion, Policy


def policy_in_force(organisation: UUID, *, now: datetime) -> Policy:
    """Return the newest version; before anything was published, the default version 1 as of now.

    That default becomes a row with `actions.keep_first_version`, at the latest when the first report comes in.
    """
    newest = _newest(organisation)
    if newest is None:
        return Policy(organisation, 1, now, FIRST_TERMS)
    return policy_version(organisation, newest)


def _newest(organisation: UUID) -> int | None:
    """Return the number of the newest version; every page of a finder asks, so the statement is made by hand."""
    facts = PolicyVersion._meta  # noqa: SLF001 - documented as public
    asked = facts.get_field("organisation").get_db_prep_value(organisation, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(number) FROM {facts.db_table} WHERE organisation_id = %s", [asked])  # noqa: S608 - a name of our own
        newest: int | None = cursor.fetchone()[0]
    return newest


@lru_cache(maxsize=512)
def policy_version(organisation: UUID, number: int) -> Policy:
    """Return the version with this number; raises NoSuchVersion. Remembered: a version never changes."""
    row = PolicyVersion.objects.filter(organisation=organisation, number=number).first()
    if row is None:
        raise NoSuchVersion
    return _policy(row)


def _policy(row: PolicyVersion) -> Policy:
    return Policy(row.organisation_id, row.number, row.published_at, from_stored(row.terms), row.pk)
