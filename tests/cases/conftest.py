"""A case and a handler for the tests that say no more of them."""

import pytest

from meldpunt.people.terms import Visitor
from tests.factories.cases import MAILED, MadeCase, make_case
from tests.factories.people import make_member, make_organisation


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed."""
    return make_case(make_organisation(), contact=MAILED)


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked
