"""Policy versions for tests."""

from collections.abc import Mapping
from datetime import datetime

from meldpunt.journal.terms import OPERATOR
from meldpunt.policy.actions import keep_first_version, publish
from meldpunt.policy.queries import policy_version
from meldpunt.policy.terms import Policy
from tests.factories.people import NOW, MadeOrganisation
from tests.factories.policy_texts import SMALL


def make_first_version(organisation: MadeOrganisation, *, now: datetime = NOW) -> Policy:
    """Store version 1."""
    keep_first_version(organisation=organisation.id, by=OPERATOR, now=now)
    return policy_version(organisation.id, 1)


def publish_text(
    organisation: MadeOrganisation, text: str = SMALL, *, files: Mapping[str, bytes] | None = None, now: datetime = NOW
) -> Policy:
    """Publish a policy file."""
    number = publish(organisation=organisation.id, content=text.encode(), files=files or {}, by=OPERATOR, now=now)
    return policy_version(organisation.id, number)
