"""Saying at the desk that a mail to the finder came back, what the pages tell then, and taking it back."""

import html
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.actions import change_contact, change_state, close, erase_finder, forget_contact, reopen
from meldpunt.cases.models import Notice
from meldpunt.cases.terms import ClosingReason, ReportState
from meldpunt.obligations.queries import obligations_of
from tests.factories.cases import ANONYMOUS, MAILED, MadeCase, answer, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import settle_all
from tests.factories.outbox import carry
from tests.factories.people import MadeMember, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed."""
    return make_case(
        make_organisation(host_names=["testserver"]), contact=MAILED, now=timezone.now() - timedelta(hours=3)
    )


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give a handler whose answer our mail server took an hour ago."""
    anna = make_member(case.organisation, name="Anna", language="en")
    answer(case, anna.unlocked, now=timezone.now() - timedelta(hours=2))
    carry(now=timezone.now() - timedelta(hours=1))
    settle_all(now=timezone.now())
    return anna


def place(case: MadeCase, end: str = "back") -> str:
    return f"/desk/cases/{case.number}/mails/{Notice.objects.get().letter}/{end}"


def sent(case: MadeCase, **other: str) -> dict[str, str]:
    here = timezone.localtime()
    return {"seen_version": str(case.version), "day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}"} | other


def finders_page(case: MadeCase) -> str:
    finder = Client()
    finder.post("/case", {"code": case.receipt.code})
    return html.unescape(finder.get("/case/status").text)


def test_a_mail_says_whose_server_took_it_and_offers_to_say_that_it_came_back(case: MadeCase, anna: MadeMember) -> None:
    page = client_of(anna).get(f"/desk/cases/{case.number}").text
    assert [page.count(part) for part in ("our mail server took it", place(case), "finder's mail server")] == [1, 1, 0]


def test_asked_first_then_recorded_and_shown(case: MadeCase, anna: MadeMember) -> None:
    desk = client_of(anna)
    asked = desk.get(place(case)).text
    assert ("What to do next" in asked, Notice.objects.get().came_back_at) == (True, None)
    assert desk.post(place(case), sent(case)).status_code == 303
    settle_all(now=timezone.now())
    page = html.unescape(desk.get(f"/desk/cases/{case.number}").text)
    shown = [page.count(part) for part in ("This mail came back.", place(case, "not-back"), "A promise is open again")]
    assert shown == [1, 1, 1]
    assert "Anna recorded that our mail to the finder came back on" in page


def test_the_finders_page_says_so_and_counts_no_promise_kept(case: MadeCase, anna: MadeMember) -> None:
    assert "mail-failed" not in finders_page(case)
    assert "Nagekomen, op" in finders_page(case)
    client_of(anna).post(place(case), sent(case))
    page = finders_page(case)
    assert [part in page for part in ('id="mail-failed"', "Nagekomen, op", "kwam niet aan")] == [True, False, True]


def test_a_dead_address_is_erased_and_asked_for_again(case: MadeCase, anna: MadeMember) -> None:
    client_of(anna).post(place(case), sent(case, address_dead="on"))
    assert case.row.threads.get().notice_address is None
    assert 'id="no-mails"' in finders_page(case)
    assert "and had the address for mails erased" in client_of(anna).get(f"/desk/cases/{case.number}").text


BOX = 'name="address_dead"'


def test_another_address_of_later_is_not_offered_to_be_erased(case: MadeCase, anna: MadeMember) -> None:
    now = timezone.now()
    asked = client_of(anna).get(place(case)).text
    change_contact(identity=ANONYMOUS, contact=MAILED, by=case.finder(now=now), now=now)
    page = client_of(anna).get(place(case)).text
    assert [BOX in asked, BOX in page, "after this mail, the finder changed how to be reached" in page] == [
        True,
        False,
        True,
    ]
    assert client_of(anna).post(place(case), sent(case, address_dead="on")).status_code == 303
    assert case.row.threads.get().notice_address is not None


def test_where_nothing_is_kept_there_is_nothing_to_erase(case: MadeCase, anna: MadeMember) -> None:
    now = timezone.now()
    forget_contact(by=case.finder(now=now), now=now)
    page = client_of(anna).get(place(case)).text
    assert (BOX in page, "there is none to erase" in page) == (False, True)
    assert client_of(anna).post(place(case), sent(case, address_dead="on")).status_code == 303
    assert "no-mails" not in finders_page(case)


def test_taken_back_after_a_question(case: MadeCase, anna: MadeMember) -> None:
    desk = client_of(anna)
    desk.post(place(case), sent(case))
    assert (desk.get(place(case, "not-back")).status_code, Notice.objects.get().came_back_at is None) == (200, False)
    assert desk.post(place(case, "not-back"), sent(case)).status_code == 303
    assert Notice.objects.get().came_back_at is None


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"day": "2020-01-01"}, "before the mail left"),
        ({"day": "2999-01-01"}, "still to come"),
        ({"time": "25:61"}, "hours and minutes"),
        ({"day": ""}, "required"),
        ({"seen_version": "1"}, "Somebody changed this case"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    case: MadeCase, anna: MadeMember, other: dict[str, str], says: str
) -> None:
    found = client_of(anna).post(place(case), sent(case, **other))
    assert (found.status_code, says in found.text, Notice.objects.get().came_back_at) == (422, True, None)


def test_there_is_no_such_mail(case: MadeCase, anna: MadeMember) -> None:
    nowhere = f"/desk/cases/{case.number}/mails/{case.row.uuid}/back"
    assert client_of(anna).get(nowhere).status_code == 404


