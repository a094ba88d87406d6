"""*Your details*: nothing that is kept is lost because a policy changed, and nothing that was typed either."""

import re
from html import unescape

import pytest
from django.utils import timezone

from meldpunt.cases.models import Thread
from meldpunt.reports.models import Report
from tests.factories.policy import publish_text
from tests.factories.policy_texts import with_lines

pytestmark = pytest.mark.django_db
MINE = {"who": "name", "name": "Noor", "reach": "email", "contact": "noor@finder.example", "notices": "on"}
NEW = {**MINE, "name": "Nora", "contact": "nora@finder.example"}
NOTHING = {"who": "anonymous", "name": "", "reach": "none", "contact": ""}
CHANGED = "We ask for other details now"
NOT_ASKED = "We do not ask for your details any more"
GIVES_UP = "This deletes something you left before"
OFFER = "Leave a name or an address"


def text(identity, contact):
    """Return the small policy, asking this of a finder."""
    return with_lines("[clauses]", f"[finder]\nidentity = {identity}\ncontact = {contact}\n\n[clauses]")


NEITHER = text('["anonymous"]', "[]")
NO_NAME = text('["anonymous"]', '["email", "phone"]')
NO_ADDRESS = text('["anonymous", "name"]', "[]")
PHONE = text('["anonymous", "name"]', '["phone"]')
SAME = text('["anonymous", "pseudonym", "name"]', '["email", "phone"]')


@pytest.fixture
def known(finder):
    """Return a finder of whom a name and an address are kept, at the page of their details."""
    finder.report(**MINE)
    finder.enter()
    finder.get("/case/contact")
    return finder


def kept():
    """Return all that is kept of the one finder there is."""
    report, thread = Report.objects.get(), Thread.objects.get()
    return report.identity_mode, bytes(report.identity or b""), bytes(thread.notice_address or b"")


def save(finder, **texts):
    """Send the page in sight."""
    return finder.post("/case/contact", {**finder.hidden(), **texts}).status_code


def says(finder, words):
    """Tell whether words are on the page, whatever its lines."""
    return words in " ".join(finder.page.split())


@pytest.mark.parametrize(
    ("later", "told"), [(NEITHER, NOT_ASKED), (NO_NAME, CHANGED), (NO_ADDRESS, CHANGED), (PHONE, CHANGED)]
)
def test_page_that_was_drawn_under_another_policy_changes_nothing(known, organisation, later, told):
    before = kept()
    publish_text(organisation, later, now=timezone.now())
    assert (save(known, **NEW), kept() == before, says(known, told)) == (409, True, True)


@pytest.mark.parametrize("later", [NEITHER, NO_NAME, NO_ADDRESS, PHONE])
def test_all_that_was_typed_is_shown_again(known, organisation, later):
    publish_text(organisation, later, now=timezone.now())
    save(known, **NEW)
    assert [each in unescape(known.page) for each in ("Nora", "nora@finder.example")] == [True, True]


def test_what_is_not_asked_any_more_is_set_apart_to_copy(known, organisation):
    publish_text(organisation, NEITHER, now=timezone.now())
    save(known, **NEW)
    shown = known.found(r'<dl class="facts" id="left">(.*?)</dl>')
    assert [unescape(each) for each in re.findall(r"<dd[^>]*>(.*?)</dd>", shown)] == [
        "My name",
        "Also by e-mail",
        "Nora",
        "nora@finder.example",
    ]


def test_a_policy_that_asks_the_same_of_a_finder_asks_nothing_twice(known, organisation):
    publish_text(organisation, SAME, now=timezone.now())
    before = kept()
    assert (save(known, **NEW), kept() == before) == (303, False)


