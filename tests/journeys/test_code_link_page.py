"""The link of a mailed receipt, as a finder sees it on a telephone and at a desk, without script; and the page that has a new one mailed."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.factories.cases import MAILED, mail_link, make_case
from tests.journeys.screens import NARROW_AND_WIDE, problems
from tests.journeys.test_handler import Desk, chromium, desk, language, sign_in

__all__ = ["chromium", "desk", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page without script to somebody who reads this language."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


def test_link_is_accessible_before_and_after_it_was_used(page: Page, desk: Desk) -> None:
    """The button, the receipt with the code, and what stands there when the link is opened once more."""
    case = make_case(desk.organisation, now=timezone.now())
    address = f"{desk.url}/case/link/{mail_link(case, now=timezone.now())}"
    assert problems(page, address, on=NARROW_AND_WIDE) == []
    page.locator("main form button").click()
    expect(page.locator("#access-code")).to_have_text(case.receipt.code.replace("-", " "))
    assert page.url == f"{desk.url}/case/link"
    assert problems(page, on=NARROW_AND_WIDE) == []
    page.context.clear_cookies()  # another browser
    page.goto(address)
    page.locator("main form button").click()
    expect(page.locator("#access-code")).to_have_count(0)
    assert problems(page, on=NARROW_AND_WIDE) == []


def test_language_of_the_page_can_be_changed_without_losing_the_link(page: Page, desk: Desk) -> None:
    case = make_case(desk.organisation, now=timezone.now())
    page.goto(f"{desk.url}/case/link/{mail_link(case, now=timezone.now())}")
    for name in ("English", "Nederlands"):
        if page.get_by_role("link", name=name).count():
            page.get_by_role("link", name=name).click()
            break
    page.locator("main form button").click()
    expect(page.locator("#access-code")).to_have_text(case.receipt.code.replace("-", " "))


def test_page_that_has_a_new_code_mailed_is_accessible(page: Page, desk: Desk) -> None:
    case = make_case(desk.organisation, contact=MAILED, now=timezone.now())
    sign_in(page, desk)
    assert problems(page, f"{desk.url}/desk/cases/{case.number}/new-code", on=NARROW_AND_WIDE) == []