def test_the_finder_hears_from_us_by_what_the_mail_that_came_back_left_open(case: MadeCase, anna: MadeMember) -> None:
    by_the_answer = finders_page(case).partition("U hoort weer van ons")[2][:200]
    client_of(anna).post(place(case), sent(case))
    by_the_report = finders_page(case).partition("U hoort weer van ons")[2][:200]
    due = obligations_of(case.row.uuid, now=timezone.now())[0].settled.due_at
    day = f'datetime="{timezone.localtime(due).isoformat(timespec="minutes")}"'
    assert (day in by_the_answer, day in by_the_report) == (False, True)


def shut(case: MadeCase, anna: MadeMember, ago: timedelta = timedelta(minutes=30)) -> None:
    """Close it as solved, half an hour ago; our mail server took the mail about that."""
    earlier = timezone.now() - ago
    for state in (ReportState.VALID, ReportState.ACCEPTED):
        change_state(number=case.number, to=state, seen_version=case.version, by=anna.unlocked, now=earlier)
    solved = ClosingReason.SOLVED
    close(number=case.number, reason=solved, seen_version=case.version, by=anna.unlocked, now=earlier)
    carry(now=earlier + timedelta(minutes=5))
    settle_all(now=timezone.now())


def come_back(case: MadeCase, desk: Client, *mails: UUID) -> None:
    for mail in mails:
        assert desk.post(f"/desk/cases/{case.number}/mails/{mail}/back", sent(case)).status_code == 303
    settle_all(now=timezone.now())


def letters() -> list[UUID]:
    return list(Notice.objects.order_by("id").values_list("letter", flat=True))


def test_a_closing_that_was_not_told_is_to_be_told_before_anything_is_erased(case: MadeCase, anna: MadeMember) -> None:
    """The only number to call would go with who the finder is."""
    desk, here = client_of(anna), f"/desk/cases/{case.number}"
    shut(case, anna)
    before = "Open it again, and tell the finder." in desk.get(here).text
    come_back(case, desk, letters()[-1])
    after = "Open it again, and tell the finder." in desk.get(here).text
    assert (before, after, "tell them first" in desk.get(f"{here}/erase").text) == (False, True, True)


def test_doing_what_it_says_ends_it(case: MadeCase, anna: MadeMember) -> None:
    """Closing erased the address: what is said after it stands on the page alone, and no newer mail takes the place of the lost one."""
    desk, here = client_of(anna), f"/desk/cases/{case.number}"
    shut(case, anna)
    come_back(case, desk, letters()[-1])
    reopen(number=case.number, seen_version=case.version, by=anna.unlocked, now=timezone.now())
    answer(case, anna.unlocked, now=timezone.now())
    solved = ClosingReason.SOLVED
    close(number=case.number, reason=solved, seen_version=case.version, by=anna.unlocked, now=timezone.now())
    settle_all(now=timezone.now())
    assert [part in desk.get(here).text for part in ("Open it again, and", "were not told")] == [False, False]
    assert "tell them first" not in desk.get(f"{here}/erase").text
    assert 'id="closing-failed"' not in finders_page(case)


def test_once_they_were_erased_only_their_page_is_left(case: MadeCase, anna: MadeMember) -> None:
    desk, here = client_of(anna), f"/desk/cases/{case.number}"
    shut(case, anna)
    come_back(case, desk, letters()[-1])
    erase_finder(number=case.number, asked="", seen_version=case.version, by=anna.unlocked, now=timezone.now())
    page = desk.get(here).text
    leads = ["Open it again, and tell the finder.", "or call, then", "Open it again, and write on their page."]
    assert [lead in page for lead in leads] == [False, False, True]
    assert "tell them first" not in desk.get(f"{here}/erase").text


def test_who_left_another_address_is_not_asked_for_it_again(case: MadeCase, anna: MadeMember) -> None:
    client_of(anna).post(place(case), sent(case))
    now = timezone.now()
    change_contact(identity=ANONYMOUS, contact=MAILED, by=case.finder(now=now), now=now)
    assert 'id="mail-failed"' not in finders_page(case)


OWED = "the finder was not told of that yet"
RUNS = '<strong>first answer</strong> <span class="badge">runs</span>'


def test_a_first_answer_is_owed_until_the_finder_knows_of_answer_or_closing(case: MadeCase, anna: MadeMember) -> None:
    desk, here = client_of(anna), f"/desk/cases/{case.number}"
    shut(case, anna)
    told = desk.get(here).text.lower()
    come_back(case, desk, *letters())
    page = desk.get(here).text.lower()
    assert [(part in told, part in page) for part in (RUNS, OWED)] == [(False, True), (False, True)]
    assert "is owed until the finder was told of it" in desk.get(f"{here}/mails/{letters()[-1]}/back").text


def test_the_finders_page_says_that_they_may_not_know_that_it_was_closed(case: MadeCase, anna: MadeMember) -> None:
    shut(case, anna)
    before = finders_page(case)
    come_back(case, client_of(anna), *letters())
    after = finders_page(case)
    assert ['id="closing-failed"' in page for page in (before, after)] == [False, True]
    assert "Eerste antwoord</dt>\n    <dd>uiterlijk op" in after


def test_a_closed_case_offers_no_ready_word_that_it_could_not_send() -> None:
    ago, organisation = timedelta(days=40), make_organisation()
    late = make_case(organisation, contact=MAILED, now=timezone.now() - ago)
    anna = make_member(organisation, name="Anna", language="en")
    answer(late, anna.unlocked, now=timezone.now() - ago)
    shut(late, anna, ago)
    desk = client_of(anna)
    come_back(late, desk, *letters())
    page = desk.get(f"/desk/cases/{late.number}").text
    assert [part in page for part in ('id="late"', "Use the ready answer")] == [True, False]
