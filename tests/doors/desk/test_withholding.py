"""Withholding at the desk and on the finder's page: asked for, shown, ended, and never told to whom it may not be."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.models import Withholding
from tests.factories.cases import MadeCase, answer, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import settle_all
from tests.factories.people import MadeMember, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db
REASON = "Bevel <b>van</b> de officier"
OTHER_DATE = "The finder may not know that this clock stood still"


@pytest.fixture
def case() -> MadeCase:
    """Give a case that was answered."""
    made = make_case(make_organisation(host_names=["testserver"]), now=timezone.now() - timedelta(days=3))
    answer(made, make_member(made.organisation, name="Anna").unlocked, now=timezone.now() - timedelta(days=2))
    return made


@pytest.fixture
def lead(case: MadeCase) -> MadeMember:
    """Give a lead who reads English."""
    return make_lead(case.organisation, name="Lea", language="en")


def form(case: MadeCase, **other: str) -> dict[str, str]:
    day = (timezone.localdate() + timedelta(days=14)).isoformat()
    sent = {"ground": "court", "why": REASON, "review_on": day, "said": "yes", "seen_version": str(case.version)}
    return sent | other


def begin(case: MadeCase, lead: MadeMember, **other: str) -> int:
    return client_of(lead).post(f"/desk/cases/{case.number}/withhold", form(case, **other)).status_code


def finders_page(case: MadeCase) -> str:
    finder = Client()
    finder.post("/case", {"code": case.receipt.code})
    return html.unescape(finder.get("/case/status").text)


def test_asked_for_done_and_shown(case: MadeCase, lead: MadeMember) -> None:
    assert (begin(case, lead), Withholding.objects.count()) == (303, 1)
    settle_all(now=timezone.now())
    page = client_of(lead).get(f"/desk/cases/{case.number}").text
    assert [page.count(part) for part in ('id="withheld"', "an order of a court", html.escape(REASON))] == [1, 2, 1]
    assert "stands still: the law forbids to tell" in page
    due = client_of(lead).get("/desk/due").text
    assert [due.count(part) for part in ("#withheld", "may the finder be told again?")] == [1, 1]


def test_a_handler_sees_it_and_cannot_end_it(case: MadeCase, lead: MadeMember) -> None:
    begin(case, lead)
    handler = client_of(make_member(case.organisation, name="Bram", language="en"))
    page = handler.get(f"/desk/cases/{case.number}").text
    assert ("A lead ends this" in page, f"/desk/cases/{case.number}/withhold" in page) == (True, False)
    assert handler.post(f"/desk/cases/{case.number}/withhold/end", form(case)).status_code == 403


def test_the_finder_reads_only_that_nothing_more_can_be_said(case: MadeCase, lead: MadeMember) -> None:
    begin(case, lead)
    settle_all(now=timezone.now())
    page = finders_page(case)
    assert [page.count(part) for part in ('id="hushed"', "Bevel", "order of a court", "rechter")] == [1, 0, 0, 0]
    assert "Bericht over de voortgang" not in page


def test_where_saying_so_is_forbidden_the_desk_tells_both_dates(case: MadeCase, lead: MadeMember) -> None:
    """What the finder's page has then, tests/doors/portal/test_withheld_unsaid.py compares."""
    begin(case, lead, said="no")
    settle_all(now=timezone.now())
    page = client_of(lead).get(f"/desk/cases/{case.number}").text
    assert [page.count(part) for part in ("stands still: the law forbids to tell", OTHER_DATE)] == [1, 1]


def test_where_it_is_said_there_is_one_date(case: MadeCase, lead: MadeMember) -> None:
    begin(case, lead)
    settle_all(now=timezone.now())
    assert OTHER_DATE not in client_of(lead).get(f"/desk/cases/{case.number}").text


def chosen(case: MadeCase, lead: MadeMember) -> list[str]:
    page = client_of(lead).get(f"/desk/cases/{case.number}/withhold").text
    return re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', page)


def test_nothing_is_chosen_beforehand(case: MadeCase, lead: MadeMember) -> None:
    assert chosen(case, lead) == []


def test_decided_anew_the_choices_that_hold_are_chosen(case: MadeCase, lead: MadeMember) -> None:
    """So that nobody tells by mistake what the law forbids to say."""
    begin(case, lead, ground="secrecy", said="no")
    assert chosen(case, lead) == ["secrecy", "no"]


