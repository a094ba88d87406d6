"""The organisation of the small policy, with two who may publish, and what waits for the second of them."""

import pytest

from meldpunt.policy.terms import Proposal
from tests.factories.people import MadeMember, MadeOrganisation, make_lead
from tests.factories.policy import make_haven, propose_text


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    """Give the organisation."""
    return make_haven()


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give who proposes."""
    return make_lead(organisation)


@pytest.fixture
def second(organisation: MadeOrganisation) -> MadeMember:
    """Give the second pair of eyes."""
    return make_lead(organisation)


@pytest.fixture
def waiting(organisation: MadeOrganisation, lead: MadeMember) -> Proposal:
    """Give a proposal that waits."""
    return propose_text(organisation, by=lead.unlocked.actor)
