"""A new access code at the desk: asked for on a page that says what it does, mailed, and seen by nobody here."""

import html
import re

import pytest

from meldpunt.arrivals.terms import Channel, KeySource, LearnedKey
from meldpunt.cases.actions import open_code_link
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.models import Thread
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.people.terms import Role
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, make_case
from tests.factories.desk import client_of
from tests.factories.people import NOW, MadeMember, make_member, make_organisation

pytestmark = pytest.mark.django_db
BUTTON = "Mail a new access code"


@pytest.fixture
def case() -> MadeCase:
    """Give a report of a finder who chose mail."""
    return make_case(make_organisation(host_names=["testserver"]), identity=NAMED, contact=MAILED)


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give a handler who reads English."""
    return make_member(case.organisation, name="Anna", language="en")


def address(case: MadeCase) -> str:
    return f"/desk/cases/{case.number}/new-code"


def page_of(case: MadeCase, by: MadeMember) -> str:
    return html.unescape(client_of(by).get(f"/desk/cases/{case.number}").text)


def press(case: MadeCase, by: MadeMember, version: int = 0) -> tuple[int, str]:
    client = client_of(by)
    answered = client.post(address(case), {"seen_version": str(version or case.version)})
    shown = client.get(answered.headers["Location"]) if "Location" in answered.headers else answered
    return shown.status_code, html.unescape(shown.text)


def test_case_page_leads_to_it_only_where_the_finder_is_mailed(case: MadeCase, anna: MadeMember) -> None:
    other = make_case(case.organisation)
    assert (BUTTON in page_of(case, anna), BUTTON in page_of(other, anna)) == (True, False)


def test_looking_does_nothing(case: MadeCase, anna: MadeMember) -> None:
    page = html.unescape(client_of(anna).get(address(case)).text)
    assert "The old code, an unused link to it" in page
    assert Owed.objects.filter(letter="new_code").count() == 0


def test_pressing_mails_a_link_and_shows_the_handler_no_code(case: MadeCase, anna: MadeMember) -> None:
    status, page = press(case, anna)
    letter = ready_letter(Owed.objects.get(letter="new_code"))
    token = re.findall(r"/case/link/([^?]+)", letter.body)[0]
    code = open_code_link(organisation=case.organisation.id, token=token, by=Channel.MAIL, now=NOW).code
    assert (status, code in page, token in page) == (200, False, False)
    assert "A new access code is on its way to the finder." in page
    assert "Anna had a new access code mailed to the finder" in page


def test_finder_without_an_address_is_told_of(case: MadeCase, anna: MadeMember) -> None:
    other = make_case(case.organisation)
    status, page = press(other, anna)
    assert (status, "Nothing was changed." in page) == (422, True)


def test_key_that_a_mail_says_was_taken_back_is_decided_about_first(case: MadeCase, anna: MadeMember) -> None:
    thread = Thread.objects.select_related("case").get()
    for trouble, is_report in (("", True), ("revoked", False)):
        key = LearnedKey(b"key", "AB", KeySource.SIGNED, trouble=trouble)
        learn_keys(thread, keys=[key], is_report=is_report, now=NOW)
    status, page = press(case, anna)
    assert (status, "another key, or stop using this one. Nothing was changed." in page) == (422, True)
    assert "A mail says that its owner took it back." in page_of(case, anna)


def test_case_that_moved_on_asks_again(case: MadeCase, anna: MadeMember) -> None:
    before = case.version
    answer(case, anna.unlocked)
    status, page = press(case, anna, before)
    assert (status, f'value="{case.version}"' in page) == (422, True)
    assert Owed.objects.filter(letter="new_code").count() == 0


def test_administrator_may_not(case: MadeCase) -> None:
    administrator = make_member(case.organisation, Role.ADMINISTRATOR)
    assert press(case, administrator)[0] == 403
