"""Erasing who a finder is at the desk: asked for on a page that says what it means, done, and seen on both sides."""

import html
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from meldpunt.cases.actions import close
from meldpunt.cases.models import Note
from meldpunt.cases.terms import ClosingReason, ReportState
from meldpunt.people.terms import Role
from meldpunt.reports.models import Report
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, go, make_case
from tests.factories.desk import client_of
from tests.factories.mails import make_entry, settled_by
from tests.factories.people import MadeMember, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, in_name_of

pytestmark = pytest.mark.django_db
PRESS = "Erase who the finder is"
NOTHING_LEFT = "there is nothing to erase"
WHY = "Belde <b>vandaag</b>"


@pytest.fixture
def case() -> MadeCase:
    """Give a case of three days ago, of a finder with a name, whose policy erases it a month after closing."""
    organisation = make_organisation(host_names=["testserver"])
    begun = timezone.now() - timedelta(days=3)
    publish_text(organisation, in_name_of(organisation.facts.name, SMALL), now=begun)
    form = make_form(organisation, policy_version=2, now=begun)
    return make_case(organisation, identity=NAMED, contact=MAILED, form=form, now=begun)


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give a handler who reads English."""
    return make_member(case.organisation, name="Anna", language="en")


def shut(case: MadeCase, by: MadeMember) -> None:
    answer(case, by.unlocked, now=timezone.now() - timedelta(days=2))
    go(case, by.unlocked, ReportState.VALID, ReportState.ACCEPTED)
    solved, now = ClosingReason.SOLVED, timezone.now() - timedelta(days=1)
    close(number=case.number, reason=solved, seen_version=case.version, by=by.unlocked, now=now)


def press(case: MadeCase, by: MadeMember, **typed: str) -> tuple[int, str]:
    sent = {"seen_version": str(case.version), **typed}
    answered = client_of(by).post(f"/desk/cases/{case.number}/erase", sent)
    return answered.status_code, html.unescape(answered.text)


def page_of(case: MadeCase, by: MadeMember) -> str:
    return html.unescape(client_of(by).get(f"/desk/cases/{case.number}").text)


def finders_page(case: MadeCase) -> str:
    finder = Client(headers={"accept-language": "en"})
    finder.post("/case", {"code": case.receipt.code})
    return html.unescape(finder.get("/case/status").text)


def is_there() -> bool:
    return Report.objects.get().identity is not None


def test_the_page_says_what_goes_what_stays_and_what_it_means(case: MadeCase, anna: MadeMember) -> None:
    shut(case, anna)
    page = client_of(anna).get(f"/desk/cases/{case.number}/erase").text
    assert [part in page for part in ("What goes", "What stays", "What it means", "Erase it for good")] == [True] * 4
    assert 'name="asked"' not in page


def test_looking_erases_nothing(case: MadeCase, anna: MadeMember) -> None:
    client_of(anna).get(f"/desk/cases/{case.number}/erase")
    assert is_there()


def test_a_closed_case_takes_one_press(case: MadeCase, anna: MadeMember) -> None:
    shut(case, anna)
    before = page_of(case, anna)
    assert (before.count(f"/desk/cases/{case.number}/erase"), NAMED.name in before) == (2, True)
    assert (press(case, anna)[0], is_there()) == (303, False)
    page = page_of(case, anna)
    assert [part in page for part in (NAMED.name, MAILED.value, PRESS, NOTHING_LEFT, "erased on")] == [
        *[False] * 3,
        True,
        True,
    ]
    assert "Anna erased who the finder is" in page


def test_what_now_names_it_while_it_is_owed(case: MadeCase, anna: MadeMember) -> None:
    shut(case, anna)
    heading = '<h2 id="h-now">What now? Erase who the finder is</h2>'
    assert heading in page_of(case, anna)
    press(case, anna)
    assert heading not in page_of(case, anna)


def test_the_finder_reads_that_the_promise_was_kept(case: MadeCase, anna: MadeMember) -> None:
    shut(case, anna)
    assert "Data erased" in finders_page(case)
    press(case, anna)
    page = finders_page(case)
    assert "We hold no name and no contact details of yours" in page
    assert "Kept, on" in page.partition("Data erased")[2]


def test_an_open_case_asks_for_the_tick(case: MadeCase, anna: MadeMember) -> None:
    status, page = press(case, anna, why=WHY)
    assert (status, is_there(), WHY in page, "tick that the finder asked for it" in page) == (422, True, True, True)


def test_the_tick_asks_for_words(case: MadeCase, anna: MadeMember) -> None:
    status, page = press(case, anna, asked="on", why=" ")
    assert (status, is_there(), "Write how the finder asked for it." in page) == (422, True, True)


def test_who_asked_need_not_wait(case: MadeCase, anna: MadeMember) -> None:
    assert (press(case, anna, asked="on", why=WHY)[0], is_there(), Note.objects.count()) == (303, False, 1)
    assert WHY in page_of(case, anna)


def test_words_that_cannot_be_kept_are_given_back(case: MadeCase, anna: MadeMember) -> None:
    status, page = press(case, anna, asked="on", why="Belde\x00")
    assert (status, is_there(), "Belde" in page) == (422, True, True)


def test_a_page_of_before_is_told_so_and_may_be_sent_again(case: MadeCase, anna: MadeMember) -> None:
    seen = case.version
    answer(case, anna.unlocked, now=timezone.now())
    status, page = press(case, anna, asked="on", why=WHY, seen_version=str(seen))
    assert (status, is_there(), "Somebody changed this case meanwhile" in page) == (422, True, True)
    assert f'name="seen_version" value="{case.version}"' in page


def test_a_case_opened_again_meanwhile_erases_nobody(case: MadeCase, anna: MadeMember) -> None:
    """The page of a closed case has no tick; what it sends for an open one is refused."""
    status, page = press(case, anna)
    assert (status, is_there(), "The case is open" in page) == (422, True, True)


def test_twice_says_that_nothing_lies_here(case: MadeCase, anna: MadeMember) -> None:
    shut(case, anna)
    press(case, anna)
    client = client_of(anna)
    again = client.post(f"/desk/cases/{case.number}/erase", {"seen_version": "1"})
    assert "No name and no contact details of the finder lie here." in client.get(again.headers["Location"]).text


def test_an_administrator_may_not(case: MadeCase) -> None:
    assert (press(case, make_member(case.organisation, Role.ADMINISTRATOR), asked="on", why=WHY)[0], is_there()) == (
        403,
        True,
    )


def test_a_locked_desk_keeps_what_was_typed(case: MadeCase, anna: MadeMember) -> None:
    sent = {"seen_version": str(case.version), "asked": "on", "why": WHY}
    answered = client_of(anna, locked=True).post(f"/desk/cases/{case.number}/erase", sent)
    assert (answered.status_code, is_there()) == (303, True)
    assert WHY in html.unescape(client_of(anna).get(f"/desk/cases/{case.number}/erase").text)


def test_the_page_names_the_mails_that_go_along(case: MadeCase, anna: MadeMember) -> None:
    mail = make_entry(case.organisation, thread=case.row.threads.get().pk)
    page = client_of(anna).get(f"/desk/cases/{case.number}/erase").text
    assert (f'href="/desk/mail/{mail.pk}"' in page, f'name="mail" value="{mail.pk}"' in page) == (True, True)
    assert press(case, anna, asked="on", why=WHY, mail=str(mail.pk))[0] == 303
    assert (is_there(), settled_by(mail.pk)) == (False, ("pending", False))


@pytest.mark.parametrize("sent", ["", "x", str(UUID(int=1))])
def test_a_mail_that_the_page_did_not_name_stops_it(case: MadeCase, anna: MadeMember, sent: str) -> None:
    mail = make_entry(case.organisation, thread=case.row.threads.get().pk)
    status, page = press(case, anna, asked="on", why=WHY, mail=sent)
    assert (status, is_there(), "A mail for this case came meanwhile" in page) == (422, True, True)
    assert (f'name="mail" value="{mail.pk}"' in page, settled_by(mail.pk)) == (True, ("pending", True))


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_a_mail_that_was_taken_into_the_case_afterwards_can_be_erased(case: MadeCase, anna: MadeMember) -> None:
    """It names who sent it, though no detail of the finder lies here."""
    press(case, anna, asked="on", why=WHY)
    mail = make_entry(case.organisation, thread=case.row.threads.get().pk)
    client_of(anna).post(f"/desk/mail/{mail.pk}/accept")
    assert "but mails as they came" in page_of(case, anna)
    assert (press(case, anna, asked="on", why=WHY)[0], settled_by(mail.pk)) == (303, ("message", False))
    assert (NOTHING_LEFT in page_of(case, anna), Note.objects.count()) == (True, 2)
