"""The queue: what is due, in order; filters, pages, and what stands there when there is nothing."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases import actions
from meldpunt.cases.terms import DeclineReason
from meldpunt.doors.desk import queue
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.terms import Role
from meldpunt.reports.terms import ReportContent, Topic
from tests.factories.cases import MadeCase, make_case
from tests.factories.desk import client_of
from tests.factories.duties import hold_laws, tell
from tests.factories.people import MadeMember, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(organisation: MadeOrganisation) -> list[MadeCase]:
    """Give four cases, the oldest last."""
    return [make_case(organisation, now=timezone.now() - timedelta(days=days)) for days in (0, 1, 10, 20)]


def numbers(client: Client, **asked: str) -> list[str]:
    """Return the case numbers of a page of the queue, in order."""
    page = client.get("/desk/", asked).content.decode()
    return re.findall(r'class="number"><a href="/desk/cases/([\d-]+)"', page)


def test_what_is_due_first_stands_first(member: MadeMember, cases: list[MadeCase]) -> None:
    """Late before soon."""
    found = numbers(client_of(member))
    assert found[:2] == [cases[3].number, cases[2].number]
    assert sorted(found) == sorted(case.number for case in cases)


def test_rows_tell_the_cases_apart(member: MadeMember, organisation: MadeOrganisation) -> None:
    """What, where, in which language, through which door; as text, whatever was typed."""
    content = ReportContent(topic=Topic.LEAK, where="<b>\u202ehttps://kliniek.example/", what="x")
    make_case(organisation, content=content, now=timezone.now())
    page = client_of(member).get("/desk/").content.decode()
    shown, said = re.findall(r'<bdi title="([^"]*)">(.*?)</bdi> <span', page)[0][::-1]
    assert (re.sub("<[^>]+>", "", shown), said) == (
        "&lt;b&gt;\u202ehttps://kliniek.example/",
        "&lt;b&gt;[U+202E]https://kliniek.example/",
    )
    assert ("leaked data" in page, "anonymous, Dutch, by the form" in page) == (True, True)


def test_filters(member: MadeMember, cases: list[MadeCase]) -> None:
    """Mine, nobody's, closed."""
    mine, known = cases[0], cases[1]
    now, by = timezone.now(), member.unlocked
    actions.assign(number=mine.number, to=member.id, seen_version=mine.version, by=by, now=now)
    actions.decline(
        number=known.number, reason=DeclineReason.ALREADY_KNOWN, text="", seen_version=known.version, by=by, now=now
    )
    client = client_of(member)
    assert numbers(client, show="mine") == [mine.number]
    assert sorted(numbers(client, show="unassigned")) == sorted([cases[2].number, cases[3].number])
    assert numbers(client, show="closed") == [known.number]


def test_pages_hold_every_case_once(member: MadeMember, cases: list[MadeCase], monkeypatch: pytest.MonkeyPatch) -> None:
    """Forward by the link on the page."""
    monkeypatch.setattr(queue, "ROWS", 3)
    client = client_of(member)
    page = client.get("/desk/").content.decode()
    later = re.findall(r'rel="next" href="([^"]+)"', page)[0].replace("&amp;", "&")
    rest = client.get(later).content.decode()
    found = re.findall(r'class="number"><a href="/desk/cases/([\d-]+)"', page + rest)
    assert sorted(found) == sorted(case.number for case in cases)


@pytest.mark.parametrize(
    "asked", [{"from": "x"}, {"from": "\x00"}, {"show": "x"}, {"show": "closed", "from": "9" * 400}]
)
def test_places_that_are_none_lead_to_the_front(member: MadeMember, asked: dict[str, str]) -> None:
    """Never an error."""
    assert client_of(member).get("/desk/", asked, follow=True).status_code == 200


@pytest.mark.parametrize("show", ["open", "mine", "unassigned", "closed"])
def test_empty_queue_says_what_to_do(member: MadeMember, show: str) -> None:
    """Each filter in its own words."""
    assert 'class="empty"' in client_of(member).get("/desk/", {"show": show}).content.decode()


@pytest.mark.usefixtures("cases")
def test_other_organisations_see_nothing_of_it() -> None:
    """Not even that there is something."""
    assert numbers(client_of(make_member(make_organisation()))) == []


def test_administrator_is_led_to_the_people(organisation: MadeOrganisation) -> None:
    """There is no queue for who opens no cases."""
    answer = client_of(make_member(organisation, Role.ADMINISTRATOR)).get("/desk/")
    assert answer.headers["Location"] == "/desk/people"


def test_duties_by_law_stand_above_all_cases(member: MadeMember, cases: list[MadeCase]) -> None:
    """Whatever their case is due for; the due list has those that find no room."""
    now, urgent = timezone.now(), cases[0]
    hold_laws(urgent.organisation, Law.GDPR)
    tell(urgent, member, FactKind.BREACH, now - timedelta(hours=80), now=now)
    page = html.unescape(client_of(member).get("/desk/").text)
    above, _, below = page.partition('<table class="queue cases">')
    assert (f"{urgent.number}: Notify the authority" in above, "duty" in below.lower()) == (True, False)


def test_nothing_of_duties_stands_where_none_runs(member: MadeMember, cases: list[MadeCase]) -> None:
    hold_laws(cases[0].organisation, Law.GDPR)
    assert "Duties by law that run" not in client_of(member).get("/desk/").text
