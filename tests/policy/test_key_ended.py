"""A key of one's own that ended while a proposal waited is not approved with it."""

from datetime import timedelta

import pytest

from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import import_public_key
from meldpunt.policy.actions import approve
from meldpunt.policy.queries import newest_number, review
from meldpunt.policy.terms import PolicyRefused
from tests.factories.openpgp import ADDRESS
from tests.factories.people import NOW, make_lead
from tests.factories.policy import make_haven, propose_text
from tests.factories.policy_texts import TWO
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)


def test_a_key_that_ended_while_it_waited_is_not_approved():
    organisation = make_haven()
    key = FakeOpenPgp().make(user_id=f"Haven <{ADDRESS}>", until=NOW + timedelta(days=3))
    import_public_key(
        organisation=organisation.id,
        content=key.certificate,
        address=ADDRESS,
        keys=FakeOpenPgp(),
        by=OPERATOR,
        now=NOW,
    )
    text = f'{TWO}\n[key]\nfile = "k.asc"\nfingerprint = "{key.fingerprint}"\n'
    proposal = propose_text(organisation, text, files={"k.asc": key.certificate})
    seen = [[each.key for each in review(organisation.facts, proposal, now=day).problems] for day in (NOW, LATER)]
    with pytest.raises(PolicyRefused):
        approve(seen=proposal.digest, by=make_lead(organisation).unlocked, now=LATER)
    assert (seen, newest_number(organisation.id)) == ([[], ["key.file"]], 1)
