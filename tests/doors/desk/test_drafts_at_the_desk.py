"""What was being typed when the desk locked comes back after unlocking."""

import html
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from meldpunt.people.access import draft_of
from tests.factories.cases import MadeCase
from tests.factories.desk import client_of, move_seat
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


def told_of_a_draft(client: Client, address: str) -> bool:
    """Tell whether the page to which a locked desk leads says that something was kept."""
    return "What you were writing was kept" in client.get(client.get(address).headers["Location"]).content.decode()


def test_unlock_page_tells_of_a_draft_only_where_there_is_one(case: MadeCase, member: MadeMember) -> None:
    """For the page that comes next, not for others; and of nothing when nothing was typed."""
    locked, address = client_of(member, locked=True), f"/desk/cases/{case.number}"
    before = told_of_a_draft(locked, address)
    send(locked, case, "note", form="note", text="Half geschreven")
    told = [told_of_a_draft(locked, place) for place in (address, f"{address}?a=b", "/desk/", "/desk/account")]
    assert (before, told) == (False, [True, True, False, False])


def test_unlock_page_tells_of_a_draft_after_a_wrong_password(case: MadeCase, member: MadeMember) -> None:
    """As before it."""
    locked = client_of(member, locked=True)
    there = send(locked, case, "note", form="note", text="Half geschreven").headers["Location"]
    page = locked.post(there, {"password": "not this one", "next": f"/desk/cases/{case.number}"}).content.decode()
    assert "What you were writing was kept" in page


def test_nobody_elses_draft_is_told_of(case: MadeCase, member: MadeMember, organisation: MadeOrganisation) -> None:
    """Each member's own."""
    send(client_of(member, locked=True), case, "note", form="note", text="Half geschreven")
    assert not told_of_a_draft(client_of(make_lead(organisation), locked=True), f"/desk/cases/{case.number}")


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


def test_a_session_that_its_member_ended_leaves_nothing_at_their_desk(case: MadeCase, member: MadeMember) -> None:
    """Whoever has it still gets their own words back, and no more."""
    stolen = client_of(member)
    move_seat(stolen, stamp="that of an earlier password")
    answer = send(stolen, case, "note", form="note", text="Van een ander")
    kept = draft_of(where=f"/desk/cases/{case.number}#note", by=member.unlocked, now=timezone.now())
    assert (answer.status_code, "Van een ander" in answer.text, kept) == (413, True, None)
