"""Two accounts may be one person: who approves what the operator proposed is told so."""

import pytest

from meldpunt.journal.terms import OPERATOR
from meldpunt.policy.actions import withdraw_proposal
from tests.factories.desk import client_of
from tests.factories.people import NOW, make_lead
from tests.factories.policy import make_haven, propose_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The command on the server counts as the first."),
        ("nl", "De opdracht op de server telt als de eerste."),
    ],
)
def test_who_approves_the_operators_proposal_is_told_what_two_people_means(language, told):
    """A member's proposal needs no such word: the program tells members apart."""
    organisation = make_haven()
    desk = client_of(make_lead(organisation, language=language))
    propose_text(organisation)
    by_operator = told in desk.get("/desk/policy/proposal").text
    withdraw_proposal(organisation=organisation.id, by=OPERATOR, now=NOW)
    propose_text(organisation, by=make_lead(organisation).unlocked.actor)
    assert (by_operator, told in desk.get("/desk/policy/proposal").text) == (True, False)
