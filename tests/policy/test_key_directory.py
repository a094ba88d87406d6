"""Whose key programs are given for a mail address, when several organisations live on one server."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings as given

from meldpunt.journal.terms import OPERATOR
from meldpunt.people.queries import openpgp_key
from meldpunt.people.rules.openpgp import directory_name, mail_address
from meldpunt.people.terms import NoKey, ReadKey, SettingsRefused
from meldpunt.policy.actions import sign_security_text
from meldpunt.policy.jobs import keep_keys
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import key_in_directory, key_standing, published_key, security_text
from meldpunt.policy.rules.reading import problems
from meldpunt.policy.terms import KeyTrouble
from meldpunt.site.logs import Lines
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
    made = make_organisation(name="Haven", host_names=hosts)
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
    make_organisation(name="Haven", host_names=[host])
    made_by_itself(HOST)
    assert not found()


def test_nor_is_that_of_the_installation(settings):
    settings.MELDPUNT = given.MELDPUNT.model_copy(update={"public_url": f"https://{DOMAIN}"})
    made_by_itself(HOST)
    assert not found()


def test_the_operator_vouches_by_making_it():
    made = make_organisation(name="Haven")
    publish_text(made, UNNAMED)
    make_key(made)
    assert found()


def test_an_address_with_a_key_gets_no_other_and_the_doctor_tells():
    first = make_organisation(name="Haven", host_names=[HOST])
    make_key(first, address=ADDRESS.replace("s", "S", 1))
    second = made_by_itself()
    assert (openpgp_key(second.id), key_standing(second.id, now=LATER).troubles) == (None, (KeyTrouble.ADDRESS_TAKEN,))


def test_a_key_that_has_ended_is_given_to_nobody_and_signs_nothing():
    made = make_organisation(name="Haven", host_names=[HOST])
    key = make_key(made)
    assert key.expires_at is not None
    domain, name = ADDRESS.rpartition("@")[2], directory_name(ADDRESS)
    for moment, there in ((key.expires_at - timedelta(seconds=1), True), (key.expires_at, False)):
        asked = [
            published_key(made.id, now=moment),
            key_in_directory(host=HOST, domain=domain, name=name, now=moment),
        ]
        assert [each is not None for each in asked] == [there] * 2
        assert ("Encryption:" in security_text(made.facts, now=moment)) == there
    with pytest.raises(NoKey):
        sign_security_text(organisation=made.id, keys=FakeOpenPgp(), by=OPERATOR, now=key.expires_at)


def test_a_signature_of_a_key_that_has_ended_is_not_served():
    made = make_organisation(name="Haven", host_names=[HOST])
    key = make_key(made)
    assert key.expires_at is not None
    shortly = key.expires_at - timedelta(days=1)
    sign_security_text(organisation=made.id, keys=FakeOpenPgp(), by=OPERATOR, now=shortly)
    served = [security_text(made.facts, now=moment).startswith("-----") for moment in (shortly, key.expires_at)]
    assert served == [True, False]


@pytest.mark.parametrize(("length", "fits"), [(254, True), (255, False)])
def test_an_address_is_no_longer_than_its_column(length, fits):
    labels = ".".join("b" * 49 for _ in range(3))
    address = f"{'a' * 64}@{labels}.{'c' * (length - 64 - 1 - len(labels) - 1 - 8)}.example"
    assert len(address) == length
    problems = read_problems(SMALL.replace(ADDRESS, address))
    assert (problems, is_usable(address)) == ([] if fits else ["contact.mail"], fits)


class Stumbling(FakeOpenPgp):
    """Fails for one address as no one foresaw."""

    def make(self, *, user_id: str, until: datetime) -> ReadKey:
        if "a0@" in user_id:
            raise RuntimeError(user_id)
        return super().make(user_id=user_id, until=until)


def is_usable(address: str) -> bool:
    try:
        return mail_address(address) == address
    except SettingsRefused:
        return False


def read_problems(text: str) -> list[str]:
    return [problem.key for problem in problems(text.encode(), today=NOW.date(), files={})]


def test_what_nobody_foresaw_is_trouble_of_one_organisation(caplog):
    for number in range(2):
        publish_text(make_organisation(name="Haven"), UNNAMED.replace(ADDRESS, f"a{number}@haven.example"))

    assert keep_keys(keys=Stumbling(), now=NOW) == 1
    lines = [Lines().format(record) for record in caplog.records]
    assert [("RuntimeError" in line, "a0@" in line) for line in lines] == [(True, False)]


@pytest.mark.parametrize("offer", ["none", "published"])
def test_a_policy_that_cannot_be_read_any_more_offers_no_key_and_changes_nothing(offer):
    """As after an upgrade that knows one of its words no longer."""
    made = make_organisation(name="Haven", host_names=[HOST])
    text = f'{SMALL}\n[key]\noffer = "{offer}"\n'
    make_key(made)
    publish_text(made, SMALL)
    sign_security_text(organisation=made.id, keys=FakeOpenPgp(), by=OPERATOR, now=NOW)
    before = security_text(made.facts, now=NOW)
    publish_text(made, text)
    PolicyVersion.objects.filter(organisation=made.id, number=3).update(source=f"{text}gone = 1\n")
    assert (published_key(made.id, now=NOW), security_text(made.facts, now=NOW)) == (None, before)
    assert sign_security_text(organisation=made.id, keys=FakeOpenPgp(), by=OPERATOR, now=LATER) is False
