"""What the tests of people start from: an organisation, and a handler and a lead of it with a password."""

import pytest

from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_member, make_organisation


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    """Return an organisation."""
    return make_organisation()


@pytest.fixture
def member(organisation: MadeOrganisation) -> MadeMember:
    """Return a handler with a password."""
    return make_member(organisation, password=PASSWORD)


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Return a lead with a password."""
    return make_lead(organisation, password=PASSWORD)
