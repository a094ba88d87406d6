"""What a publication drops is said beside its button."""

import re

import pytest
from django.utils import timezone

from meldpunt.people.terms import Role
from tests.factories.desk import client_of
from tests.factories.people import make_member
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL, with_lines

pytestmark = pytest.mark.django_db
RULES = 'rules = ["tell_only_us"]'
THREE = with_lines(RULES, 'rules = ["tell_only_us", "no_spam", "no_malware"]')


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (THREE, with_lines(RULES, 'rules = ["tell_only_us", "no_spam"]'), ["1 clause goes."]),
        (THREE, SMALL, ["2 clauses go."]),
        (SMALL, THREE, []),
    ],
    ids=["one", "two", "none"],
)
def test_it_is_said_how_many_clauses_go(before: str, after: str, told: list[str]) -> None:
    organisation = make_haven()
    publish_text(organisation, before, now=timezone.now())
    desk = client_of(make_member(organisation, Role.LEAD, language="en"))
    page = desk.post("/desk/policy", {"text": after}).text
    assert re.findall(r"\d+ clauses? goe?s?\.", page.partition('name="publish"')[0]) == told
