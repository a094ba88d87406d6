"""What now? on the page of a case: the filled button does what the heading names; and what changed meanwhile, by whom."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import write_as_finder
from meldpunt.cases.terms import DeclineReason, MessageKind, Why
from meldpunt.reports.terms import ReportContent, Topic
from tests.factories.cases import MadeCase, make_case, say_no
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_member
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import with_lines

pytestmark = pytest.mark.django_db
FOUND = 303


def send(client: Client, case: MadeCase, deed: str, *, seen: int | None = None, **fields: str) -> str:
    """Send one of the page's forms; return the page that follows."""
    version = case.version if seen is None else seen
    answer = client.post(f"/desk/cases/{case.number}/{deed}", {"seen_version": version, **fields})
    if answer.status_code == FOUND:
        answer = client.get(answer.headers["Location"])
    return html.unescape(answer.content.decode())


def now_of(page: str) -> tuple[str, list[str]]:
    """Return the heading of What now? and the words of its filled buttons."""
    part = page.partition('class="what-now"')[2].partition("</section>")[0]
    heading = re.findall(r"<h2[^>]*>(.*?)</h2>", part, re.DOTALL)[0].partition("What now? ")[2].strip()
    buttons = re.findall(r"<(?:button|a)\b([^>]*)>(.*?)</(?:button|a)>", part, re.DOTALL)
    return heading, [words.strip() for attributes, words in buttons if "quiet" not in attributes]


def test_heading_and_button_agree(client: Client, case: MadeCase, member: MadeMember) -> None:
    """All the way from a new case to one that is being solved."""
    seen = [now_of(html.unescape(client.get(f"/desk/cases/{case.number}").content.decode()))]
    deeds: tuple[tuple[str, dict[str, str]], ...] = (
        ("assign", {"to": str(member.id)}),
        ("answer", {"text": "Dank u.", "kind": "answer"}),
        ("state", {"to": "valid"}),
        ("state", {"to": "accepted"}),
        ("answer", {"text": "Hoe?", "kind": "ask"}),
    )
    seen += [now_of(send(client, case, deed, seen=None, **fields)) for deed, fields in deeds]
    assert seen == [
        ("Take this case", ["Take it"]),
        (
            "Read the report and send a first answer",
            ["Use the ready answer: First answer: thank you, we are looking into it"],
        ),
        ("Find out whether it is true", ["Confirm: this is a real problem"]),
        ("Decide what happens with it", ["Start solving it"]),
        ("Have it solved, then tell the finder", ["Use the ready answer: It is solved"]),
        ("Wait for the finder", []),
    ]


def test_taking_a_case_is_told_as_that(client: Client, case: MadeCase, member: MadeMember) -> None:
    """Not as handing it over to oneself."""
    page = send(client, case, "assign", to=str(member.id))
    asked = ("You have this case now.", "Hanna took the case", "Hanna gave the case to")
    assert [words in page for words in asked] == [True, True, False]


def test_not_valid_and_never_answered_leads_to_a_no(client: Client, case: MadeCase) -> None:
    """Not to taking the case."""
    assert now_of(send(client, case, "state", to="invalid")) == ("Say no and why", ["Say no"])


def test_a_ready_question_is_sent_as_a_question(client: Client, case: MadeCase, member: MadeMember) -> None:
    """Its button is the filled one; sending it makes the case wait."""
    page = send(client, case, "answer", form="answer", reply="ask_more", insert="1")
    form = page.partition('id="answer"')[2].partition("</form>")[0]
    kinds = re.findall(r"<button([^>]*)name=\"kind\" value=\"(\w+)\"", form)
    filled = [kind for attributes, kind in kinds if "quiet" not in attributes]
    assert filled == ["ask"]
    send(client, case, "answer", form="answer", text="Hoe?", kind=filled[0])
    opened = open_for_member(number=case.number, visitor=member.unlocked, now=timezone.now())
    assert (opened.messages[0].kind, opened.advice.why) == (MessageKind.ASK, Why.YOU_ASKED)


