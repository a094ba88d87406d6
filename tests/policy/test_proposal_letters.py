"""Who may approve is mailed once about what waits, however often it is changed."""

import pytest

from meldpunt.outbox.models import Owed
from meldpunt.policy.actions import send_back, withdraw_proposal
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_lead
from tests.factories.policy import propose_text
from tests.factories.policy_texts import TWO

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(organisation: MadeOrganisation) -> list[MadeMember]:
    return [make_lead(organisation) for _ in range(3)]


def left() -> int:
    """Let the letters leave, and return how many there were."""
    return Owed.objects.filter(letter="policy_proposed").delete()[0]


def test_changing_what_waits_mails_nobody_again(organisation, leads):
    found = []
    for number in range(30):
        propose_text(organisation, f"{TWO}# {number}\n", by=leads[0].unlocked.actor)
        found.append(left())
    assert found == [2, *[0] * 29]


def test_withdrawing_and_proposing_mails_nobody_while_a_letter_waits(organisation, leads):
    by = leads[0].unlocked.actor
    for number in range(30):
        propose_text(organisation, f"{TWO}# {number}\n", by=by)
        withdraw_proposal(organisation=organisation.id, by=by, now=NOW)
    assert left() == 2


def test_what_comes_after_a_remark_is_mailed_again(organisation, leads):
    waiting = propose_text(organisation, TWO, by=leads[0].unlocked.actor)
    first = left()
    send_back(seen=waiting.digest, remark="No", by=leads[1].unlocked, now=NOW)
    propose_text(organisation, f"{TWO}# b\n", by=leads[0].unlocked.actor)
    assert (first, left()) == (2, 2)
