"""The second person reads the files of the proposal that they look at, and of no other."""

import re
from hashlib import sha256

import pytest
from django.utils import timezone

from tests.factories.desk import client_of
from tests.factories.people import make_lead
from tests.factories.policy import make_haven, propose_text, publish_by_two
from tests.factories.policy_texts import CONDUCT, TWO

pytestmark = pytest.mark.django_db
HERE = "/desk/policy/proposal"


def test_a_file_that_took_its_place_is_not_handed_out():
    """A file goes in between and out again: what was downloaded would not be what is approved."""
    organisation = make_haven()
    lead, desk = make_lead(organisation), client_of(make_lead(organisation, language="en"))
    publish_by_two(organisation, TWO)

    def put(content: bytes) -> None:
        text = TWO + CONDUCT.replace(sha256(b"Be careful.").hexdigest(), sha256(content).hexdigest())
        propose_text(organisation, text, files={"conduct.txt": content}, by=lead.unlocked.actor, now=timezone.now())

    put(b"First.")
    found = re.search(r'href="([^"]*/conduct\.txt)"', desk.get(HERE).text)
    assert found is not None
    put(b"Second.")
    between = desk.get(found[1])
    told = "The proposal changed while you were reading." in between.text
    put(b"First.")
    again = desk.get(found[1])
    assert (between.status_code, told, b"Second." in between.content) == (409, True, False)
    assert (again.content, "sandbox" in again["Content-Security-Policy"]) == (b"First.", True)