def test_a_no_is_not_offered_as_an_answer(client: Client, case: MadeCase) -> None:
    """It has its own form, which tells the finder as a no; asked for all the same, nothing is inserted."""
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    offered = page.partition('<select id="reply"')[2].partition("</select>")[0]
    assert re.findall(r'value="(\w+)"', offered) == [
        "first_answer",
        "ask_more",
        "confirmed",
        "update",
        "postponed",
        "solved",
    ]
    answer = send(client, case, "answer", form="answer", reply="not_valid", insert="1")
    assert answer.partition('<textarea id="answer-text"')[2].partition(">")[2].partition("</textarea>")[0] == "\n"


@pytest.mark.parametrize(
    ("topic", "whom"),
    [(Topic.LEAK, "the contact for data leaks, today"), (Topic.ABUSE, "who deals with incidents, now")],
)
def test_whom_to_bring_in_stands_before_the_step(
    organisation: MadeOrganisation, client: Client, topic: Topic, whom: str
) -> None:
    """On a case nobody has answered yet."""
    case = make_case(organisation, content=ReportContent(topic=topic, where="hier", what="x"), now=timezone.now())
    part = client.get(f"/desk/cases/{case.number}").content.decode().partition('class="what-now"')[2]
    assert -1 < part.find(whom) < part.find("Nobody has taken it yet")


@pytest.mark.parametrize(("topic", "people"), [(Topic.WEAKNESS, "a b"), (Topic.LEAK, "c b"), (Topic.ABUSE, "a b c")])
def test_whom_to_ask_is_named_as_the_policy_does(topic: Topic, people: str) -> None:
    """Where the organisation has a policy of its own, with how to reach them, and whose people they are."""
    organisation = make_haven()
    outside = 'mail = "b@haven.example"\nphone = "+31 20 000 00 00"\noutside = true'
    case = make_case(organisation, content=ReportContent(topic=topic, where="hier", what="x"), now=timezone.now())
    publish_text(organisation, with_lines('mail = "b@haven.example"', outside), now=timezone.now())
    page = client_of(make_member(organisation)).get(f"/desk/cases/{case.number}").content.decode()
    part = page.partition('class="what-now"')[2].partition("</section>")[0]
    assert re.findall(r'href="mailto:(\w)@haven', part) == people.split()
    assert (
        '<br>B (van een andere organisatie): <a class="whole" href="tel:+31200000000">+31 20 000 00 00</a> · <a' in part
    )


def test_the_finder_changed_it_meanwhile(client: Client, case: MadeCase) -> None:
    """No colleague is blamed."""
    seen = case.version
    write_as_finder(text="Nog iets.", uploads=(), once=uuid4(), by=case.finder(), now=timezone.now())
    page = send(client, case, "note", seen=seen, form="note", text="Van mij")
    told = page.partition('id="moved-on"')[2].partition("</div>")[0]
    assert ("This case has changed meanwhile" in told, re.findall(r"<li>(.*?) <", told)) == (True, ["The finder wrote"])


def test_my_other_window_changed_it_meanwhile(client: Client, case: MadeCase) -> None:
    """Under my own name."""
    seen = case.version
    send(client, case, "state", to="valid")
    told = send(client, case, "note", seen=seen, form="note", text="Van mij").partition('id="moved-on"')[2]
    assert re.findall(r"<li>(.*?) <", told.partition("</div>")[0]) == ["Hanna changed the state from new to confirmed"]


@pytest.mark.parametrize(("deed", "form"), [("answer", "answer"), ("note", "note")])
def test_what_was_not_sent_is_said_in_its_own_form(client: Client, case: MadeCase, deed: str, form: str) -> None:
    """There the browser goes, past everything that stands above it."""
    seen = case.version
    send(client, case, "state", to="valid")
    page = send(client, case, deed, seen=seen, form=form, text="Van mij", kind="answer")
    inside = page.partition(f'id="{form}"')[2].partition("</form>")[0]
    assert (inside.count('id="moved-on"'), page.count('id="moved-on"')) == (1, 1)


def test_what_was_typed_stays_when_its_form_is_gone(client: Client, case: MadeCase, member: MadeMember) -> None:
    """A colleague closed the case meanwhile: it takes no answers, but the text is nobody's to lose."""
    seen = case.version
    say_no(case, member.unlocked, DeclineReason.ALREADY_KNOWN)
    page = send(client, case, "answer", seen=seen, form="answer", text="Van mij", kind="answer")
    assert ('id="answer"' in page, "\nVan mij</textarea>" in page, page.count('id="moved-on"')) == (False, True, 1)
