"""Whose page it is, in which language, and what it carries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from meldpunt.site.server.bridge import REFUSED
from tests.factories.people import NOW, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisations() -> None:
    make_organisation(name="Oudste", languages=("nl", "en"), host_names=("oud.example",), now=NOW - timedelta(days=1))
    make_organisation(name="Newer", languages=("en",), host_names=("new.example",))


def get(path: str = "/", **headers: str) -> tuple[int, str]:
    """Return status and text of a page."""
    response = Client().get(path, headers=headers)
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("oud.example", "Oudste"),
        ("new.example", "Newer"),
        ("NEW.example:8443", "Newer"),
        ("127.0.0.1:8000", "Oudste"),
        ("[::1]:8000", "Oudste"),
        ("localhost", "Oudste"),
        ("testserver", "Oudste"),
    ],
)
def test_host_names_the_organisation(host: str, name: str) -> None:
    """An address that is no name of anybody means the first organisation."""
    status, text = get(host=host)
    assert (status, name in text) == (200, True)


@pytest.mark.parametrize("host", ["other.example", "oud.example.evil.example", "example"])
def test_unknown_host_names_nobody(host: str) -> None:
    """A stranger's name on our address learns nothing."""
    status, text = get(host=host)
    assert (status, "Oudste" in text, "Newer" in text) == (404, False, False)


@pytest.mark.parametrize("host", ["a b/../c", "[::::]", "[a:b.c]"])
def test_malformed_host_is_refused(host: str) -> None:
    """It is no host name at all."""
    assert get(host=host)[0] == 400


def test_malformed_host_is_refused_in_the_visitors_language() -> None:
    """Nobody's page speaks to whoever reads it."""
    told = [get(host="a b/../c", **{"Accept-Language": asked})[1].partition('lang="')[2][:2] for asked in ("nl", "en")]
    assert told == ["nl", "en"]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "localhost", "testserver", "new.example"])
def test_slug_names_the_organisation_where_it_lives(host: str) -> None:
    """At the server's own names, and at its own host; its links stay there."""
    status, text = get("/o/newer/", host=host)
    assert (status, "Newer" in text, 'href="/o/newer/' in text) == (200, True, True)


@pytest.mark.parametrize("host", ["oud.example", "nobody.example", "oud.example.evil.example"])
@pytest.mark.parametrize("path", ["/o/newer/", "/o/newer/report", "/o/newer/.well-known/security.txt"])
def test_slug_tells_nothing_elsewhere(host: str, path: str) -> None:
    """Nobody's name tells who lives here, and no organisation's name shows another's form: both are as if there were no such one."""
    status, text = get(path, host=host)
    there_is_none = get(path.replace("newer", "nobody"), host=host)
    assert (status, "Newer" in text, (status, text) == there_is_none) == (404, False, True)


def test_form_is_not_sent_to_another_organisation() -> None:
    """What was typed at one name goes to nobody else."""
    answer = Client(headers={"host": "oud.example"}).post("/o/newer/report", {"what": "x"})
    assert (answer.status_code, "Newer" in answer.text) == (404, False)


@pytest.mark.parametrize("path", ["/o/nobody/", "/o/newer/desk/", "/o/newer/o/oudste/", "/o/newer/nothing", "/o//"])
def test_nothing_else_is_under_a_slug(path: str) -> None:
    """Only the pages for everybody."""
    assert get(path)[0] == 404


@pytest.mark.parametrize("path", ["/o/nobody/", "/o/nobody/report"])
def test_a_slug_of_nobody_is_linked_nowhere(path: str) -> None:
    """The page for nothing there leads to a page that is there."""
    assert "/o/nobody" not in get(path)[1]


def test_prefix_does_not_stay() -> None:
    """The next request of the same thread has links of its own."""
    get("/o/newer/")
    assert "/o/newer" not in get("/", host="oud.example")[1]


@pytest.mark.parametrize(
    ("host", "accept", "expected"),
    [
        ("oud.example", "", "nl"),
        ("oud.example", "en-GB,nl;q=0.5", "en"),
        ("oud.example", "fr,de;q=0.5", "nl"),
        ("new.example", "nl", "en"),
    ],
)
def test_language_is_one_the_organisation_speaks(host: str, accept: str, expected: str) -> None:
    """As the browser asks when it can, else the organisation's first."""
    response = Client().get("/", headers={"host": host, "accept-language": accept})
    assert response.headers["Content-Language"] == expected


def test_chosen_language_wins() -> None:
    """Over what the browser asks."""
    client = Client()
    client.cookies["language"] = "en"
    response = client.get("/", headers={"host": "oud.example", "accept-language": "nl"})
    assert response.headers["Content-Language"] == "en"


@pytest.mark.parametrize("path", ["/", "/nothing", "/healthz"])
def test_headers_of_every_page(path: str) -> None:
    """Nothing is loaded from elsewhere, kept, framed or guessed."""
    headers = Client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert (policy.startswith("default-src 'none'; "), "unsafe" in policy, "frame-ancestors 'none'" in policy) == (
        True,
        False,
        True,
    )
    assert [headers[name] for name in EXPECTED] == list(EXPECTED.values())


@pytest.mark.parametrize("path", ["/static/look/public.css", "/static/look/seal.svg"])
def test_headers_of_styles_and_icons(path: str) -> None:
    """The same, and nobody else's page may read them."""
    with override_settings(WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        response = Client().get(path)
    assert (response.status_code, len(b"".join(response.streaming_content)) > 0) == (200, True)  # type: ignore[attr-defined]
    response.close()
    assert [response.headers[name] for name in EXPECTED] == list(EXPECTED.values())
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert response.headers.get("Access-Control-Allow-Origin") is None


EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("refused", "status"), [(400, 400), (408, 408), (411, 400), (413, 413), (503, 503), (507, 503)]
)
def test_refusal_of_the_server_is_a_page(refused: int, status: int) -> None:
    """In the visitor's language, whatever the method was."""
    extra: dict[str, Any] = {REFUSED: refused}
    headers = {"accept-language": "nl", "host": "oud.example"}
    response = Client(enforce_csrf_checks=True).post("/report", headers=headers, **extra)
    assert (response.status_code, '<html lang="nl">' in response.content.decode()) == (status, True)


def test_form_without_token_is_a_page() -> None:
    """403, and it says what to do."""
    response = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert response.status_code in {403, 405}


def test_host_is_not_asked_for_health() -> None:
    """Whoever watches over the server uses any name, and needs no database."""
    assert get("/healthz", host="other.example")[0] == 200


@pytest.mark.parametrize(("language", "words"), [("en", 'lang="en"'), ("nl", 'lang="nl"')])
def test_pages_of_nobody_speak_the_language_of_the_settings(settings: Any, language: str, words: str) -> None:
    """Where neither the visitor nor an organisation decides."""
    settings.LANGUAGE_CODE = language
    assert words in get(host="other.example")[1]


@pytest.mark.parametrize(("host", "path"), [("other.example", "/"), ("oud.example", "/o/nobody/")])
@pytest.mark.parametrize("asked", ["nl", "en"])
def test_page_of_nobody_speaks_as_the_browser_asks(host: str, path: str, asked: str) -> None:
    """Whoever mistyped the address reads so in a language of their own."""
    response = Client().get(path, headers={"host": host, "accept-language": asked})
    shown = response.content.decode()
    assert (response.status_code, response.headers["Content-Language"], f'<html lang="{asked}">' in shown) == (
        404,
        asked,
        True,
    )
