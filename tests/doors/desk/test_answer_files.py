"""Files that a handler sends with an answer."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from meldpunt.cases import actions
from meldpunt.cases.access import open_file_for_finder, open_for_finder
from meldpunt.cases.terms import CaseNotFound
from meldpunt.doors.desk import case_deeds
from meldpunt.people.terms import DeskLocked, NotAllowed
from meldpunt.reports.models import Attachment
from tests.factories.cases import MadeCase
from tests.factories.desk import client_of
from tests.factories.people import MadeMember

pytestmark = pytest.mark.django_db


def file(name: str = "fix.patch", content: bytes = b"\0\xffpatch") -> SimpleUploadedFile:
    """Return a file to send."""
    return SimpleUploadedFile(name, content)


def send(client: Client, case: MadeCase, *files: SimpleUploadedFile, **fields: object) -> Any:
    """Send the form of an answer."""
    data = {
        "form": "answer",
        "text": "Please try this.",
        "kind": "answer",
        "seen_version": case.version,
        "files": files,
    }
    return client.post(f"/desk/cases/{case.number}/answer", {**data, **fields})


def sent(case: MadeCase) -> list[tuple[str, bytes]]:
    """Return the files the finder finds in the conversation."""
    found = []
    for message in open_for_finder(by=case.finder(now=timezone.now()), now=timezone.now()).messages:
        for each in message.files:
            opened = open_file_for_finder(file=each.id, by=case.finder(now=timezone.now()), now=timezone.now())
            found.append((opened.name, b"".join(opened.chunks)))
    return found


def test_the_finder_gets_them_bit_for_bit(client: Client, case: MadeCase) -> None:
    """In the order they were chosen."""
    assert send(client, case, file(), file("two.txt", b"2")).status_code == 303
    assert sent(case) == [("fix.patch", b"\0\xffpatch"), ("two.txt", b"2")]


def test_a_file_alone_is_an_answer(client: Client, case: MadeCase) -> None:
    """No words are needed with it."""
    assert send(client, case, file(), text="").status_code == 303
    assert len(sent(case)) == 1


def test_neither_words_nor_files_is_no_answer(client: Client, case: MadeCase) -> None:
    """There is nothing to send."""
    assert send(client, case, text="").status_code == 422


def test_files_of_an_answer_that_was_refused_are_asked_for_again(client: Client, case: MadeCase) -> None:
    """By name, with the text still there."""
    page = send(client, case, file(), seen_version=case.version + 1)
    words = re.sub(r"<[^>]+>", "", page.content.decode())
    assert (page.status_code, "Choose these files again: they were not sent. fix.patch" in words) == (409, True)
    assert (b"Please try this." in page.content, sent(case)) == (True, [])


def test_files_that_are_too_large_send_nothing(client: Client, case: MadeCase, settings: Any) -> None:
    """The limits are those of a report."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"max_file_mb": 1})
    page = send(client, case, file("big.bin", bytes(1024 * 1024 + 1)))
    assert (page.status_code, b"too large or too many: big.bin" in page.content, sent(case)) == (422, True, [])


def test_a_locked_desk_keeps_the_words_and_no_file(member: MadeMember, case: MadeCase) -> None:
    """They come back after unlocking."""
    assert send(client_of(member, locked=True), case, file()).status_code == 303
    page = client_of(member).get(f"/desk/cases/{case.number}").content.decode()
    assert ("Please try this." in page, "Files are not kept" in page, sent(case)) == (True, True, [])


def test_nobody_signed_in_sends_nothing(case: MadeCase) -> None:
    """The body is not even read."""
    assert send(Client(), case, file())["Location"].startswith("/desk/sign-in")


def test_a_forged_form_sends_nothing(member: MadeMember, case: MadeCase) -> None:
    """The token is checked, though Django's own check passed this view by."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_of(member).cookies
    assert (send(browser, case, file()).status_code, sent(case)) == (403, [])


def test_the_pages_own_form_is_not_forged(member: MadeMember, case: MadeCase) -> None:
    """It holds the token."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_of(member).cookies
    page = browser.get(f"/desk/cases/{case.number}").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    assert send(browser, case, file(), csrfmiddlewaretoken=token).status_code == 303


def test_another_tongue_than_a_form_is_refused(client: Client, case: MadeCase) -> None:
    """A body that is no form gets the page for that."""
    answer = client.post(f"/desk/cases/{case.number}/answer", b"{}", content_type="application/json")
    assert answer.status_code == 400


def stored() -> set[Path]:
    """Return every file in the store."""
    return {path for path in Path(storages["sealed"].path("")).rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "refusal", [CaseNotFound(), NotAllowed(), DeskLocked(), OperationalError("locked"), RuntimeError("anything")]
)
def test_no_file_of_a_refused_answer_stays(
    client: Client, case: MadeCase, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    """Whatever refused it: nobody's file would lie there for a day."""

    def refuse(**_asked: object) -> None:
        raise refusal

    before = stored()
    monkeypatch.setattr(actions, "write_as_handler", refuse)
    client.raise_request_exception = False
    assert (send(client, case, file()).status_code >= 400, stored()) == (True, before)


def test_a_file_that_was_kept_stays_whatever_happens_later(
    client: Client, case: MadeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is there, though the page that should say so failed."""
    monkeypatch.setattr(case_deeds, "go_to", lambda *_args, **_more: 1 / 0)
    client.raise_request_exception = False
    assert (send(client, case, file()).status_code, sent(case)) == (500, [("fix.patch", b"\0\xffpatch")])


def test_a_damaged_file_spoils_nothing_else(client: Client, case: MadeCase) -> None:
    """Both sides see that there is one, and everything beside it; it is no download."""
    send(client, case, file(), file("two.txt", b"2"))
    damaged = Attachment.objects.order_by("position")[0]
    Attachment.objects.filter(pk=damaged.pk).update(sealed=b"\1damaged")
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    talk = open_for_finder(by=case.finder(now=timezone.now()), now=timezone.now()).messages[-1].files
    assert ("cannot be opened" in page, "two.txt" in page, str(damaged.pk) in page) == (True, True, False)
    assert [(bool(each.trouble), each.name) for each in talk] == [(True, ""), (False, "two.txt")]
    assert client.get(f"/desk/cases/{case.number}/files/{damaged.pk}").status_code == 404
