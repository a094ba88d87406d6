"""What finders were offered to tell of themselves, by the version in force and by those before it."""

from datetime import datetime
from uuid import UUID

from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries.versions import policy_in_force, policy_version


def offered_since(organisation: UUID, number: int, *, now: datetime) -> frozenset[str]:
    """Return every IdentityMode and ContactMode that a version offered, from this one to the one in force."""
    since = PolicyVersion.objects.filter(organisation=organisation, number__gte=number, in_force_from__lte=now)
    versions = [policy_version(organisation, each) for each in since.values_list("number", flat=True)]
    terms = [each.terms for each in (*versions, policy_in_force(organisation, now=now))]
    return frozenset(mode for each in terms for mode in (*each.identity_modes, *each.contact_modes))
