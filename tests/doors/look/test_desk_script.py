"""The desk's script in a real browser: keys, their sheet, and the lock. Every address is answered by the test itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, sync_playwright

import meldpunt.doors.look

STATIC = Path(meldpunt.doors.look.__file__).parent / "static"
DESK = (STATIC / "look/desk.css").read_text()
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MAIN = """{% extends "look/desk.html" %}
{% block desk_nav %}<a href="/desk/" data-key="q">Cases</a><a href="/desk/due">Due</a>
<button type="button" class="more-open" popovertarget="more">Manage</button><div class="more" id="more" popover><a href="/desk/keys" data-key="y">Keys</a></div>{% endblock %}
{% block desk_account %}<form method="post" action="/desk/lock"><input type="hidden" name="token" value="t"></form>{% endblock %}
{% block main %}
<p data-row><a href="/desk/cases/1">one</a></p><p data-row><a href="/desk/cases/2">two</a></p>
<button type="button" data-key="t" data-key-name="Take it" id="take">Take</button>
<a href="#no" data-key="n" data-opens="no">No</a>
<details id="no"><summary>Why</summary><button type="button" data-key="1" data-focus="send">One</button><button id="send">Send</button></details>
<form method="post" action="/desk/cases/1/answer"><textarea id="text" name="text" data-keep></textarea></form>
{% endblock %}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine: apt install chromium"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return one browser for the whole file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def asked() -> list[str]:
    """Return what the page asked for, in order: method and path."""
    return []


@pytest.fixture
def desk(chromium: Browser, asked: list[str]) -> Iterator[Page]:
    """Return a page of the desk."""
    request = RequestFactory().get("/desk/cases/1")
    vars(request)["organisation"] = SimpleNamespace(name="Harbour", languages=("en",))
    context = {"idle_seconds": 1800, "visitor": SimpleNamespace(unlocked=True)}
    html = engines["django"].from_string(MAIN).render(context, request)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://desk.test")
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(path=file) if file.is_file() else route.fulfill(status=404)
        else:
            asked.append(f"{route.request.method} {path}")
            route.fulfill(body=html, content_type="text/html")

    page = chromium.new_page()
    page.route("**/*", answer)
    page.goto("http://desk.test/desk/cases/1")
    yield page
    page.close()


def focused(page: Page) -> str:
    """Return the text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent"))


def test_j_and_k_walk_over_the_rows(desk: Page) -> None:
    walked = []
    for key in "jjjk":
        desk.keyboard.press(key)
        walked.append(focused(desk))
    assert walked == ["one", "two", "two", "one"]


def test_key_presses_its_button(desk: Page) -> None:
    desk.evaluate("take.onclick = () => { window.taken = true; }")
    desk.keyboard.press("t")
    assert desk.evaluate("window.taken") is True


def test_key_is_a_letter_while_typing(desk: Page) -> None:
    desk.focus("#text")
    desk.keyboard.type("tj?")
    assert (desk.input_value("#text"), desk.evaluate("keys.open")) == ("tj?", False)


def test_sheet_lists_the_keys_of_the_page(desk: Page) -> None:
    desk.keyboard.press("?")
    assert desk.evaluate("keys.open") is True
    assert "Take it" in desk.inner_text("[data-key-sheet]")


def test_escape_closes_the_sheet(desk: Page) -> None:
    desk.keyboard.press("?")
    desk.keyboard.press("Escape")
    assert desk.evaluate("keys.open") is False


def test_three_keys_lead_to_a_no(desk: Page) -> None:
    desk.keyboard.press("1")  # hidden still: nothing happens
    before = focused(desk)
    desk.keyboard.press("n")
    desk.keyboard.press("1")
    assert (before == "Send", focused(desk)) == (False, "Send")


def test_lock_comes_before_what_was_not_sent(desk: Page, asked: list[str]) -> None:
    desk.fill("#text", "not sent yet")
    with desk.expect_navigation():
        desk.evaluate("void lockedNow()")
    assert asked == ["GET /desk/cases/1", "POST /desk/lock", "POST /desk/cases/1/answer", "GET /desk/cases/1"]


def test_lock_with_nothing_typed_only_looks_again(desk: Page, asked: list[str]) -> None:
    with desk.expect_navigation():
        desk.evaluate("void lockedNow()")
    assert asked == ["GET /desk/cases/1", "GET /desk/cases/1"]


def test_lock_without_a_connection_hides_the_page_and_keeps_the_text(desk: Page) -> None:
    desk.fill("#text", "not sent yet")
    desk.route("**/desk/lock", lambda route: route.abort())
    desk.evaluate("lockedNow()")
    assert (desk.is_visible("#main"), desk.input_value("#text")) == (False, "not sent yet")


def test_the_menu_of_a_narrow_bar_opens_and_closes_by_keyboard(desk: Page) -> None:
    """Its links come next after its button."""
    desk.set_viewport_size({"width": 360, "height": 780})
    menu, walked = desk.locator("#menu"), []
    desk.focus(".bar-open")
    closed = menu.is_visible()
    desk.keyboard.press("Enter")
    opened = menu.is_visible()
    for _ in range(3):
        desk.keyboard.press("Tab")
        walked.append(focused(desk))
    desk.keyboard.press("Escape")
    assert (closed, opened, walked, menu.is_visible()) == (False, True, ["Cases", "Due", "Keys"], False)


def test_links_that_are_seldom_needed_open_and_close_by_keyboard(desk: Page) -> None:
    """Behind a button of their own where the bar is wide."""
    desk.set_viewport_size({"width": 1280, "height": 780})
    more = desk.locator("#more")
    seen: list[object] = []
    desk.focus(".more-open")
    for key in ("Enter", "Tab", "Escape"):
        seen.append(more.is_visible())
        desk.keyboard.press(key)
        seen.append(focused(desk))
    assert (seen, more.is_visible()) == ([False, "Manage", True, "Keys", True, "Manage"], False)


@pytest.mark.parametrize(
    ("width", "key", "where"), [(360, "q", "/desk/"), (360, "y", "/desk/keys"), (1280, "y", "/desk/keys")]
)
def test_keys_press_what_a_button_hides(desk: Page, asked: list[str], width: int, key: str, where: str) -> None:
    desk.set_viewport_size({"width": width, "height": 780})
    with desk.expect_navigation():
        desk.keyboard.press(key)
    assert asked[-1] == f"GET {where}"


@pytest.mark.parametrize(("width", "by_button"), [(320, True), (360, True), (1217, False), (1280, False)])
def test_the_bar_is_one_row(desk: Page, width: int, by_button: bool) -> None:
    """And no page is wider than its screen."""
    desk.set_viewport_size({"width": width, "height": 780})
    tops = desk.locator(".bar > :visible").evaluate_all("all => all.map(one => one.getBoundingClientRect().bottom)")
    wide = desk.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert (desk.is_visible(".bar-open"), max(tops) <= 64, wide) == (by_button, True, False)


@pytest.mark.parametrize(("width", "button", "links"), [(360, ".bar-open", "#menu a"), (1280, ".more-open", "#more a")])
def test_a_menu_works_without_the_script(chromium: Browser, desk: Page, width: int, button: str, links: str) -> None:
    """A button of the browser itself opens it."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 780})
    page = context.new_page()
    page.set_content(desk.content().replace("</head>", f"<style>{DESK}</style></head>"))
    page.click(button)
    seen = page.locator(links).first.is_visible()
    context.close()
    assert seen
