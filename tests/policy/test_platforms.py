"""An outside platform that the policy names, and whose mails are its notifications."""

import pytest

from meldpunt.policy.queries import platform_of_sender, platforms
from meldpunt.policy.terms import WayIn, WayKind
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
WAY = """[[way_in]]
kind = "platform"
name = "Loket"
address = "https://loket.example/haven"
mail_from = "Noreply@loket.example"

[[way_in]]
kind = "platform"
address = "https://other.example/haven"

"""


@pytest.fixture
def haven() -> MadeOrganisation:
    """Give an organisation with two platforms, one of which mails."""
    made = make_haven()
    publish_text(made, SMALL.replace("[clauses]", WAY + "[clauses]"))
    return made


def test_platforms_are_those_of_the_policy_in_force(haven):
    assert [way.address for way in platforms(haven.id, now=NOW)] == [
        "https://loket.example/haven",
        "https://other.example/haven",
    ]


def test_its_sender_in_any_spelling_is_the_platform(haven):
    found = platform_of_sender(haven.id, sender=" noreply@LOKET.example", now=NOW)
    assert found is not None
    assert (found.kind, found.name) == (WayKind.PLATFORM, "Loket")
    assert isinstance(found, WayIn)


@pytest.mark.parametrize(
    "sender", ["", "a@loket.example", "noreply@loket.example.evil.example", "noreply@other.example"]
)
def test_anybody_else_is_none(haven, sender):
    assert platform_of_sender(haven.id, sender=sender, now=NOW) is None


def test_the_built_in_policy_names_none():
    made = make_organisation()
    assert (platforms(made.id, now=NOW), platform_of_sender(made.id, sender="", now=NOW)) == ((), None)
