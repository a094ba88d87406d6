"""Your account: a key of one's own for the mails of the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meldpunt.people.models import Member
from meldpunt.people.rules.openpgp import grouped
from meldpunt.people.terms import ReadKey, Role
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, make_member, make_organisation
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
HERE = "/desk/account/key"


@pytest.fixture(autouse=True)
def _no_mathematics(settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


@pytest.fixture
def anna() -> MadeMember:
    """Give a handler."""
    return make_member(make_organisation(), name="Anna", language="en")


@pytest.fixture
def desk(anna: MadeMember) -> Client:
    """Give the handler's browser."""
    return client_of(anna)


def made() -> ReadKey:
    return FakeOpenPgp().make(user_id="Anna <anna@clinic.example>", until=timezone.now() + timedelta(days=30))


def kept() -> str:
    return Member.objects.get(name="Anna").openpgp_fingerprint


def test_pasted_key_is_kept_and_shown(desk: Client):
    key = made()
    assert desk.post(HERE, {"key": key.certificate.decode()}).status_code == 303
    page = desk.get("/desk/account").text
    shown = " ".join(page.partition("mono fingerprint")[2].partition("</dd>")[0].partition(">")[2].split())
    assert (kept(), shown) == (key.fingerprint, grouped(key.fingerprint))


def test_key_is_given_as_a_file(desk: Client):
    key = made()
    assert desk.post(HERE, {"key": "", "files": SimpleUploadedFile("key.asc", key.certificate)}).status_code == 303
    assert kept() == key.fingerprint


@pytest.mark.parametrize("content", ["", "hello", "\x00", "x" * 300_000])
def test_what_is_no_key_gets_a_clear_answer(desk: Client, content: str):
    assert (desk.post(HERE, {"key": content}).status_code, kept()) == (422, "")


def test_key_is_taken_away(desk: Client):
    desk.post(HERE, {"key": made().certificate.decode()})
    assert desk.post(f"{HERE}/remove").status_code == 303
    assert (kept(), "Give a public key" in desk.get("/desk/account").text) == ("", True)


def test_looking_takes_nothing_away(desk: Client):
    key = made()
    desk.post(HERE, {"key": key.certificate.decode()})
    desk.get(f"{HERE}/remove")
    assert kept() == key.fingerprint


def test_key_that_ended_is_told_on_the_desk(desk: Client):
    desk.post(HERE, {"key": made().certificate.decode()})
    before = desk.get("/desk/").text
    Member.objects.filter(name="Anna").update(openpgp_expires_at=timezone.now() - timedelta(days=1))
    after = desk.get("/desk/").text
    assert ["Your OpenPGP key has ended" in page for page in (before, after)] == [False, True]
    assert "This key has ended" in desk.get("/desk/account").text


@pytest.mark.usefixtures("anna")
def test_every_role_has_a_key_of_its_own():
    other = make_member(make_organisation(), Role.ADMINISTRATOR, name="Bea")
    client_of(other).post(HERE, {"key": made().certificate.decode()})
    assert (kept(), Member.objects.get(name="Bea").openpgp_fingerprint != "") == ("", True)
