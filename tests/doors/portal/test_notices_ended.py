"""A finder whose notices ended with the closing reads so, and can leave an address again."""

import pytest
from django.utils import timezone

from meldpunt.cases.actions import decline
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.terms import DeclineReason
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db
MAILED = {"reach": "email", "contact": "sam@finder.example", "notices": "on"}
NONE_NOW = "You get no mails about this report now"
LEAVE = '<a class="button" href="/case/contact">Leave an address for mails</a>'


@pytest.fixture
def closed(finder, organisation):
    """Return a finder who is in at a case that was closed."""
    finder.report(**MAILED)
    finder.enter()
    case = Case.objects.get()
    known = DeclineReason.ALREADY_KNOWN
    by = make_member(organisation).unlocked
    decline(number=case.number, reason=known, text="", seen_version=case.version, by=by, now=timezone.now())
    finder.get("/case/status")
    return finder


def write(finder):
    """Write something, which opens the case again, and read the page."""
    finder.post("/case/status", {**finder.hidden(), "message": "One thing more."})
    finder.get("/case/status")


def test_closed_page_says_that_mails_ended(closed):
    assert (
        "we erased the address for them when your report was closed" in closed.page,
        "If you write again, your report opens again" in closed.page,
        NONE_NOW in closed.page,
    ) == (True, True, False)


def test_reopened_page_offers_to_leave_an_address(closed):
    write(closed)
    assert (NONE_NOW in closed.page, LEAVE in closed.page) == (True, True)


def test_address_that_was_left_again_ends_the_notice(closed):
    write(closed)
    closed.get("/case/contact")
    closed.post("/case/contact", {**closed.hidden(), "who": "anonymous", **MAILED})
    closed.get("/case/status")
    assert (NONE_NOW in closed.page, "You get a mail when there is something new." in closed.page) == (False, True)
    assert Thread.objects.get().notice_address is not None


def test_form_of_a_closed_case_says_that_no_address_is_kept(closed):
    closed.get("/case/contact")
    assert "While it is, we send no mails and keep no address for them." in closed.page


def test_who_gave_no_address_reads_nothing_of_it(finder):
    finder.report()
    finder.enter()
    assert "no mails" not in finder.page
