"""The page of a case, and what can be done on it."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from benchmarks.pages import Reader
from meldpunt.cases.access import open_for_member
from meldpunt.cases.terms import DeclineReason, MessageKind, OpenedCase, ReportState
from meldpunt.reports.terms import ReportContent
from tests.factories.cases import MAILED, NAMED, MadeCase, make_case, say_no
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(organisation: MadeOrganisation) -> MadeCase:
    """Give a case whose finder gave a name and an address."""
    return make_case(organisation, identity=NAMED, contact=MAILED, now=timezone.now())


def opened(case: MadeCase, member: MadeMember) -> OpenedCase:
    """Open the case as it is now."""
    return open_for_member(number=case.number, visitor=member.unlocked, now=timezone.now())


def send(client: Client, case: MadeCase, deed: str, *, seen: int | None = None, **fields: str) -> object:
    """Send one of the page's forms."""
    version = case.version if seen is None else seen
    return client.post(f"/desk/cases/{case.number}/{deed}", {"seen_version": version, **fields})


def field_of(page: str, name: str) -> str:
    """Read a field of the report out of the page, as a program would: the text, whatever tags are in it."""
    parts = re.findall(rf'data-field="{name}">(.*?)</div>', page, re.DOTALL)
    return "".join(Reader(f'<p class="as-typed">{part}</p>').typed[0] for part in parts)


def test_page_shows_the_report_as_it_was_sent(client: Client, case: MadeCase) -> None:
    """Line breaks as the browser sent them."""
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    assert field_of(page, "what") == "Iedereen kan elk dossier openen.\r\nOok zonder login."


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a\rb\nc\r\nd\n\n  e\t\n",
        "\n\nbegins with empty lines",
        "\u202eright to left \u05d0\u05d1",
        "".join(map(chr, [*range(1, 0x20), *range(0x7F, 0xA1), 0xAD, 0x61C, *range(0x2000, 0x2070), 0xFEFF])),
        "".join(f"a{chr(sign)}" for sign in range(0xE0000, 0xE0080)),
        "a\u200b" * 2_000,
        "\u202e" * 200_000,
        "a\r" * 3_000,
        "x" * 5_000,
        "line\r\n" * 900,
        "word " * 40_000,
        "&amp; &#13; </div></details>",
    ],
)
def test_every_character_survives(organisation: MadeOrganisation, client: Client, text: str) -> None:
    """Folded or not."""
    case = make_case(organisation, content=ReportContent(where="here", what=text), now=timezone.now())
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    assert field_of(page, "what") == text


def test_identity_stands_apart(client: Client, case: MadeCase) -> None:
    """In its own panel."""
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    panel = page.partition('class="panel finder"')[2].partition("</section>")[0]
    assert ("Sam de Vries" in panel, page.count("Sam de Vries")) == (True, 1)


def test_nothing_of_it_is_in_the_address_or_kept(client: Client, case: MadeCase) -> None:
    """The number is all that an address carries."""
    answer = client.get(f"/desk/cases/{case.number}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_answer_reaches_the_finder(client: Client, case: MadeCase, member: MadeMember) -> None:
    """As it was typed."""
    text = "Dank u.\r\n\r\nWij kijken."
    answer = send(client, case, "answer", text=text, kind="answer")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/cases/{case.number}?said=answered#main")  # type: ignore[attr-defined]
    assert [(m.text, m.kind) for m in opened(case, member).messages] == [(text, MessageKind.ANSWER)]


def test_question_is_kept_as_a_question(client: Client, case: MadeCase, member: MadeMember) -> None:
    """So that the clock knows who waits."""
    send(client, case, "answer", text="Hoe?", kind="ask")
    assert [m.kind for m in opened(case, member).messages] == [MessageKind.ASK]


def test_empty_answer_is_not_sent(client: Client, case: MadeCase, member: MadeMember) -> None:
    """The page comes back and says so."""
    answer = send(client, case, "answer", text="  ", kind="answer")
    assert (answer.status_code, opened(case, member).messages) == (422, ())  # type: ignore[attr-defined]


def test_saved_reply_goes_into_the_text_first(client: Client, case: MadeCase, member: MadeMember) -> None:
    """In the finder's language, behind what was typed; nothing is sent."""
    answer = send(client, case, "answer", form="answer", text="Beste Sam,", reply="first_answer", insert="1")
    box = answer.content.decode().partition('<textarea id="answer-text"')[2].partition("</textarea>")[0]  # type: ignore[attr-defined]
    assert ("Beste Sam," in box, "Hanna" in box, opened(case, member).messages) == (True, True, ())


def test_note_stays_inside(client: Client, case: MadeCase, member: MadeMember) -> None:
    """Under the other key."""
    send(client, case, "note", text="Pas op: zelfde als vorig jaar")
    now = opened(case, member)
    assert ([note.text for note in now.notes], now.messages) == (["Pas op: zelfde als vorig jaar"], ())


def test_case_is_handed_over(
    client: Client, case: MadeCase, member: MadeMember, organisation: MadeOrganisation
) -> None:
    """To a colleague, and back to nobody."""
    colleague = make_lead(organisation)
    send(client, case, "assign", to=str(colleague.id))
    assert opened(case, member).assigned_to == colleague.id
    send(client, case, "assign", to="")
    assert opened(case, member).assigned_to is None


def test_case_is_not_handed_to_a_stranger(client: Client, case: MadeCase, member: MadeMember) -> None:
    """Whoever that is."""
    answer = send(client, case, "assign", to=str(uuid4()))
    assert (answer.status_code, opened(case, member).assigned_to) == (409, None)  # type: ignore[attr-defined]


def test_state_changes(client: Client, case: MadeCase, member: MadeMember) -> None:
    """One step."""
    send(client, case, "state", to="valid")
    assert opened(case, member).state is ReportState.VALID


def test_refused_transition_says_why(client: Client, case: MadeCase, member: MadeMember) -> None:
    """And changes nothing."""
    answer = send(client, case, "state", to="accepted")
    assert (answer.status_code, opened(case, member).state) == (409, ReportState.RECEIVED)  # type: ignore[attr-defined]
    assert 'role="alert"' in answer.content.decode()  # type: ignore[attr-defined]


def test_crafted_step_to_closed_says_how_a_case_is_closed(client: Client, case: MadeCase) -> None:
    """The state is none that the form offers."""
    answer = send(client, case, "state", to="closed")
    alert = answer.content.decode().partition('role="alert"')[2][:500]  # type: ignore[attr-defined]
    assert (answer.status_code, "Close the case with a reason" in alert) == (409, True)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reason", "state"), [("not_valid", "invalid"), ("not_ours", "invalid"), ("already_known", "closed")]
)
def test_no_is_said_with_its_reason(
    client: Client, case: MadeCase, member: MadeMember, reason: str, state: str
) -> None:
    """The text that stood ready is what the finder reads."""
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    box = page.partition(f'id="text-{reason}"')[2].partition(">")[2].partition("</textarea>")[0]
    text = html.unescape(box).removeprefix("\n")
    send(client, case, "no", reason=reason, text=text)
    now = opened(case, member)
    assert (now.state, [m.text for m in now.messages], [m.kind for m in now.messages]) == (
        state,
        [text],
        [MessageKind.DECLINE],
    )


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("answer", {"form": "answer", "text": "Van mij", "kind": "answer"}),
        ("note", {"form": "note", "text": "Van mij"}),
        ("no", {"form": "no", "text": "Van mij", "reason": "not_ours"}),
    ],
)
def test_who_comes_second_sees_what_changed_and_keeps_the_text(
    client: Client, case: MadeCase, organisation: MadeOrganisation, deed: str, fields: dict[str, str]
) -> None:
    """Nothing is overwritten."""
    seen = case.version
    send(client_of(make_lead(organisation, name="Lea")), case, "state", to="valid")
    answer = send(client, case, deed, seen=seen, **fields)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert ("Lea changed the state from new to confirmed" in page, "\nVan mij</textarea>" in page) == (True, True)


def test_second_try_with_the_new_version_goes_through(
    client: Client, case: MadeCase, member: MadeMember, organisation: MadeOrganisation
) -> None:
    """The page that shows the change carries it."""
    seen = case.version
    send(client_of(make_lead(organisation)), case, "state", to="valid")
    page = send(client, case, "answer", seen=seen, form="answer", text="Hoi", kind="answer").content.decode()  # type: ignore[attr-defined]
    again = int(re.findall(r'name="seen_version" value="(\d+)"', page)[0])
    send(client, case, "answer", seen=again, text="Hoi", kind="answer")
    assert [m.text for m in opened(case, member).messages] == ["Hoi"]


@pytest.mark.parametrize("number", ["2026-99999", "x", "2026-00001'", "%00", "a" * 300])
def test_no_such_case(client: Client, number: str) -> None:
    """A page, not an error."""
    assert client.get(f"/desk/cases/{number}").status_code == 404


def test_somebody_elses_case_looks_like_none(client: Client) -> None:
    """To the letter."""
    other = make_case(make_organisation(), now=timezone.now())
    theirs, none = client.get(f"/desk/cases/{other.number}"), client.get("/desk/cases/2026-99999")
    assert (theirs.status_code, bare(theirs.content)) == (404, bare(none.content))


def bare(page: bytes) -> str:
    """Return a page without what differs at every look."""
    return re.sub(r'value="[^"]*"', "", page.decode())


@pytest.mark.parametrize("text", ["\x00", "a" * 200_001])
def test_unusable_text_is_refused_and_kept(client: Client, case: MadeCase, member: MadeMember, text: str) -> None:
    """With a page that says so."""
    answer = send(client, case, "answer", text=text, kind="answer")
    assert (answer.status_code, opened(case, member).messages) == (422, ())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("state", {"to": "x"}),
        ("close", {"reason": "x"}),
        ("no", {"reason": "x"}),
        ("answer", {"text": "a", "kind": "decline"}),
    ],
)
def test_values_that_no_form_offers(client: Client, case: MadeCase, deed: str, fields: dict[str, str]) -> None:
    """Refused, never an error."""
    answer = client.post(f"/desk/cases/{case.number}/{deed}", {"seen_version": case.version, **fields})
    assert answer.status_code == 422


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_version_that_no_page_showed(client: Client, case: MadeCase, member: MadeMember, seen: str) -> None:
    """Refused, never an error."""
    answer = client.post(f"/desk/cases/{case.number}/note", {"seen_version": seen, "text": "a"})
    assert (answer.status_code in {409, 422}, opened(case, member).notes) == (True, ())


def test_address_of_a_deed_leads_to_the_case(client: Client, case: MadeCase) -> None:
    """When somebody opens it by hand."""
    assert client.get(f"/desk/cases/{case.number}/answer").headers["Location"] == f"/desk/cases/{case.number}"


def test_handler_sees_whether_the_finder_is_mailed(client: Client, case: MadeCase, member: MadeMember) -> None:
    """And that closing ended it."""
    before = client.get(f"/desk/cases/{case.number}").content.decode()
    assert ("yes: where the report stands, never what was written" in before, "none any more" in before) == (
        True,
        False,
    )
    say_no(case, member.unlocked, DeclineReason.ALREADY_KNOWN)
    after = client.get(f"/desk/cases/{case.number}").content.decode()
    assert ("yes: where the report stands, never what was written" in after, "none any more" in after) == (False, True)
