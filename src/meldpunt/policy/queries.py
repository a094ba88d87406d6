"""Questions about policies."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.storage import from_stored
from meldpunt.policy.terms import NoSuchVersion, Policy


def policy_in_force(organisation: UUID, *, now: datetime) -> Policy:
    """Return the newest version; before anything was published, the default version 1 as of now.

    That default becomes a row with `actions.keep_first_version`, at the latest when the first report comes in.
    """
    numbers = PolicyVersion.objects.filter(organisation=organisation).order_by("-number").values_list("number", flat=True)
    newest = numbers.first()
    if newest is None:
        return Policy(organisation, 1, now, FIRST_TERMS)
    return policy_version(organisation, newest)


@lru_cache(maxsize=512)
def policy_version(organisation: UUID, number: int) -> Policy:
    """Return the version with this number; raises NoSuchVersion. Remembered: a version never changes."""
    row = PolicyVersion.objects.filter(organisation=organisation, number=number).first()
    if row is None:
        raise NoSuchVersion
    return _policy(row)


def _policy(row: PolicyVersion) -> Policy:
    return Policy(row.organisation_id, row.number, row.published_at, from_stored(row.terms), row.pk)
