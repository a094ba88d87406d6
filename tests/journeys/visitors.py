"""Visitors of the public pages in a real browser without script, and the eyes that look at what they are shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

NARROW: ViewportSize = {"width": 360, "height": 780}
WIDE: ViewportSize = {"width": 1280, "height": 900}
GATES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
OWN_TEXTS: Final = """all => all.map(each => {
    const own = each.cloneNode(true);
    own.querySelectorAll(":scope > ul, :scope > .soft.small").forEach(inside => inside.remove());
    return own.textContent;
})"""


class Visitor:
    """A person at a browser without script. `wrong` gathers what is wrong with the pages that were looked at.

    axe-core is a script itself, so a second window with script gets the same page, byte for byte as the visitor has it.
    """

    def __init__(self, page: Page, eyes: Page) -> None:
        """Have seen nothing."""
        self.page = page
        page.set_default_timeout(10_000)
        self.wrong: list[str] = []
        self._eyes = eyes

    def go(self, address: str) -> int:
        """Open an address, look at it, and return the status."""
        answer = self.page.goto(address)
        self.look()
        return answer.status if answer else 0

    def press(self, selector: str) -> None:
        """Press a button or follow a link, and look at what comes."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look()

    def texts(self, selector: str) -> list[str]:
        """Return what stands in these elements themselves: without lists inside them, without the mark of who keeps a clause, with plain spaces."""
        return [plain(text) for text in self.page.locator(selector).evaluate_all(OWN_TEXTS)]

    def look(self) -> None:
        """Hold the page against axe-core, and against the width of a telephone and of a desk."""
        address = self.page.url
        html = self.page.content()
        self._eyes.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self._eyes.goto(address)
        for violation in Axe().run(self._eyes, options=GATES).response["violations"]:
            self.wrong.append(f"{address}: {violation['id']}: {[node['html'][:150] for node in violation['nodes']]}")
        for size in (WIDE, NARROW):
            self._eyes.set_viewport_size(size)
            wide = self._eyes.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                self.wrong.append(f"{address}: {wide} pixels too wide at {size['width']}")
        self._eyes.unroute(address)


@contextmanager
def visiting(browser: Browser, *, language: str, scheme: Any) -> Iterator[Visitor]:
    """Lend a visitor who was here never before."""
    common: dict[str, Any] = {"viewport": NARROW, "locale": language, "color_scheme": scheme}
    here = browser.new_context(**common, java_script_enabled=False)
    eyes = browser.new_context(**common)
    try:
        yield Visitor(here.new_page(), eyes.new_page())
    finally:
        here.close()
        eyes.close()


def plain(text: str) -> str:
    """Return a text with single plain spaces."""
    return " ".join(text.split())