def test_once_ended_nothing_is_chosen_again(case: MadeCase, lead: MadeMember) -> None:
    begin(case, lead, said="no")
    client_of(lead).post(f"/desk/cases/{case.number}/withhold/end", {"seen_version": str(case.version)})
    assert chosen(case, lead) == []


def test_ended_after_a_question(case: MadeCase, lead: MadeMember) -> None:
    begin(case, lead)
    desk, place = client_of(lead), f"/desk/cases/{case.number}/withhold/end"
    assert (desk.get(place).status_code, Withholding.objects.filter(ended_at__isnull=True).count()) == (200, 1)
    assert desk.post(place, {"seen_version": "1"}).status_code == 409
    assert desk.post(place, {"seen_version": str(case.version)}).status_code == 303
    assert Withholding.objects.filter(ended_at__isnull=True).count() == 0
    assert 'id="hushed"' not in finders_page(case)


def test_nothing_to_end_leads_back(case: MadeCase, lead: MadeMember) -> None:
    answered = client_of(lead).get(f"/desk/cases/{case.number}/withhold/end")
    assert (answered.status_code, answered.headers["Location"]) == (303, f"/desk/cases/{case.number}#main")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": "whim"},
        {"ground": ""},
        {"why": "  "},
        {"why": ""},
        {"why": "a\0b"},
        {"review_on": "2020-01-01"},
        {"review_on": "9999-12-31"},
        {"review_on": "31-12-2099"},
        {"said": ""},
        {"said": "perhaps"},
        {"seen_version": "x"},
    ],
)
def test_what_cannot_be_is_asked_again_with_what_was_typed(
    case: MadeCase, lead: MadeMember, wrong: dict[str, str]
) -> None:
    answered = client_of(lead).post(f"/desk/cases/{case.number}/withhold", form(case, **wrong))
    kept = html.escape(form(case, **wrong)["why"]).strip()
    assert (answered.status_code, Withholding.objects.count()) == (422, 0)
    assert "\0" in kept or kept in answered.text


def test_a_case_that_moved_on_is_not_hushed_unseen(case: MadeCase, lead: MadeMember) -> None:
    """The second try, after a look, goes through."""
    answered = client_of(lead).post(f"/desk/cases/{case.number}/withhold", form(case, seen_version="1"))
    assert (answered.status_code, Withholding.objects.count()) == (422, 0)
    assert f'name="seen_version" value="{case.version}"' in answered.text


def test_what_was_typed_at_a_locked_desk_comes_back(case: MadeCase, lead: MadeMember) -> None:
    place = f"/desk/cases/{case.number}/withhold"
    locked = client_of(lead, locked=True).post(place, form(case))
    assert (locked.status_code, Withholding.objects.count()) == (303, 0)
    page = client_of(lead).get(place).text
    assert (html.escape(REASON) in page, form(case)["review_on"] in page) == (True, True)
    assert re.findall(r'<input[^>]*name="ground"[^>]*value="(\w+)"[^>]*checked', page) == ["court"]


def test_crafted_deeds_that_the_finder_would_see_are_refused(case: MadeCase, lead: MadeMember) -> None:
    begin(case, lead)
    desk = client_of(lead)
    deeds = {"state": {"to": "valid"}, "no": {"reason": "not_ours", "text": "Nee."}, "close": {"reason": "solved"}}
    sent = {"seen_version": str(case.version)}
    found = {
        deed: desk.post(f"/desk/cases/{case.number}/{deed}", sent | more).status_code for deed, more in deeds.items()
    }
    assert found == {"state": 409, "no": 409, "close": 409}


def test_a_broken_promise_asks_for_no_word_meanwhile(lead: MadeMember, case: MadeCase) -> None:
    late = make_case(case.organisation, now=timezone.now() - timedelta(days=40))
    assert 'id="late"' in client_of(lead).get(f"/desk/cases/{late.number}").text
    assert begin(late, lead) == 303
    settle_all(now=timezone.now())
    assert 'id="late"' not in client_of(lead).get(f"/desk/cases/{late.number}").text
    assert f"/desk/cases/{late.number}#late" not in client_of(lead).get("/desk/due").text
