"""The counting itself: every rule takes or gives what the Observatory does, so that a good grade says something."""

from dataclasses import replace

import pytest

from tests.site.observatory import Answer, counted, grade, score

CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"
GOOD = Answer(
    "https://meld.haven.example/",
    {
        "content-security-policy": CSP,
        "content-type": "text/html; charset=utf-8",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "same-origin",
        "strict-transport-security": "max-age=31536000",
        "x-content-type-options": "nosniff",
    },
    "<script src=/static/a.js></script>",
    ("__Host-form=x; Path=/; Secure; HttpOnly; SameSite=Lax",),
    origin="https://elsewhere.example",
)


def with_header(name: str, value: str | None) -> Answer:
    """Return the good answer with another header, or without it."""
    headers = {key: text for key, text in GOOD.headers.items() if key != name}
    return replace(GOOD, headers=headers if value is None else {**headers, name: value})


def test_a_good_answer_is_better_than_needed() -> None:
    assert (score(GOOD), grade(GOOD)) == (135, "A+")


def test_an_answer_with_nothing_fails() -> None:
    assert (score(Answer("https://meld.haven.example/")), grade(Answer("https://meld.haven.example/"))) == (30, "D")


@pytest.mark.parametrize(
    ("name", "value", "points", "letter"),
    [
        ("content-security-policy", None, -25, "C"),
        ("content-security-policy", "", -25, "C"),
        ("content-security-policy", f"{CSP}; img-src *", -25, "C"),
        ("content-security-policy", CSP.replace("'none'; script", "'self'; script"), 5, "A+"),
        ("content-security-policy", CSP.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"), -20, "B+"),
        ("content-security-policy", CSP.replace("script-src 'self'", "script-src https:"), -20, "B+"),
        ("content-security-policy", "style-src 'self'; frame-ancestors 'none'", -20, "B+"),
        ("content-security-policy", CSP.replace("script-src 'self'", "script-src 'unsafe-eval'"), -10, "A+"),
        ("content-security-policy", CSP.replace("style-src 'self'", "style-src http://a.example"), -20, "B+"),
        ("content-security-policy", CSP.replace("img-src 'self'", "img-src http://a.example"), -10, "A+"),
        ("content-security-policy", CSP.replace("style-src 'self'", "style-src 'unsafe-inline'"), 0, "A+"),
        ("cross-origin-resource-policy", None, 0, "A+"),
        ("cross-origin-resource-policy", "cross-origin", 0, "A+"),
        ("cross-origin-resource-policy", "same-sight", -5, "A+"),
        ("referrer-policy", None, 0, "A+"),
        ("referrer-policy", "unsafe-url", -5, "A+"),
        ("referrer-policy", "same-origin, origin", -5, "A+"),
        ("referrer-policy", "origin, no-referrer", 5, "A+"),
        ("referrer-policy", "nobody", -5, "A+"),
        ("strict-transport-security", None, -20, "B+"),
        ("strict-transport-security", "max-age=3600", -10, "A+"),
        ("strict-transport-security", "includeSubDomains", -20, "B+"),
        ("strict-transport-security", "max-age=31536000, max-age=31536000", -20, "B+"),
        ("x-content-type-options", None, -5, "A+"),
        ("x-content-type-options", "sniff", -5, "A+"),
    ],
)
def test_a_header(name: str, value: str | None, points: int, letter: str) -> None:
    answer = with_header(name, value)
    assert (counted(answer)[name], grade(answer)) == (points, letter)


@pytest.mark.parametrize(
    ("value", "points"), [("deny", 0), ("SAMEORIGIN", 0), ("allow-from https://a.example", 0), ("", -20), ("yes", -20)]
)
def test_frames_without_a_policy(value: str, points: int) -> None:
    bare = with_header("content-security-policy", CSP.replace("; frame-ancestors 'none'", ""))
    answer = replace(bare, headers={**bare.headers, "x-frame-options": value})
    assert counted(answer)["x-frame-options"] == points


@pytest.mark.parametrize(
    ("line", "points"),
    [
        ("form=x; Secure; HttpOnly; SameSite=Strict", 5),
        ("form=x; Secure; HttpOnly", 0),
        ("form=x; HttpOnly; SameSite=Lax", -5),
        ("session=x; Secure; SameSite=Lax", -30),
        ("session=x; HttpOnly; SameSite=Lax", -10),
        ("csrftoken=x; Secure; HttpOnly", -20),
        ("form=x; Secure; SameSite=Sometimes", -20),
        ("form=x; SameSite=None", -20),
    ],
)
def test_a_cookie(line: str, points: int) -> None:
    assert counted(replace(GOOD, cookies=("good=x; Secure; SameSite=Lax", line)))["cookies"] == points


@pytest.mark.parametrize(("line", "points"), [("form=x; SameSite=Lax", -20), ("login=x; HttpOnly; SameSite=Lax", -40)])
def test_a_cookie_that_nothing_keeps_on_https(line: str, points: int) -> None:
    assert counted(replace(with_header("strict-transport-security", None), cookies=(line,)))["cookies"] == points


@pytest.mark.parametrize(
    ("origin", "credentials", "points"),
    [
        ("*", "", 0),
        ("https://a.example", "true", 0),
        ("https://elsewhere.example", "", 0),
        ("https://elsewhere.example", "True", -50),
    ],
)
def test_who_may_read_along(origin: str, credentials: str, points: int) -> None:
    more = {"access-control-allow-origin": origin, "access-control-allow-credentials": credentials}
    assert counted(replace(GOOD, headers={**GOOD.headers, **more}))["cross-origin-resource-sharing"] == points


@pytest.mark.parametrize(
    ("route", "points"),
    [
        (None, 0),
        (("http://a.example/", "https://a.example/"), 0),
        (("http://a.example/", "https://b.example/"), -5),
        (("http://a.example/", "http://b.example/", "https://b.example/"), -10),
        (("http://a.example/",), -20),
        (("http://a.example/", "http://b.example/"), -20),
    ],
)
def test_where_plain_http_leads(route: tuple[str, ...] | None, points: int) -> None:
    assert counted(replace(GOOD, route=route))["redirection"] == points


@pytest.mark.parametrize(
    ("source", "points"),
    [
        ("src=/a.js", 0),
        ("src=https://www.haven.example/a.js", 0),
        ("src=/a.js integrity=sha256-x", 5),
        ("src=https://far.example/a.js integrity=sha256-x", 5),
        ("src=https://far.test/a.js", -5),
        ("src=http://far.test/a.js integrity=sha256-x", -20),
        ("src=http://far.test/a.js", -50),
        ("src=//far.test/a.js", -50),
    ],
)
def test_a_script(source: str, points: int) -> None:
    assert counted(replace(GOOD, body=f"<p><script {source}></script>"))["subresource-integrity"] == points


def test_what_is_no_page_has_no_scripts() -> None:
    text = with_header("content-type", "text/plain")
    assert counted(replace(text, body="<script src=//far.test/a.js></script>"))["subresource-integrity"] == 0


def test_who_lost_more_than_ten_points_gets_none_back() -> None:
    answers = [with_header("strict-transport-security", value) for value in ("max-age=1", None)]
    assert [score(answer) for answer in answers] == [125, 80]
