"""A broken promise at the desk: the page asks for a word, offers one, and sends nothing that still has its blank."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.models import Message
from meldpunt.obligations.models import Obligation
from tests.factories.cases import MadeCase, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import make_member, make_organisation

pytestmark = pytest.mark.django_db
ASKS = 'id="late"'
BLANK = "[Schrijf hier waarom het langer duurde]"


@pytest.fixture
def case() -> MadeCase:
    """Give a case that nobody answered in time, of a finder who reads Dutch."""
    return make_case(make_organisation(), now=timezone.now() - 40 * DAY)


@pytest.fixture
def desk(case: MadeCase) -> Client:
    """Give a handler who reads English."""
    return client_of(make_member(case.organisation, name="Anna", language="en"))


def post(desk: Client, case: MadeCase, **fields: str) -> tuple[int, str]:
    sent = {"form": "answer", "seen_version": str(case.version), **fields}
    answer = desk.post(f"/desk/cases/{case.number}/answer", sent)
    return answer.status_code, html.unescape(answer.text)


def test_the_page_asks_and_offers(desk: Client, case: MadeCase) -> None:
    page = desk.get(f"/desk/cases/{case.number}").text
    assert [page.count(part) for part in (ASKS, "Use the ready answer: We are late: sorry")] == [1, 1]


def test_a_case_in_time_is_not_asked(case: MadeCase, desk: Client) -> None:
    other = make_case(case.organisation, now=timezone.now())
    page = desk.get(f"/desk/cases/{other.number}").text
    assert [page.count(part) for part in (ASKS, "We are late")] == [0, 0]


def test_the_ready_word_stands_in_the_form_in_the_finders_language(desk: Client, case: MadeCase) -> None:
    status, page = post(desk, case, reply="late", insert="1")
    text = page.partition('id="answer-text"')[2].partition("</textarea>")[0]
    assert (status, text.count(BLANK), text.count("Dat spijt ons.")) == (200, 1, 1)
    assert Message.objects.count() == 0


def test_where_nothing_is_late_the_ready_word_is_not_there(case: MadeCase, desk: Client) -> None:
    """A crafted form puts nothing in."""
    other = make_case(case.organisation, now=timezone.now())
    status, page = post(desk, other, reply="late", insert="1")
    text = page.partition('id="answer-text"')[2].partition("</textarea>")[0].partition(">")[2]
    assert (status, text.strip()) == (200, "")


def test_a_blank_is_never_sent(desk: Client, case: MadeCase) -> None:
    """Whatever language it is in; what was typed stands there again."""
    status, page = post(desk, case, text=f"Het spijt ons.\n\n{BLANK}\n\nGroet.", kind="answer")
    said = f"The text still says “{BLANK}”"
    assert (status, said in page, "Het spijt ons." in page, Message.objects.count()) == (422, True, True, 0)


def test_once_sent_nobody_is_asked_and_it_stays_broken(desk: Client, case: MadeCase) -> None:
    status, _page = post(desk, case, text="Het spijt ons: wij waren te druk.", kind="answer")
    settle_all(now=timezone.now())
    page = desk.get(f"/desk/cases/{case.number}").text
    broken = Obligation.objects.filter(kind="first_answer", broken_at__isnull=False).count()
    assert (status, page.count(ASKS), broken) == (303, 0, 1)


def test_the_due_list_asks_too(desk: Client, case: MadeCase) -> None:
    settle_all(now=timezone.now())
    assert desk.get("/desk/due").text.count(f'/desk/cases/{case.number}#late"') == 1
