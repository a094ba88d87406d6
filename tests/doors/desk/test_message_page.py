"""The page that opens an encrypted message: what it shows, what it says when it cannot, and that nothing stays behind."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from meldpunt.doors.desk.message import MOST_SHOWN
from meldpunt.doors.desk.message_words import FLAWS, VERDICTS
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import replace_openpgp_key
from meldpunt.people.terms import MessageFlaw, OpenPgpKeyFacts, Verdict
from tests.factories.desk import client_of
from tests.factories.openpgp import ADDRESS, key_of, make_key
from tests.factories.people import MadeOrganisation, make_member, make_organisation
from tests.fakes.openpgp import FakeOpenPgp
from tests.fakes.openpgp_messages import encrypted

pytestmark = pytest.mark.django_db
PAGE = "/desk/message"
TEXT = "A hole in the <b>fence</b>"


@pytest.fixture(autouse=True)
def _without_mathematics(settings) -> None:
    settings.MELDPUNT_MESSAGE_OPENER = "tests.fakes.openpgp_messages.FakeOpener"


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(host_names=["testserver"])


@pytest.fixture
def key(organisation: MadeOrganisation) -> OpenPgpKeyFacts:
    return make_key(organisation, now=timezone.now())


@pytest.fixture
def client(organisation: MadeOrganisation) -> Client:
    return client_of(make_member(organisation, language="en"))


def paste(client: Client, message: bytes, **more: str) -> HttpResponse:
    answer: HttpResponse = client.post(PAGE, {"message": message.decode(), **more})  # type: ignore[assignment]  # a response with more to it
    return answer


def stored() -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


def test_pasted_message_is_shown_as_text(client: Client, key: OpenPgpKeyFacts):
    answer = paste(client, encrypted(TEXT, to=key.fingerprint))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert 'dir="auto">A hole in the &lt;b&gt;fence&lt;/b&gt;</div>' in answer.text
    assert ("your key in use" in answer.text, str(VERDICTS[Verdict.NONE]) in answer.text) == (True, True)


def test_former_key_is_told(client: Client, organisation: MadeOrganisation, key: OpenPgpKeyFacts):
    replace_openpgp_key(
        organisation=organisation.id, address=ADDRESS, keys=FakeOpenPgp(), by=OPERATOR, now=timezone.now()
    )
    page = paste(client, encrypted(TEXT, to=key.fingerprint)).text
    assert ("a former key of yours" in page, key_of(organisation).fingerprint[:4] == key.fingerprint[:4]) == (
        True,
        True,
    )


def test_file_is_opened_and_nothing_of_it_stays(client: Client, key: OpenPgpKeyFacts):
    before = stored()
    file = SimpleUploadedFile("encrypted.asc", encrypted(TEXT, to=key.fingerprint))
    answer = client.post(PAGE, {"message": "", "files": file})
    assert ("fence" in answer.text, stored()) == (True, before)


def test_what_is_in_it_is_saved(client: Client, key: OpenPgpKeyFacts):
    answer = paste(client, encrypted(TEXT, to=key.fingerprint), save="1")
    headers = ("Content-Type", "Content-Disposition", "Cache-Control")
    assert answer.content == TEXT.encode()
    assert [answer.headers[name] for name in headers] == [
        "application/octet-stream",
        'attachment; filename="message.txt"',
        "no-store",
    ]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_signs_that_cannot_be_seen_are_marked(client: Client, key: OpenPgpKeyFacts):
    page = paste(client, encrypted("pay\u202eme", to=key.fingerprint)).text
    assert ('data-code="U+202E"' in page, "1 character that cannot be seen" in page) == (True, True)


def test_very_long_text_is_begun(client: Client, key: OpenPgpKeyFacts):
    page = paste(client, encrypted("x" * (MOST_SHOWN + 1), to=key.fingerprint)).text
    shown = sum(len(run) for run in re.findall("x{1000,}", page))
    assert ("beginning of a very long text" in page, shown) == (True, MOST_SHOWN)


def test_message_for_somebody_else_names_the_key_and_what_to_write(client: Client, key: OpenPgpKeyFacts):  # noqa: ARG001 -- there is one
    answer = paste(client, encrypted(TEXT, to="AB" * 20))
    assert answer.status_code == 422
    for told in (str(FLAWS[MessageFlaw.NOT_OURS]), "AB" * 8, "Write to the finder", "Thank you for your mail"):
        assert escape(told) in answer.text
    assert "fence" not in answer.text.partition("<textarea")[0]


def test_what_was_pasted_stays_in_the_form(client: Client):
    assert "no message at all</textarea>" in paste(client, b"no message at all").text


def test_nothing_given_is_told(client: Client):
    assert "There is no encrypted message in it." in client.post(PAGE, {"message": ""}).text


def test_message_pasted_at_a_locked_desk_comes_back(organisation: MadeOrganisation, key: OpenPgpKeyFacts):
    member, message = make_member(organisation, language="en"), encrypted(TEXT, to=key.fingerprint)
    client_of(member, locked=True).post(PAGE, {"message": message.decode()})
    assert escape(message.decode()) in client_of(member).get(PAGE).text


def test_text_is_taken_over_into_a_new_report(client: Client, key: OpenPgpKeyFacts):
    """By a POST, with all its lines, into the form that a member sends."""
    text = "A hole\nin the <b>fence</b>"
    page = paste(client, encrypted(text, to=key.fingerprint)).text
    assert f'name="opened" value="{escape(text)}"' in page
    form = client.post("/desk/report", {"opened": text})
    assert (form.status_code, f"{escape(text)}</textarea>" in form.text) == (200, True)
    assert re.findall(r'name="channel" value="(\w+)"[^>]* checked', form.text) == ["mail"]


def test_text_that_is_too_long_for_a_report_is_not_taken_over(client: Client, key: OpenPgpKeyFacts):
    assert 'name="opened"' not in paste(client, encrypted("x" * 200_001, to=key.fingerprint)).text


def test_every_flaw_and_every_verdict_has_words():
    assert (set(FLAWS), set(VERDICTS)) == (set(MessageFlaw), set(Verdict))


def test_queue_leads_here(client: Client):
    assert f'href="{PAGE}"' in client.get("/desk/").text
