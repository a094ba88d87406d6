"""Telling who reported something else by mail where to go, on the page of its case: answered, closed, and destroyed."""

import html
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import MailPart
from meldpunt.cases.actions import add_note, reopen
from meldpunt.cases.models import Case
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.reports.models import Attachment
from meldpunt.sealing.models import Wrap
from tests.cases.mailed import received
from tests.factories.obligations import settle_all
from tests.factories.people import MadeMember, MadeOrganisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import WITHOUT_HOSTS
from tests.fakes.mail_reading import MAIL

pytestmark = pytest.mark.django_db
CHANNEL = '\n[[other_channel]]\nabout = ["complaint"]\nmail = "klanten@haven.example"\n'
SENT = replace(MAIL, text="De bezorger was laat.", parts=(MailPart("foto.png", "image/png", b"png"),))


@pytest.fixture
def mailed(organisation: MadeOrganisation) -> Case:
    """Give a case of something else that came by mail."""
    publish_text(organisation, WITHOUT_HOSTS + CHANNEL, now=timezone.now() - timedelta(days=1))
    received(organisation, SENT, now=timezone.now() - timedelta(hours=1))
    return Case.objects.get()


def page(client: Client, case: Case) -> str:
    return html.unescape(client.get(f"/desk/cases/{case.number}").text)


def send(client: Client, case: Case, matter: str = "complaint", version: int = 1) -> int:
    sent = {"seen_version": str(version), "matter": matter}
    return client.post(f"/desk/cases/{case.number}/reroute", sent).status_code


def test_told_closed_and_destroyed(client: Client, mailed: Case, django_capture_on_commit_callbacks: object) -> None:
    stored = [*Attachment.objects.values_list("stored_as", flat=True), Mail.objects.get().stored_as]
    assert "Does this belong elsewhere?" in page(client, mailed)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's
        assert send(client, mailed) == 303
    found = page(client, mailed)
    assert [part in found for part in ("De bezorger", "foto.png", "sam@finder.example")] == [False, False, False]
    assert "not ours" in found
    assert "destroyed, because it belonged elsewhere" in found
    assert [storages["sealed"].exists(str(name)) for name in stored] == [False, False]
    assert (Mail.objects.get().sealed, Attachment.objects.count()) == (None, 0)
    [letter] = [ready_letter(row) for row in Owed.objects.all() if "klanten@" in ready_letter(row).body]
    assert (letter.to, letter.references) == ("sam@finder.example", (f"<{SENT.message_id}>",))


def test_old_keys_open_nothing(client: Client, mailed: Case) -> None:
    before = {bytes(wrap.sealed) for wrap in Wrap.objects.all()}
    send(client, mailed)
    kept = before & {bytes(wrap.sealed) for wrap in Wrap.objects.all()}
    assert len(kept) == 3  # the conversation for both who read it, and the inside of the case


def test_pages_and_promises_go_on(client: Client, mailed: Case, member: MadeMember) -> None:
    send(client, mailed)
    settle_all(now=timezone.now())
    assert "broken" not in page(client, mailed)
    version = Case.objects.get().version
    reopen(number=mailed.number, seen_version=version, by=member.unlocked, now=timezone.now())
    assert "Het is gewist, met alle bestanden." in page(client, mailed)


def test_not_after_somebody_worked_on_it(client: Client, mailed: Case, member: MadeMember) -> None:
    add_note(number=mailed.number, text="Hm.", seen_version=1, by=member.unlocked, now=timezone.now())
    assert "Does this belong elsewhere?" not in page(client, mailed)
    assert send(client, mailed, version=Case.objects.get().version) == 409
    assert "De bezorger" in page(client, mailed)


@pytest.mark.parametrize(("matter", "version", "status"), [("fraud", 1, 409), ("", 1, 422), ("complaint", 9, 409)])
def test_nothing_is_done(client: Client, mailed: Case, matter: str, version: int, status: int) -> None:
    assert send(client, mailed, matter, version) == status
    assert "De bezorger" in page(client, mailed)


def test_second_handler_destroys_nothing_twice(client: Client, mailed: Case) -> None:
    send(client, mailed)
    assert send(client, mailed) == 409
    assert sum("klanten@" in ready_letter(row).body for row in Owed.objects.all()) == 1
