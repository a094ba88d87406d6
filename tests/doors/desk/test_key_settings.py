"""The OpenPGP key at the desk: what there is, and what it leaves undone."""

import pytest
from django.utils import timezone

from meldpunt.doors.desk.words import KEY_TROUBLES
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import import_public_key
from meldpunt.people.terms import Role
from meldpunt.policy.terms import KeyTrouble
from tests.factories.desk import client_of
from tests.factories.openpgp import ADDRESS, key_of
from tests.factories.people import make_member, make_organisation
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db


def test_public_part_alone_is_told_with_its_fingerprint():
    organisation, keys, now = make_organisation(host_names=["testserver"]), FakeOpenPgp(), timezone.now()
    own = keys.make(user_id=f"A <{ADDRESS}>", until=now.replace(year=now.year + 1))
    import_public_key(
        organisation=organisation.id, content=own.certificate, address=ADDRESS, keys=keys, by=OPERATOR, now=now
    )
    page = client_of(make_member(organisation, Role.ADMINISTRATOR, language="en")).get("/desk/settings").text
    fingerprint = key_of(organisation).fingerprint
    groups = " ".join(fingerprint[at : at + 4] for at in range(0, 40, 4))
    assert (groups in page, "So security.txt is not signed" in page) == (True, True)


def test_without_a_key_that_is_told():
    organisation = make_organisation(host_names=["testserver"])
    page = client_of(make_member(organisation, Role.ADMINISTRATOR, language="en")).get("/desk/settings").text
    assert "There is none." in page


def test_every_trouble_has_words():
    assert set(KEY_TROUBLES) == set(KeyTrouble)
