"""The link of a mailed receipt: looking uses nothing up, the button shows the code once."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.utils import timezone

from meldpunt.cases.models import CodeLink
from meldpunt.sealing.rules.locks import new_token
from tests.doors.portal.conftest import Finder
from tests.factories.cases import MadeCase, mail_link, make_case
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(organisation):
    """Return a report whose finder was mailed a link."""
    return make_case(organisation, now=timezone.now())


@pytest.fixture
def token(case):
    """Return the token of that link."""
    return mail_link(case, now=timezone.now())


def press(finder: Finder, token: str, **texts: str):
    """Open the link and press the button."""
    finder.get(f"/case/link/{token}")
    return finder.post("/case/link", {**finder.hidden(), **texts})


def test_link_shows_a_button_and_nothing_of_the_report(finder: Finder, case: MadeCase, token: str) -> None:
    page = finder.get(f"/case/link/{token}").content.decode()
    assert [secret for secret in (case.receipt.code, case.number, "dossier") if secret in page] == []
    assert CodeLink.objects.count() == 1


def test_page_is_the_same_for_every_token(finder: Finder, token: str) -> None:
    pages = [
        finder.get(f"/case/link/{one}").content.decode().replace(one, "")
        for one in (token, new_token(), "0123456789", token.lower())
    ]
    assert len(set(pages)) == 1


def test_page_asks_the_database_nothing_about_the_token(finder: Finder, token: str, django_assert_num_queries) -> None:
    finder.get("/case")
    with django_assert_num_queries(1) as asked:  # whose pages these are
        finder.get(f"/case/link/{token}")
    assert "cases_codelink" not in asked.captured_queries[0]["sql"]


def test_button_shows_the_receipt_with_the_code(finder: Finder, case: MadeCase, token: str) -> None:
    answer = press(finder, token)
    assert (answer.status_code, finder.element("access-code"), finder.element("case-number")) == (
        200,
        case.receipt.code,
        case.number,
    )
    assert finder.element("digest") == case.receipt.digest


def test_code_behind_the_link_opens_the_page(finder: Finder, case: MadeCase, token: str) -> None:
    press(finder, token)
    finder.enter(finder.element("access-code"))
    assert finder.element("case-number") == case.number


def test_receipt_behind_the_link_is_kept_as_a_text_file(finder: Finder, case: MadeCase, token: str) -> None:
    press(finder, token)
    file = finder.post("/report/receipt.txt", finder.hidden())
    assert case.receipt.code in file.content.decode()


def test_link_works_in_one_browser(finder: Finder, token: str) -> None:
    assert (press(finder, token).status_code, press(Finder(), token).status_code) == (200, 410)


def test_page_that_was_lost_comes_again_in_the_same_browser(finder: Finder, case: MadeCase, token: str) -> None:
    """Sent again as it was, or after the link in the mail was opened anew."""
    finder.get(f"/case/link/{token}")
    sent = finder.hidden()
    answers = [finder.post("/case/link", sent), finder.post("/case/link", sent), press(finder, token)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert (finder.element("access-code"), finder.element("digest")) == (case.receipt.code, case.receipt.digest)


def test_after_a_quarter_of_an_hour_nobody_sees_it_again(finder: Finder, token: str) -> None:
    press(finder, token)
    with patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=16)):
        assert press(finder, token).status_code == 410


def test_browser_without_cookies_sees_it_once(finder: Finder, token: str) -> None:
    answers = [finder.post("/case/link", {"link": token}) for _ in range(2)]
    assert ([answer.status_code for answer in answers], CodeLink.objects.count()) == ([200, 410], 0)


def test_cookie_that_holds_a_link_is_out_of_reach_and_ends(finder: Finder, token: str) -> None:
    cookie = finder.get(f"/case/link/{token}").cookies["link"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", 3600)
    assert finder.get(f"/case/link/{new_token()}").cookies["link"].value == cookie.value
    assert token not in cookie.value


def test_link_that_was_used_says_what_to_do(finder: Finder, token: str) -> None:
    press(finder, token)
    page = press(Finder(), token).content.decode()
    assert "ask for a new one" in page


def test_link_that_is_too_old_is_over(finder: Finder, token: str) -> None:
    CodeLink.objects.update(created_at=timezone.now() - timedelta(days=31), expires_at=timezone.now())
    assert press(finder, token).status_code == 410


@pytest.mark.usefixtures("organisation")
def test_link_of_another_organisation_is_over_here_and_still_works_there(finder: Finder) -> None:
    other = make_organisation(name="Elders", host_names=["elders.example"])
    token = mail_link(make_case(other, now=timezone.now()), now=timezone.now())
    assert (press(finder, token).status_code, CodeLink.objects.count()) == (410, 1)


@pytest.mark.parametrize("wrong", ["", "x", "\0", "é🙂", "A" * 5000, "<script>"])
@pytest.mark.usefixtures("organisation")
def test_no_text_breaks_the_page(finder: Finder, wrong: str) -> None:
    assert finder.post("/case/link", {"link": wrong}).status_code == 410


def test_every_spelling_of_the_token_works(finder: Finder, token: str) -> None:
    assert finder.post("/case/link", {"link": f" {token.replace('-', '').lower()} "}).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("nl", "Laat mijn toegangscode zien"), ("en", "Show my access code")])
def test_page_speaks_the_language_of_the_mail(finder: Finder, token: str, language: str, words: str) -> None:
    page = finder.get(f"/case/link/{token}?language={language}").content.decode()
    assert (f'<html lang="{language}"' in page, words in page) == (True, True)


def test_receipt_speaks_the_language_of_the_mail(finder: Finder, token: str) -> None:
    finder.get(f"/case/link/{token}?language=nl")
    assert 'lang="nl"' in finder.post("/case/link", finder.hidden()).content.decode()


@pytest.mark.parametrize("language", ["fr", "", "../x", "\0"])
def test_language_that_nobody_speaks_here_is_the_browsers(finder: Finder, token: str, language: str) -> None:
    answer = finder.client.get(f"/case/link/{token}", {"language": language})
    assert '<html lang="en"' in answer.content.decode()


def test_token_stands_in_no_link_of_the_page_and_no_address_after_it(finder: Finder, token: str) -> None:
    first = finder.get(f"/case/link/{token}")
    assert [link for link in re.findall(r'(?:href|action|src)="([^"]*)"', finder.page) if token in link] == []
    assert first.headers["Referrer-Policy"] == "strict-origin"
    receipt = finder.post("/case/link", finder.hidden())
    assert token not in receipt.content.decode()


@pytest.mark.parametrize("press_it", [False, True])
def test_no_page_of_the_link_is_kept(finder: Finder, token: str, *, press_it: bool) -> None:
    answer = press(finder, token) if press_it else finder.get(f"/case/link/{token}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_page_of_the_link_has_no_script(finder: Finder, token: str) -> None:
    finder.get(f"/case/link/{token}")
    assert "<script" not in finder.page


def test_another_site_cannot_press_the_button(finder: Finder, token: str) -> None:
    answer = finder.post("/case/link", {"link": token}, (), **{"sec-fetch-site": "cross-site"})
    assert (answer.status_code, CodeLink.objects.count()) == (403, 1)


def test_wrong_links_are_slowed_and_then_refused_like_wrong_codes(finder: Finder, token: str, settings) -> None:
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"codes_per_hour": 1})
    finder.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    answers = [finder.post("/case/link", {"link": new_token()}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [410, 410, 429]
    assert [answer.has_header("Meldpunt-Delay") for answer in answers] == [False, True, False]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert press(finder, token).status_code == 200


def test_trouble_of_the_database_does_not_use_the_link_up(finder: Finder, token: str) -> None:
    with patch("meldpunt.doors.portal.code_link.open_code_link", side_effect=OperationalError):
        answer = press(finder, token)
    assert (answer.status_code, finder.hidden()["link"]) == (503, token)
    assert press(finder, token).status_code == 200


def test_only_a_post_uses_it_and_only_a_get_shows_it(finder: Finder, token: str) -> None:
    answers = [finder.get("/case/link").status_code, finder.post(f"/case/link/{token}").status_code]
    assert answers == [405, 405]


def test_who_lost_the_code_is_told_to_answer_our_mail_where_we_take_mail(finder: Finder, organisation) -> None:
    from tests.factories.people import take_mail

    before = finder.get("/case").content.decode()
    take_mail(organisation)
    after = finder.get("/case").content.decode()
    assert ("ask for a new code" in before, "ask for a new code" in after) == (False, True)


def test_receipt_behind_the_link_says_how_a_lost_code_comes_again(finder: Finder, token: str) -> None:
    page = press(finder, token).content.decode()
    assert ("ask for a new code" in page, "your only way back" in page, "cannot see our answer" in page) == (
        True,
        False,
        False,
    )
