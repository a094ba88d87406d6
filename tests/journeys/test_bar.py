"""The bar of the desk with the links of a lead, in both languages: one row on a desk's screen, and nothing out of reach."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.mails import make_entry
from tests.journeys.screens import problems
from tests.journeys.test_handler import Desk, chromium, desk, language, sign_in

__all__ = ["chromium", "desk", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ONE_ROW = 60  # pixels: a link of 48, and the stripe above


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page as wide as a small laptop to a lead who works in this language."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


def test_one_row_from_telephone_to_desk(page: Page, desk: Desk) -> None:
    for _ in range(3):
        make_entry(desk.organisation)
    sign_in(page, desk)
    heights = {}
    for width in (320, 360, 768, 1024, 1216, 1217, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        box = page.locator(".bar").bounding_box()
        heights[width] = box["height"] if box else 0
    assert {width: height for width, height in heights.items() if not 0 < height <= ONE_ROW} == {}


def test_what_is_seldom_needed_opens_below_its_button(page: Page, desk: Desk) -> None:
    sign_in(page, desk)
    page.click(".more-open")
    assert problems(page, on=((1280, "light"), (1280, "dark"))) == []
    button, menu = page.locator(".more-open").bounding_box(), page.locator("#more").bounding_box()
    assert button
    assert menu
    assert (menu["x"], menu["y"]) == pytest.approx((button["x"], button["y"] + button["height"]), abs=2)
    page.locator("#more a[href='/desk/settings']").click()
    expect(page.locator("#more [aria-current=page]")).to_have_count(1)
    expect(page.locator("#more")).not_to_be_visible()
    assert problems(page, on=((1280, "light"),)) == []
