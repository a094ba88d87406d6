"""Policy versions for tests."""

from datetime import datetime

from meldpunt.journal.terms import OPERATOR
from meldpunt.policy.actions import keep_first_version
from meldpunt.policy.queries import policy_version
from meldpunt.policy.terms import Policy
from tests.factories.people import NOW, MadeOrganisation


def make_first_version(organisation: MadeOrganisation, *, now: datetime = NOW) -> Policy:
    """Store version 1."""
    keep_first_version(organisation=organisation.id, by=OPERATOR, now=now)
    return policy_version(organisation.id, 1)
