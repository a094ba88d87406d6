"""A mail as a file fills the form by which a report is entered: who, when, what, and its files."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from meldpunt.cases.models import Case
from tests.doors.desk.test_entering import told
from tests.factories.people import MadeMember
from tests.fakes.mail_reader import FakeReader

pytestmark = pytest.mark.django_db
MAIL = b"From: Sam de Vries <sam@finder.example>\nSubject: Lek\nX-File: bewijs.txt abc\n\nDe deur staat open."


@pytest.fixture(autouse=True)
def _fake_reader(settings) -> None:
    """Read without a child process."""
    settings.MELDPUNT_MAIL_READER = "tests.fakes.mail_reader.FakeReader"


def dropped(client: Client, content: bytes = MAIL) -> tuple[int, str]:
    answer = client.post("/desk/report", {"read_mail": "1", "files": SimpleUploadedFile("mail.eml", content)})
    return answer.status_code, html.unescape(answer.text)


def test_form_is_filled(client: Client) -> None:
    status, page = dropped(client)
    assert status == 200
    for part in (
        "Lek\n\nDe deur staat open.",
        'value="Sam de Vries"',
        'value="sam@finder.example"',
        "bewijs.txt",
        "mail.eml",
        "The form is filled in from the mail.",
    ):
        assert part in page
    assert Case.objects.count() == 0


def test_mail_without_words_says_so(client: Client) -> None:
    status, page = dropped(client, b"From: sam@finder.example\nX-File: bewijs.txt abc\n\n")
    assert (status, "There is no text in this mail." in page, "bewijs.txt" in page) == (200, True, True)


def test_it_becomes_a_report_with_its_files(client: Client, member: MadeMember) -> None:
    _, page = dropped(client)
    hidden = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[-1] for name in ("once", "uploads")}
    sent = {"channel": "mail", "what": "Lek\r\n\r\nDe deur staat open.", "contact": "sam@finder.example"}
    answer = client.post("/desk/report", told() | hidden | sent)
    assert answer.status_code == 200
    case = Case.objects.get()
    opened = open_for_member(number=case.number, visitor=member.unlocked, now=timezone.now())
    assert [file.name for file in opened.files] == ["mail.eml", "bewijs.txt"]
    assert (opened.channel, opened.contact, opened.report.what) == (
        "mail",
        "sam@finder.example",
        "Lek\r\n\r\nDe deur staat open.",
    )


@pytest.mark.parametrize("content", [b"", b"X-Broken: 1\n\nx"])
def test_what_is_no_mail(client: Client, content: bytes) -> None:
    status, page = dropped(client, content)
    assert (status, "could not be read as a mail" in page) == (422, True)


def test_while_nobody_has_time_to_read_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not called something else than a mail."""
    monkeypatch.setattr(FakeReader, "is_busy", True)
    status, page = dropped(client)
    assert (status, "try again in a moment" in page, "could not be read as a mail" in page) == (503, True, False)
