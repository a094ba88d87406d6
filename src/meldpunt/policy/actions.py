"""The verbs of policy."""

from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.storage import to_stored


def keep_first_version(*, organisation: UUID, by: Actor, now: datetime) -> int:
    """Store the default version 1 where nothing was published yet, and return the primary key of version 1."""
    with transaction():
        row, made = PolicyVersion.objects.get_or_create(
            organisation_id=organisation, number=1, defaults={"published_at": now, "terms": to_stored(FIRST_TERMS)}
        )
        if made:
            record(organisation=organisation, case=None, by=by, deed="policy.published", facts={"number": 1}, now=now)
    return row.pk
