"""The pages of the policy say why nobody may approve what waits."""

import pytest

from meldpunt.people.actions import remove_member
from tests.factories.desk import client_of
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_lead
from tests.factories.policy import make_haven, propose_text

pytestmark = pytest.mark.django_db
PROPOSAL = "/desk/policy/proposal"


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_haven()


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    return make_lead(organisation, language="en")


@pytest.fixture
def second(organisation: MadeOrganisation) -> MadeMember:
    return make_lead(organisation, language="en")


@pytest.mark.parametrize("place", [PROPOSAL, "/desk/policy"])
def test_a_proposal_of_who_was_removed_says_that_nobody_can_approve_it(place, organisation, lead, second):
    make_lead(organisation)
    propose_text(organisation, by=lead.unlocked.actor)
    other_desk = client_of(second)
    told = "Who proposed this may not publish any more, so nobody can approve it."
    before = told in other_desk.get(place).text
    remove_member(member=lead.id, by=second.unlocked, now=NOW)
    assert (before, told in other_desk.get(place).text) == (False, True)


def test_a_proposal_without_a_second_person_says_so_beside_the_policy_too(organisation, lead):
    propose_text(organisation, by=lead.unlocked.actor)
    assert "A second lead or administrator is needed to approve this." in client_of(lead).get("/desk/policy").text
