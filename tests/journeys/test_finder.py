"""A finder's whole way in a real browser: report, receipt, return, talk, delete, leave. Without script, and at 320 pixels."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, sync_playwright

from benchmarks.program import Program, running

pytestmark = [pytest.mark.browser, pytest.mark.network]
CHROMIUM = "/usr/bin/chromium"
HOSTILE = "<script>document.title='ran'</script>\"'>é שלום 🙂"
LONG = "eenheellangwoordzonderspaties" * 20
GATES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    """Run the real program."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the system's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def context(
    browser: Browser, program: Program, *, language: str, script: bool, narrow: bool, dark: bool = False
) -> BrowserContext:
    """Open a browser of one's own."""
    return browser.new_context(
        base_url=f"http://127.0.0.1:{program.port}",
        locale=language,
        java_script_enabled=script,
        viewport=NARROW if narrow else WIDE,
        color_scheme="dark" if dark else "light",
    )


def file(name: str, content: bytes, kind: str = "application/octet-stream") -> FilePayload:
    """Return a file to choose."""
    return {"name": name, "mimeType": kind, "buffer": content}


class Look:
    """Looks at every page on the way, and keeps what is wrong with it."""

    def __init__(self, *, script: bool) -> None:
        """Have seen nothing."""
        self.script = script
        self.wrong: list[str] = []

    def at(self, page: Page) -> None:
        """Check one page: title, one heading, and with script on the rules of accessibility and its width."""
        if page.locator("h1").count() != 1:
            self.wrong.append(f"{page.url}: {page.locator('h1').count()} first headings")
        if not self.script:
            return
        for violation in Axe().run(page, options=GATES).response["violations"]:
            self.wrong.append(f"{page.url}: {violation['id']}: {[node['html'][:150] for node in violation['nodes']]}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.wrong.append(f"{page.url}: wider than the window")


def send(page: Page, name: str = "") -> None:
    """Press the button of the main form."""
    page.locator(f"main form{f':has([name={name}])' if name else ''} button").last.click()


def report(page: Page, look: Look) -> str:
    """Make a mistake, mend it, send the report, and return its access code."""
    page.goto("/")
    page.locator("main a[href$='/report']").first.click()
    look.at(page)
    page.fill("[name=where]", HOSTILE)
    page.fill("[name=contact]", "nope")
    page.set_input_files("[name=files]", [file("../\u202egnp.exe", b"kept"), file(f"{LONG}.bin", b"\0\xff" * 5000)])
    send(page, "what")
    look.at(page)
    assert page.input_value("[name=where]") == HOSTILE
    page.locator("#errors a").first.click()
    assert page.url.endswith("#id_what")
    page.fill("[name=what]", f"{HOSTILE}\n{LONG}")
    page.fill("[name=contact]", "finder@example.org")
    page.fill("[name=name]", "נועה")
    send(page, "what")
    look.at(page)
    return re.sub(r"\s+", " ", page.locator("#access-code").inner_text()).strip()


def talk(page: Page, look: Look, code: str) -> None:
    """Mistype the code, come in, ask how a promise is reckoned, say something with a file, and read it back."""
    page.goto("/case")
    look.at(page)
    page.fill("[name=code]", "AAAA BBBB")
    send(page)
    look.at(page)
    page.fill("[name=code]", code.lower())
    send(page)
    page.locator("#promises summary").first.click()
    look.at(page)
    page.fill("[name=message]", HOSTILE)
    page.set_input_files("[name=files]", [file("more.txt", b"more")])
    send(page, "message")
    look.at(page)
    assert page.locator(".talk .as-typed").inner_text() == HOSTILE


def downloads(page: Page) -> list[bytes]:
    """Download every file on the page."""
    found = []
    for link in page.locator("main .files a").all():
        with page.expect_download() as waiting:
            link.click()
        found.append(waiting.value.path().read_bytes())
    return found


def leave(page: Page, look: Look) -> None:
    """Delete contact details after being asked once more, and leave."""
    page.goto("/case/key")
    look.at(page)
    page.goto("/case/contact")
    look.at(page)
    page.goto("/case/contact/delete")
    look.at(page)
    send(page)
    page.locator("main form[action$='/leave'] button").click()
    look.at(page)
    page.goto("/case/status")
    look.at(page)
    assert page.locator("[name=code]").count() == 1


@pytest.mark.parametrize(
    ("language", "script", "narrow", "dark"),
    [
        ("en", False, False, False),
        ("nl", False, True, False),
        ("en", True, True, False),
        ("nl", True, True, True),
        ("nl", True, False, False),
    ],
)
def test_a_finder_reports_and_returns(browser, program, language, script, narrow, dark):
    with context(browser, program, language=language, script=script, narrow=narrow, dark=dark) as visitor:
        page, look = visitor.new_page(), Look(script=script)
        code = report(page, look)
        talk(page, look, code)
        assert downloads(page) == [b"more", b"kept", b"\0\xff" * 5000]
        assert page.title().startswith("Your report" if language == "en" else "Uw melding")
        leave(page, look)
        assert look.wrong == []


def test_the_receipt_can_be_kept_as_a_file_and_seen_again_by_reloading(browser, program):
    with context(browser, program, language="nl", script=False, narrow=False) as visitor:
        page = visitor.new_page()
        code = report(page, Look(script=False))
        page.reload()
        assert re.sub(r"\s+", " ", page.locator("#access-code").inner_text()).strip() == code
        with page.expect_download() as waiting:
            page.locator(".slip form button").click()
        assert code.replace(" ", "-") in waiting.value.path().read_text()


def test_the_form_can_be_filled_in_with_the_keyboard_alone(browser, program):
    with context(browser, program, language="en", script=False, narrow=False) as visitor:
        page = visitor.new_page()
        page.goto("/report")
        reached: list[str] = []
        while reached[-1:] != ["contact"] and len(reached) < 40:
            page.keyboard.press("Tab")
            reached.append(page.locator(":focus").get_attribute("name") or page.locator(":focus").inner_text())
        wanted = [
            "topic",
            "where",
            "what",
            "steps",
            "kind",
            "impact",
            "when",
            "zone",
            "scrub",
            "files",
            "who",
            "name",
            "reach",
            "contact",
        ]
        assert [name for name in reached if name in wanted] == wanted
        assert reached[0] == "Skip to the content"
        assert "website" not in reached
