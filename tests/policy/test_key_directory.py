"""Whose key programs are given for a mail address, when several organisations live on one server."""

from datetime import timedelta

import pytest
from django.conf import settings as given

from meldpunt.people.queries import openpgp_key
from meldpunt.people.rules.openpgp import directory_name
from meldpunt.policy.jobs import keep_keys
from meldpunt.policy.queries import key_in_directory, key_standing
from meldpunt.policy.terms import KeyTrouble
from tests.factories.openpgp import ADDRESS, make_key
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
HOST, DOMAIN = "report.haven.example", "haven.example"
UNNAMED = SMALL.replace(f'hosts = ["{HOST}"]', "hosts = []")
LATER = NOW + timedelta(days=1)


def made_by_itself(*hosts: str) -> MadeOrganisation:
    """Return an organisation whose policy offers a key for ADDRESS, which the worker made."""
    made = make_organisation(host_names=hosts)
    publish_text(made, UNNAMED)
    keep_keys(keys=FakeOpenPgp(), now=NOW)
    return made


def found(host: str = f"openpgpkey.{DOMAIN}") -> bool:
    domain = ADDRESS.rpartition("@")[2]
    return key_in_directory(host=host, domain=domain, name=directory_name(ADDRESS), now=NOW) is not None


@pytest.mark.parametrize("hosts", [(HOST,), (DOMAIN,), ("a.b.haven.example",), ("other.example", HOST)])
def test_a_key_of_the_organisations_own_domain_is_found(hosts):
    made_by_itself(*hosts)
    assert found()


@pytest.mark.parametrize("hosts", [(), ("other.example",), ("notHaven.example",), ("haven.example.evil.example",)])
def test_a_key_for_the_domain_of_somebody_else_is_not(hosts):
    """Not at the mail domain, and not at its own host names."""
    made_by_itself(*hosts)
    assert [found(host) for host in (f"openpgpkey.{DOMAIN}", DOMAIN, *hosts)] == [False] * (2 + len(hosts))


@pytest.mark.parametrize("host", [DOMAIN, "second.haven.example"])
def test_a_domain_above_two_organisations_is_of_neither(host):
    make_organisation(host_names=[host])
    made_by_itself(HOST)
    assert not found()


def test_nor_is_that_of_the_installation(settings):
    settings.MELDPUNT = given.MELDPUNT.model_copy(update={"public_url": f"https://{DOMAIN}"})
    made_by_itself(HOST)
    assert not found()


def test_the_operator_vouches_by_making_it():
    made = make_organisation()
    publish_text(made, UNNAMED)
    make_key(made)
    assert found()


def test_an_address_with_a_key_gets_no_other_and_the_doctor_tells():
    first = make_organisation(host_names=[HOST])
    make_key(first, address=ADDRESS.replace("s", "S", 1))
    second = made_by_itself()
    assert (openpgp_key(second.id), key_standing(second.id, now=LATER).troubles) == (None, (KeyTrouble.ADDRESS_TAKEN,))
