"""The due list, and obligations on the page of a case and of a finder."""

import re

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from meldpunt.caseload.queries import due_list
from meldpunt.caseload.rules import span_of
from meldpunt.caseload.terms import DueFilter
from meldpunt.cases.models import Message
from meldpunt.obligations.models import Named
from meldpunt.obligations.terms import Span
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Role
from tests.factories.cases import answer, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import DAY, rows_of, settle_all
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation with three cases, received now, two days ago and long ago."""
    made = make_organisation()
    now = timezone.now()
    for days in (0, 2, 300):
        make_case(made, now=now - days * DAY)
    settle_all(now=now)
    return made


def test_every_promise_that_is_owed_stands_there(organisation: MadeOrganisation) -> None:
    desk = client_of(make_member(organisation, name="Anna"))
    page = desk.get("/desk/due")
    assert (page.status_code, page.text.count("data-row"), page.text.count('class="overdue"')) == (200, 3, 1)


def test_an_empty_list_says_so() -> None:
    desk = client_of(make_member(make_organisation(), name="Anna"))
    assert 'class="empty' in desk.get("/desk/due").text


def test_a_part_has_its_own(organisation: MadeOrganisation) -> None:
    desk = client_of(make_member(organisation, name="Anna"))
    assert desk.get("/desk/due?show=overdue").text.count("data-row") == 1


@pytest.mark.parametrize("query", ["show=nonsense", "from=nonsense", "from=%00", "show=today&from=Zg"])
def test_nonsense_in_the_address_is_no_error(organisation: MadeOrganisation, query: str) -> None:
    desk = client_of(make_member(organisation, name="Anna"))
    assert desk.get(f"/desk/due?{query}").status_code in {200, 302}


def test_read_by_key_from_page_to_page(organisation: MadeOrganisation) -> None:
    visitor, now = make_member(organisation, name="Anna").unlocked, timezone.now()
    numbers, cursor = [], None
    for _ in range(3):
        page = due_list(visitor=visitor, which=DueFilter.ALL, now=now, cursor=cursor, limit=1)
        numbers += [row.line.number for row in page.rows]
        cursor = page.later
    back = due_list(visitor=visitor, which=DueFilter.ALL, now=now, cursor=page.earlier, limit=1)
    assert (len(set(numbers)), cursor, [row.line.number for row in back.rows]) == (3, None, numbers[1:2])


def test_days_are_those_of_the_zone() -> None:
    found = span_of(DueFilter.TODAY, now=NOW, zone="Asia/Tokyo")
    assert isinstance(found, Span)
    assert found.before is not None
    assert found.before.isoformat() == "2026-11-24T00:00:00+09:00"


def test_a_lead_names_who_is_warned_last(organisation: MadeOrganisation) -> None:
    lead = make_member(organisation, name="Bram", role=Role.LEAD)
    answer = client_of(lead).post("/desk/due/named", {"members": [str(lead.id)]})
    assert (answer.status_code, list(Named.objects.values_list("member", flat=True))) == (303, [lead.id])


def test_the_case_explains_each_date(organisation: MadeOrganisation) -> None:
    case = make_case(organisation, now=timezone.now())
    page = client_of(make_member(organisation, name="Anna")).get(f"/desk/cases/{case.number}").text
    assert 'id="promises"' in page
    assert "ontvangen" in page.partition('id="promises"')[2]


@pytest.mark.parametrize(("language", "done"), [("nl", "Gedaan op"), ("en", "Done on")])
@pytest.mark.parametrize("days", [1, 60])
def test_the_case_says_when_a_promise_was_done(
    organisation: MadeOrganisation, days: int, language: str, done: str
) -> None:
    """Kept as well as late, like the finder's page; of the receipt, which was kept too, the same words."""
    now, anna = timezone.now(), make_member(organisation, name="Anna", language=language)
    case = make_case(organisation, now=now - days * DAY)
    answer(case, anna.unlocked, now=now)
    page = client_of(anna).get(f"/desk/cases/{case.number}").text.partition('id="promises"')[2]
    with translation.override(language):
        day = date_format(timezone.localtime(now), "l j F Y")
    assert len(re.findall(rf"<p[^>]*>{done} <time [^>]*>{day}, \d\d:\d\d CES?T</time></p>", page)) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_queue_and_due_list_say_the_same_of_a_date(language: str) -> None:
    organisation = make_organisation()
    case = make_case(organisation, now=timezone.now())
    settle_all(now=timezone.now())
    desk = client_of(make_member(organisation, name="Anna", language=language))
    cells = [re.findall(r'<td class="due"[^>]*>(.*?)</td>', desk.get(page).text) for page in ("/desk/", "/desk/due")]
    due_at = timezone.localtime(min(row.due_at for row in rows_of(case) if row.ended_at is None))
    with translation.override(language):
        day = date_format(due_at, "j N Y H:i")
    assert (cells[0], cells[0][0].count(f">{day}</time>")) == (cells[1], 1)


def test_after_a_move_the_case_names_the_zone_of_an_older_date(organisation: MadeOrganisation) -> None:
    case = make_case(organisation, now=timezone.now())
    Organisation.objects.filter(pk=organisation.id).update(zone="Asia/Tokyo")
    page = client_of(make_member(organisation, name="Anna")).get(f"/desk/cases/{case.number}").text
    assert "tijdzone Europe/Amsterdam · ontvangen" in page.partition('id="promises"')[2]


def test_an_answer_says_what_it_holds(organisation: MadeOrganisation) -> None:
    """And the finder reads the expected day."""
    case = make_case(organisation, now=timezone.now())
    desk = client_of(make_member(organisation, name="Anna"))
    sent = {"form": "answer", "text": "Dank u.", "kind": "answer", "seen_version": str(case.version)}
    day = timezone.localdate() + 10 * DAY
    held = {"assesses": "on", "fix_by": day.isoformat()}
    answer = desk.post(f"/desk/cases/{case.number}/answer", sent | held)
    assert answer.status_code == 303
    message = Message.objects.get(thread__case=case.row)
    assert (message.assesses, message.fix_by, message.no_date) == (True, day, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"fix_by": "2020-01-01"},
        {"fix_by": "31-12-2099"},
        {"fix_by": "2099-12-31", "no_date": "too_early"},
        {"no_date": "x"},
    ],
)
def test_what_an_answer_cannot_hold_is_asked_again(organisation: MadeOrganisation, wrong: dict[str, str]) -> None:
    """With what was typed; nothing was sent."""
    case = make_case(organisation, now=timezone.now())
    desk = client_of(make_member(organisation, name="Anna"))
    sent = {"form": "answer", "text": "Getypte tekst", "kind": "answer", "seen_version": str(case.version)}
    answer = desk.post(f"/desk/cases/{case.number}/answer", sent | wrong)
    assert (answer.status_code, "Getypte tekst" in answer.text, Message.objects.count()) == (422, True, 0)
