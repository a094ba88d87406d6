"""What was being typed when the desk locked comes back after unlocking."""

import html
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from meldpunt.people.access import draft_of
from tests.factories.cases import MadeCase
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead

pytestmark = pytest.mark.django_db


def send(client: Client, case: MadeCase, deed: str, *, seen: int | None = None, **fields: str) -> Any:
    """Send one of the page's forms."""
    version = case.version if seen is None else seen
    return client.post(f"/desk/cases/{case.number}/{deed}", {"seen_version": version, **fields})


def test_post_to_a_locked_desk_is_kept_and_comes_back(case: MadeCase, member: MadeMember) -> None:
    """Sealed meanwhile; nothing was sent."""
    answer = send(client_of(member, locked=True), case, "answer", form="answer", text="Half geschreven", kind="answer")
    assert answer.headers["Location"] == f"/desk/unlock?next=%2Fdesk%2Fcases%2F{case.number}"
    page = client_of(member).get(f"/desk/cases/{case.number}").content.decode()
    assert (
        "\nHalf geschreven</textarea>" in page,
        open_for_member(number=case.number, visitor=member.unlocked, now=timezone.now()).messages,
    ) == (True, ())


@pytest.mark.parametrize("text", ["", " \r\n"])
def test_form_in_which_nobody_typed_leaves_no_draft(case: MadeCase, member: MadeMember, text: str) -> None:
    """A button alone chooses a kind; that is nothing to give back."""
    send(client_of(member, locked=True), case, "answer", form="answer", text=text, kind="answer")
    assert draft_of(where=f"/desk/cases/{case.number}#answer", by=member.unlocked, now=timezone.now()) is None


def test_draft_comes_back_once(case: MadeCase, member: MadeMember) -> None:
    """Then it stands in the form and nowhere else."""
    send(client_of(member, locked=True), case, "note", form="note", text="Half geschreven")
    client_of(member).get(f"/desk/cases/{case.number}")
    assert "Half geschreven" not in client_of(member).get(f"/desk/cases/{case.number}").content.decode()


def test_drafts_of_two_forms_of_one_page_are_both_kept(case: MadeCase, member: MadeMember) -> None:
    """Neither takes the place of the other."""
    locked = client_of(member, locked=True)
    send(locked, case, "answer", form="answer", text="Beste melder", kind="answer")
    send(locked, case, "note", form="note", text="Voor collega's")
    send(locked, case, "no", form="no", reason="not_ours", text="Niet van ons")
    page = html.unescape(client_of(member).get(f"/desk/cases/{case.number}").content.decode())
    assert [f"\n{text}</textarea>" in page for text in ("Beste melder", "Voor collega's", "Niet van ons")] == [True] * 3


def test_draft_is_not_somebody_elses(case: MadeCase, member: MadeMember, organisation: MadeOrganisation) -> None:
    """Each member's own."""
    send(client_of(member, locked=True), case, "note", form="note", text="Half geschreven")
    page = client_of(make_lead(organisation)).get(f"/desk/cases/{case.number}").content.decode()
    assert "Half geschreven" not in page
