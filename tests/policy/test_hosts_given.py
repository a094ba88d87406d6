"""Who gives a brand its host names: the operator, and nobody ever those of the installation."""

from uuid import uuid4

import pytest
from django.conf import settings as given

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR, Actor, member
from meldpunt.people.queries import organisation_by_host
from meldpunt.policy.actions import publish
from meldpunt.policy.terms import PolicyRefused
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
MEMBER = member(uuid4())
NEW = "The organisation does not have the host name {}."
OWN = "report.haven.example"


def branded(host: str) -> str:
    return f'{SMALL}\n[[brand]]\nid = "bloom"\nname = "Bloom"\nhosts = ["{host}"]\n'


def refused(organisation: MadeOrganisation, text: str, by: Actor) -> list[tuple[str, str]]:
    """Return key and message of every problem, none when it was published."""
    try:
        publish(organisation=organisation.id, content=text.encode(), files={}, by=by, now=NOW)
    except PolicyRefused as error:
        return [(problem.key, problem.message % problem.values) for problem in error.problems]
    return []


def test_a_member_takes_no_name_that_nobody_has(organisation):
    found = refused(organisation, branded("free.example"), MEMBER)
    assert (found, organisation_by_host("free.example")) == (
        [("brand[1].hosts[1]", NEW.format("free.example"))],
        None,
    )


@pytest.mark.parametrize("by", [OPERATOR, MEMBER])
def test_a_file_gives_the_organisation_itself_no_name(by):
    assert refused(make_organisation(name="Haven"), SMALL, by) == [("organisation.hosts[1]", NEW.format(OWN))]


def test_a_member_keeps_what_the_operator_gave(organisation):
    assert refused(organisation, branded("free.example"), OPERATOR) == []
    assert (
        refused(
            organisation, branded("free.example").replace("Bloom", "Blossom"), make_lead(organisation).unlocked.actor
        )
        == []
    )
    found = organisation_by_host("free.example")
    assert found is not None
    assert (found.id, found.name) == (organisation.id, "Blossom")


@pytest.mark.parametrize("by", [OPERATOR, MEMBER])
@pytest.mark.parametrize("host", ["meld.example", "also.example", "abc.onion"])
def test_nobody_takes_a_name_of_the_installation(organisation, settings, host, by):
    own = {"public_url": "https://meld.example", "host_names": ("also.example",), "onion_host": "abc.onion"}
    settings.MELDPUNT = given.MELDPUNT.model_copy(update=own)
    assert refused(organisation, branded(host), by) == [("brand[1].hosts[1]", f"{host} cannot be used here.")]


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1", "127.0.0.0x1", "1.2.3.0x"])
def test_an_ip_address_is_no_host_name(organisation, host):
    assert refused(organisation, branded(host), OPERATOR) == [("brand[1].hosts[1]", f'"{host}" cannot be used here.')]


def test_names_that_were_given_are_journalled_once(organisation):
    long = f"{'a' * 60}.free.example"
    for text in (branded(long), branded(long).replace("Bloom", "Blossom")):
        assert refused(organisation, text, OPERATOR) == []
    told = [each.facts for each in entries_of_organisation(organisation.id) if each.deed == "organisation.host_given"]
    assert told == [{"brand": "bloom", "host": long[-64:]}]
