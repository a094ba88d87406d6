"""What the tests of duties by law start from: an organisation for which the GDPR holds, and a handler."""

import pytest

from meldpunt.obligations.terms.law import Law
from tests.factories.duties import hold_laws
from tests.factories.people import MadeMember, MadeOrganisation, make_member, make_organisation


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    """Give an organisation."""
    return make_organisation()


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give the lead who said that the GDPR holds."""
    return hold_laws(organisation, Law.GDPR)


@pytest.fixture
def handler(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Hanna")
