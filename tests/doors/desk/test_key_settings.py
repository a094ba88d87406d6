"""The OpenPGP key at the desk: what there is, and what it leaves undone."""

import pytest
from django.utils import timezone

from meldpunt.doors.desk.words import KEY_TROUBLES
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import import_public_key
from meldpunt.people.rules.openpgp import armoured
from meldpunt.people.terms import Role
from meldpunt.policy.terms import KeyTrouble
from tests.factories.desk import client_of
from tests.factories.openpgp import ADDRESS, key_of, make_key
from tests.factories.people import make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import HAVEN_HOST, SMALL
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db


def test_public_part_alone_is_told_with_its_fingerprint():
    organisation, keys, now = (
        make_organisation(name="Haven", host_names=["testserver", HAVEN_HOST]),
        FakeOpenPgp(),
        timezone.now(),
    )
    own = keys.make(user_id=f"A <{ADDRESS}>", until=now.replace(year=now.year + 1))
    import_public_key(
        organisation=organisation.id, content=own.certificate, address=ADDRESS, keys=keys, by=OPERATOR, now=now
    )
    page = client_of(make_member(organisation, Role.ADMINISTRATOR, language="en")).get("/desk/settings").text
    fingerprint = key_of(organisation).fingerprint
    groups = " ".join(fingerprint[at : at + 4] for at in range(0, 40, 4))
    assert (groups in page, "So security.txt is not signed" in page) == (True, True)


def test_without_a_key_that_is_told():
    organisation = make_organisation(name="Haven", host_names=["testserver", HAVEN_HOST])
    page = client_of(make_member(organisation, Role.ADMINISTRATOR, language="en")).get("/desk/settings").text
    assert "There is none." in page


def test_every_trouble_has_words():
    assert set(KEY_TROUBLES) == set(KeyTrouble)


@pytest.mark.parametrize("role", list(Role))
def test_every_member_downloads_the_key_that_is_given_on_request(role):
    organisation = make_organisation(name="Haven", host_names=["testserver", HAVEN_HOST])
    publish_text(organisation, SMALL + '\n[key]\noffer = "on_request"\nwithin = "4 hours"\n', now=timezone.now())
    key = make_key(organisation, now=timezone.now())
    client = client_of(make_member(organisation, role, language="en"))
    answer = client.get("/desk/openpgp-key.asc")
    assert (answer.status_code, answer.text) == (200, armoured(key.certificate))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{ADDRESS}.asc"'
    assert 'href="/desk/openpgp-key.asc"' in client.get("/desk/card").text


def test_settings_lead_to_the_key():
    organisation = make_organisation(name="Haven", host_names=["testserver", HAVEN_HOST])
    make_key(organisation, now=timezone.now())
    page = client_of(make_member(organisation, Role.ADMINISTRATOR, language="en")).get("/desk/settings").text
    assert 'href="/desk/openpgp-key.asc"' in page


def test_without_a_key_there_is_nothing_to_download():
    organisation = make_organisation(name="Haven", host_names=["testserver", HAVEN_HOST])
    client = client_of(make_member(organisation, Role.HANDLER))
    assert (client.get("/desk/openpgp-key.asc").status_code, "openpgp-key.asc" in client.get("/desk/card").text) == (
        404,
        False,
    )
