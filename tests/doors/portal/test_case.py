"""The page behind the access code."""

import re
from unittest.mock import patch

import pytest
from django.utils import timezone

from meldpunt.arrivals.models import UploadDraft
from meldpunt.cases.models import FinderSession, Message, Thread
from meldpunt.cases.terms import SESSION_IDLE
from meldpunt.doors.portal.sessions import new_token
from tests.doors.portal.conftest import Finder, stored_files

pytestmark = pytest.mark.django_db
WRONG = ["", "wrong", "AAAA-" * 6 + "AAAA", "\0", "é🙂", "A" * 5000, "<script>"]


@pytest.fixture
def inside(finder):
    """Return a finder who reported and went in."""
    finder.report()
    finder.code = finder.element("access-code")
    finder.enter()
    return finder


def say(finder, **texts):
    """Send a message from the page in sight."""
    return finder.post("/case/status", {**finder.hidden(), **texts}, texts.pop("files", ()))


SPELLINGS = {
    "as shown": str,
    "small": str.lower,
    "in one": lambda code: code.replace("-", ""),
    "spaced": lambda code: f"  {code.replace('-', ' ')} ",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_any_spelling_of_the_code_opens_the_page(finder, spelling):
    finder.report()
    number = finder.element("case-number")
    finder.enter(spelling(finder.element("access-code")))
    assert finder.element("case-number") == number


def test_every_wrong_code_gets_the_same_page(finder):
    pages = {
        (finder.client.post("/case", {"code": code}).status_code, finder.client.post("/case", {"code": code}).content)
        for code in WRONG
    }
    assert len(pages) == 1


def test_the_code_of_another_organisation_opens_nothing(finder):
    from tests.factories.people import make_organisation

    make_organisation(name="Elders", host_names=["elders.example"])
    finder.report()
    assert finder.post("/case", {"code": finder.element("access-code")}, host="elders.example").status_code == 403


def test_the_code_is_never_shown_again(finder):
    finder.post("/case", {"code": "ABCD-EFGH"})
    assert re.findall("ABCD", finder.page) == []


def test_many_wrong_codes_are_slowed_then_refused_but_a_right_one_opens(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"codes_per_hour": 1})
    finder.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    finder.report()
    code = finder.element("access-code")
    answers = [finder.post("/case", {"code": "wrong"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [403, 403, 429]
    assert [answer.has_header("Meldpunt-Delay") for answer in answers] == [False, True, False]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert finder.enter(code).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(inside):
    cookie = inside.client.cookies["finder"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", "")


def test_over_https_the_cookie_travels_over_https_only(finder):
    finder.report()
    finder.client.post("/case", {"code": finder.element("access-code")}, secure=True)
    assert finder.client.cookies["__Host-finder"]["secure"] is True


def test_the_session_token_is_not_in_the_database(inside):
    token = inside.client.cookies["finder"].value
    assert token.encode() not in bytes(FinderSession.objects.get().digest) + bytes(
        FinderSession.objects.get().sealed_seed
    )


def test_whose_page_is_open_is_led_to_it_and_may_still_enter_another_code(inside):
    page = inside.get("/case").text
    assert ('href="/case/status"' in page, 'name="code"' in page) == (True, True)


def test_a_page_that_was_left_is_no_longer_offered(inside):
    FinderSession.objects.all().delete()
    assert 'href="/case/status"' not in inside.get("/case").text


@pytest.mark.parametrize("address", ["/case/status", "/case/contact", "/case/contact/delete"])
def test_without_a_session_the_code_is_asked_for(finder, address):
    assert finder.get(address).status_code == 403
    assert 'name="code"' in finder.page


@pytest.mark.parametrize("address", ["/case/status", "/case/contact", "/case/contact/delete", "/case/leave"])
@pytest.mark.parametrize("token", ["", "forged", f"{'0' * 32}.{'0' * 64}", "é"])
def test_a_form_that_is_not_of_this_session_does_nothing(inside, address, token):
    assert inside.post(address, {"form": token, "message": "x", "name": "x"}).status_code == 403
    assert (Message.objects.count(), Thread.objects.get().report.identity, FinderSession.objects.count()) == (
        0,
        None,
        1,
    )


def test_a_form_of_another_session_does_nothing(inside):
    assert inside.post("/case/status", {"form": new_token("another"), "message": "x"}).status_code == 403
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
@pytest.mark.parametrize("address", ["/case", "/case/status", "/case/leave"])
def test_a_request_that_another_site_made_is_refused(inside, address, header):
    assert inside.post(address, {**inside.hidden(), "code": inside.code, "message": "x"}, **header).status_code == 403
    assert Message.objects.count() == 0


def test_a_message_is_added(inside):
    assert say(inside, message="More <b>news</b>").status_code == 303
    inside.get("/case/status")
    assert "More &lt;b&gt;news&lt;/b&gt;" in inside.page


def test_a_message_that_is_sent_twice_is_added_once(inside):
    form = inside.hidden()
    answers = [inside.post("/case/status", {**form, "message": "once"}).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert Message.objects.count() == 1


def test_two_messages_with_the_same_text_are_two(inside):
    say(inside, message="same")
    inside.get("/case/status")
    say(inside, message="same")
    assert Message.objects.count() == 2


@pytest.mark.parametrize(("text", "status"), [("", 422), ("x" * 200_001, 422), ("a\0b", 422), ("x" * 200_000, 303)])
def test_a_message_has_the_limits_of_a_report(inside, text, status):
    assert say(inside, message=text).status_code == status


def test_a_nul_is_refused_with_what_to_do(inside):
    assert "Take it out, or write in words where it stood." in say(inside, message="a\0b").content.decode()


def test_files_of_a_message_survive_an_error_and_time(inside):
    inside.post("/case/status", {**inside.hidden(), "message": "a\0b"}, (("late.txt", b"late", "text/plain"),))
    say(inside, message="now")
    from datetime import timedelta

    from meldpunt.arrivals.actions import expire

    expire(now=timezone.now() + timedelta(days=3))
    inside.get("/case/status")
    address = inside.file()
    assert b"".join(inside.client.get(address).streaming_content) == b"late"


def test_too_many_messages_are_refused_with_the_text_kept(inside, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"reports_per_hour": 1})
    from meldpunt.doors.portal import posting

    posting._allowance.cache_clear()
    inside.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    statuses = []
    for number in range(7):
        inside.get("/case/status")
        statuses.append(say(inside, message=f"number {number}").status_code)
    assert statuses == [303] * 6 + [429]
    assert "number 6" in inside.page


def test_what_was_typed_when_the_session_ended_is_kept_until_the_code_is_there_but_no_file(inside):
    with patch("django.utils.timezone.now", return_value=timezone.now() + SESSION_IDLE * 2):
        assert (
            inside.post(
                "/case/status", {**inside.hidden(), "message": "Do not lose me"}, (("a.txt", b"x", "x/y"),)
            ).status_code
            == 403
        )
        assert "Do not lose me" in inside.page
        assert "Not here any more: <bdi>a.txt</bdi>" in inside.page
        inside.post("/case", {**inside.hidden(), "message": "Do not lose me", "code": inside.code})
        assert "Do not lose me" in inside.page
        assert UploadDraft.objects.count() == 0


def test_who_is_not_there_leaves_no_file(inside):
    inside.client.cookies.clear()
    stored = stored_files()
    files = (("a.txt", b"x", "x/y"), ("b.txt", b"x", "x/y"))
    assert inside.post("/case/status", {**inside.hidden(), "message": "Do not lose me"}, files).status_code == 403
    assert "Not here any more: <bdi>a.txt, b.txt</bdi>" in inside.page
    assert stored_files() == stored


@pytest.mark.parametrize("file", ["00000000-0000-0000-0000-000000000000", "not-an-id"])
def test_a_file_that_is_not_there_is_not_found(inside, file):
    assert inside.get(f"/case/files/{file}").status_code == 404


def test_a_file_of_somebody_else_is_not_found(inside):
    other = Finder()
    other.report((("a.txt", b"x", "text/plain"),))
    other.enter()
    address = other.file()
    assert inside.get(address).status_code == 404


def test_contact_details_can_be_replaced(inside):
    inside.get("/case/contact")
    assert (
        inside.post("/case/contact", {**inside.hidden(), "name": "Noor", "contact": "a@b.example"}).status_code == 303
    )
    inside.get("/case/status")
    assert "We hold a name" in inside.page


def test_contact_details_that_are_wrong_come_back(inside):
    inside.get("/case/contact")
    assert inside.post("/case/contact", {**inside.hidden(), "reach": "email", "contact": "nope"}).status_code == 422
    assert 'value="nope"' in inside.page


def test_contact_details_are_deleted_after_asking_once_more(finder):
    finder.report(name="Noor", contact="a@b.example")
    finder.enter()
    finder.get("/case/contact/delete")
    assert finder.post("/case/contact/delete", finder.hidden()).status_code == 303
    finder.get("/case/status")
    assert "We hold no name" in finder.page
    assert Thread.objects.get().report.identity is None


def test_leaving_ends_the_session_on_both_sides(inside):
    inside.post("/case/leave", inside.hidden())
    assert (FinderSession.objects.count(), inside.client.cookies["finder"].value) == (0, "")


def test_a_session_does_not_open_the_page_of_another_organisation(inside):
    from tests.factories.people import make_organisation

    make_organisation(name="Elders", host_names=["elders.example"])
    assert inside.get("/case/status", host="elders.example").status_code == 403


def test_the_page_is_kept_by_no_cache(inside):
    assert inside.get("/case/status").headers["Cache-Control"] == "no-store"