@pytest.mark.parametrize("offered", [None, "", "forged", "anonymous none"])
def test_page_of_which_nobody_knows_what_it_offered_changes_nothing(known, offered):
    before = kept()
    texts = {name: value for name, value in known.hidden().items() if name != "offered"}
    status = known.post(
        "/case/contact", {**texts, **({} if offered is None else {"offered": offered}), **NEW}
    ).status_code
    assert (status, kept() == before) == (409, True)


def test_what_has_no_field_is_never_dropped_in_silence(known, organisation):
    publish_text(organisation, NO_NAME, now=timezone.now())
    known.get("/case/contact")
    before = kept()
    assert (save(known, **NEW), kept() == before, says(known, "Nora")) == (409, True, True)


@pytest.mark.parametrize("later", [NO_NAME, NO_ADDRESS, PHONE])
def test_what_is_kept_and_not_offered_is_given_up_only_when_said_so(known, organisation, later):
    publish_text(organisation, later, now=timezone.now())
    known.get("/case/contact")
    before = kept()
    new = {"contact": "+31 6 12345678", "reach": "phone"} if later != NO_ADDRESS else {"who": "name", "name": "Nora"}
    assert (save(known, **new), kept() == before, says(known, GIVES_UP)) == (409, True, True)
    assert (save(known, **new), kept() == before) == (303, False)


def test_a_kept_address_is_not_asked_after_where_none_was_ever_taken(finder, organisation):
    publish_text(organisation, NO_ADDRESS, now=timezone.now())
    finder.report(who="name", name="Noor")
    finder.enter()
    finder.get("/case/contact")
    assert save(finder, who="name", name="Nora") == 303


def test_an_empty_page_asks_before_it_deletes(known):
    before = kept()
    assert (save(known, **NOTHING), known.response.headers["Location"]) == (303, "/case/contact/delete")
    assert kept() == before


def test_an_empty_page_of_who_left_nothing_says_nothing_of_replacing(finder):
    finder.report()
    finder.enter()
    finder.get("/case/contact")
    assert (save(finder, **NOTHING), finder.response.headers["Location"]) == (303, "/case/status")


@pytest.mark.parametrize("later", [NEITHER, NO_NAME, NO_ADDRESS, PHONE])
def test_details_can_be_deleted_under_every_policy(known, organisation, later):
    publish_text(organisation, later, now=timezone.now())
    known.get("/case/status")
    assert 'href="/case/contact/delete"' in known.page
    known.get("/case/contact/delete")
    known.post("/case/contact/delete", known.hidden())
    assert kept() == ("anonymous", b"", b"")


def test_page_of_who_left_details_says_that_they_stay(known, organisation):
    publish_text(organisation, NEITHER, now=timezone.now())
    known.get("/case/contact")
    assert says(known, "What you left before stays as it is until you delete it.")
    assert (
        "takes the place of" in known.page,
        ">Save<" in known.page,
        'href="/case/contact/delete"' in known.page,
    ) == (
        False,
        False,
        True,
    )


@pytest.mark.parametrize(("later", "offered"), [(NEITHER, False), (NO_NAME, True), (NO_ADDRESS, True)])
def test_details_are_asked_for_only_where_they_are_taken(finder, organisation, later, offered):
    publish_text(organisation, later, now=timezone.now())
    finder.report()
    finder.enter()
    assert (OFFER in finder.page, 'href="/case/contact"' in finder.page) == (offered, offered)


def test_kept_details_cannot_be_replaced_where_none_are_taken(known, organisation):
    publish_text(organisation, NEITHER, now=timezone.now())
    known.get("/case/status")
    assert ("Replace them" in known.page, "Delete them" in known.page) == (False, True)


@pytest.mark.parametrize(("language", "told"), [("en", CHANGED), ("nl", "Wij vragen nu andere gegevens")])
def test_it_is_told_in_both_languages(known, organisation, language, told):
    known.client.cookies["language"] = language
    publish_text(organisation, PHONE, now=timezone.now())
    known.post("/case/contact", {**known.hidden(), **NEW}, **{"accept-language": language})
    assert says(known, told)
