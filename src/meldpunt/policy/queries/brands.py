"""Questions about the brands of a policy: which host names keep them from being set, and whether the operator gave these."""

from datetime import datetime, timedelta
from uuid import UUID

from meldpunt.journal.queries import entries_at
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.queries import organisation_by_host
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries.versions import text_in_force, unsettled
from meldpunt.policy.terms import PolicyText

PATIENCE = timedelta(minutes=5)
"""How long after its moment a version may wait for the worker before anybody is told."""


def hosts_not_given(row: PolicyVersion, policy: PolicyText) -> tuple[str, ...]:
    """Return the host names of brands that nobody has, where this version cannot give them: the operator neither published nor proposed it."""
    free = free_hosts(policy)
    return () if not free or _is_operators(row) else free


def free_hosts(policy: PolicyText) -> tuple[str, ...]:
    """Return the host names of brands that nobody has yet: who publishes the policy gives them."""
    return tuple(host for brand in policy.brand for host in brand.hosts if organisation_by_host(host) is None)


def hosts_in_the_way(organisation: UUID, *, now: datetime) -> tuple[str, ...] | None:
    """Return the host names that do not lead to their brands although the policy in force says so; None where nothing waits to be set."""
    policy = text_in_force(organisation, now=now)
    if policy is None or organisation not in unsettled(now=now - PATIENCE):
        return None
    return tuple(host for brand in policy.brand for host in brand.hosts if not _leads_to(host, organisation, brand.id))


def _leads_to(host: str, organisation: UUID, brand: str) -> bool:
    found = organisation_by_host(host)
    return found is not None and (found.id, found.brand) == (organisation, brand)


def _is_operators(row: PolicyVersion) -> bool:
    """Tell whether the operator published this version, or proposed it; the journal knows."""
    lines = entries_at(row.organisation_id, row.published_at)
    ours = [line for line in lines if line.deed.startswith("policy.") and line.facts.get("number") == row.number]
    return any(line.actor == OPERATOR or line.facts.get("proposer") == OPERATOR.kind.value for line in ours)
