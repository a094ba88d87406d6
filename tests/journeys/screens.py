"""The eyes that hold a page against axe-core and against the width of the screen: of one screen, or of several."""

from typing import Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what is well needs no words
}

type Screen = tuple[int, Literal["light", "dark"]]

NARROW: Final[tuple[Screen, ...]] = ((320, "light"), (320, "dark"))
"""A small telephone, by day and by night."""
NARROW_AND_WIDE: Final[tuple[Screen, ...]] = (*NARROW, (1280, "light"))
"""The same, and a desk."""


def problems(page: Page, address: str = "", *, on: tuple[Screen, ...] = ()) -> list[str]:
    """Return what is wrong with a page: with the one that is open, when no address is given.

    It is looked at as it is, or on each of some screens. Nothing is fetched again for another screen: how a page looks there is a
    matter of its styles alone.
    """
    if address:
        page.goto(address)
    wrong = [] if on else _seen(page)
    for width, scheme in on:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{width}-{scheme}: {each}" for each in _seen(page)]
    return wrong


def _seen(page: Page) -> list[str]:
    run = Axe().run(page, options=RULES).response["violations"]
    wrong = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in run]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wrong + ([f"{wide} pixels too wide"] if wide > 0 else [])
