"""A finder gives an OpenPGP key on their own page, and gets answers encrypted to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from meldpunt.cases.access import key_in_use
from meldpunt.cases.models import FinderKey, Thread
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.rules.openpgp import armoured, grouped
from meldpunt.people.terms import ReadKey
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
MINE = {"who": "name", "name": "Noor", "reach": "email", "contact": "noor@finder.example", "notices": "on"}


@pytest.fixture(autouse=True)
def _no_mathematics(settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


@pytest.fixture
def mailed(finder):
    """Return a finder who is mailed, at the page of their key."""
    finder.report(**MINE)
    finder.enter()
    finder.get("/case/key")
    return finder


def made(days: int = 30) -> ReadKey:
    return FakeOpenPgp().make(user_id="Noor <noor@finder.example>", until=timezone.now() + timedelta(days=days))


def give(finder, content):
    return finder.post("/case/key", {"form": finder.hidden()["form"], "key": content}).status_code


def used() -> str | None:
    found = key_in_use(Thread.objects.get().pk)
    return found.fingerprint if found else None


def test_page_leads_there(mailed):
    mailed.get("/case/status")
    assert "/case/key" in mailed.page


def test_key_is_used_at_once_and_shown(mailed):
    key = made()
    assert (give(mailed, key.certificate.decode()), used()) == (303, key.fingerprint)
    mailed.get("/case/key")
    assert grouped(key.fingerprint) in " ".join(mailed.page.split())


def test_another_key_takes_its_place(mailed):
    give(mailed, made().certificate.decode())
    mailed.get("/case/key")
    other = made()
    assert (give(mailed, other.certificate.decode()), used()) == (303, other.fingerprint)


@pytest.mark.parametrize("content", ["", "hello", "\x00", "<script>", made(days=-1).certificate.decode()])
def test_what_is_of_no_use_gets_a_clear_answer_and_stays_in_the_form(mailed, content):
    assert (give(mailed, content), used()) == (422, None)
    assert 'role="alert"' in mailed.page


def test_secret_key_is_refused(mailed):
    secret = made().secret
    assert secret is not None
    assert (give(mailed, secret.decode()), "This is your secret key" in mailed.page) == (422, True)


def test_key_that_unfolds_to_more_than_it_is_gets_a_clear_answer(mailed, settings):
    """What is compressed behind a true key is not even looked into."""
    settings.MELDPUNT_ENCRYPTER = "meldpunt.outside.encrypting.SequoiaEncrypter"
    key = Sequoia().make(user_id="Noor <noor@finder.example>", until=timezone.now() + timedelta(days=30))
    bomb = b"\xc8\x03\x01\x03\x00"
    assert (give(mailed, armoured(key.certificate + bomb)), used()) == (422, None)
    assert give(mailed, armoured(key.certificate)) == 303


def test_key_is_not_used_any_more(mailed):
    give(mailed, made().certificate.decode())
    mailed.get("/case/key")
    stopped = mailed.post("/case/key", {"form": mailed.hidden()["form"], "stop": "yes"})
    assert (stopped.status_code, used()) == (303, None)


def test_who_is_not_mailed_keeps_none(finder):
    finder.report()
    finder.enter()
    finder.get("/case/key")
    assert "Leave an address for mails first" in finder.page
    assert (give_anyway(finder), FinderKey.objects.exists()) == (422, False)


def test_stranger_is_asked_for_the_code(finder):
    finder.get("/case/key")
    assert 'name="code"' in finder.page


def test_form_of_another_session_does_nothing(mailed):
    mailed.post("/case/key", {"form": "x", "key": made().certificate.decode()})
    assert used() is None


def give_anyway(finder):
    finder.get("/case/status")
    return finder.post("/case/key", {**finder.hidden(), "key": made().certificate.decode()}).status_code
