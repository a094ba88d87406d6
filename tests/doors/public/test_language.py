"""The choice of language."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from meldpunt.doors.public.language import choose
from tests.doors.public.conftest import Visit


def asked(visit: Visit, **query: str) -> HttpResponse:
    """Return the answer to a choice."""
    return choose(visit(f"/language?{urlencode(query)}"))


def test_choice_is_remembered_and_leads_back(visit: Visit) -> None:
    response = asked(visit, language="nl", next="/sealed")
    cookie = response.cookies["language"]
    assert (response.status_code, response.headers["Location"], cookie.value) == (302, "/sealed", "nl")
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.parametrize("language", ["", "fr", "nl\r\nSet-Cookie: x=1", "NL", "<script>"])
def test_language_not_spoken_here_is_no_page(visit: Visit, language: str) -> None:
    response = asked(visit, language=language)
    assert (response.status_code, dict(response.cookies)) == (404, {})


@pytest.mark.parametrize(
    "away",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/sealed?code=1234",
        "sealed",
        "///evil.example",
    ],
)
def test_way_back_never_leaves_the_site(visit: Visit, away: str) -> None:
    location = asked(visit, language="en", next=away).headers["Location"]
    assert location == "/"


def test_way_back_adds_no_header(visit: Visit) -> None:
    response = asked(visit, language="en", next="/\r\nX-Added: 1")
    assert (response.headers["Location"], "X-Added" in response.headers) == ("/%0D%0AX-Added:%201", False)
