"""A handler opens a mail that was encrypted to a key of before, in a real browser, and takes it over into a report."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from meldpunt.journal.terms import OPERATOR
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.actions import replace_openpgp_key
from meldpunt.people.rules.openpgp import grouped
from meldpunt.people.terms import ReadKey
from tests.factories.openpgp import ADDRESS, make_key
from tests.journeys.screens import NARROW, problems
from tests.journeys.test_handler import HOSTILE, Desk, chromium, desk, language, said, sign_in
from tests.outside.messages import really

__all__ = ["chromium", "desk", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
TEXT = f"The door of https://x.example stands open.\n{HOSTILE}\n" + "A long line that goes on and on. " * 60


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page as narrow as a small telephone."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


@pytest.fixture
def former(desk: Desk) -> ReadKey:
    """Make a key, and another in its place; return the first."""
    keys, now = Sequoia(), timezone.now()
    key = make_key(desk.organisation, keys=keys, now=now - timedelta(days=2))
    replace_openpgp_key(organisation=desk.organisation.id, address=ADDRESS, keys=keys, by=OPERATOR, now=now)
    return keys.read(key.certificate)


def test_mail_to_a_former_key_becomes_a_report(page: Page, desk: Desk, former: ReadKey, language: str) -> None:
    sign_in(page, desk)
    page.click(f"text={said('Open an encrypted message', language)}")
    assert problems(page, on=NARROW) == []
    page.fill("#message", really(TEXT, former).decode())
    page.get_by_role("button", name=said("Open it", language), exact=True).click()
    expect(page.locator(".as-typed").first).to_contain_text("stands open")
    assert problems(page, on=NARROW) == []
    expect(page.locator("#opened-with")).to_contain_text(grouped(former.fingerprint))
    page.click(f"text={said('Take it over into a new report', language)}")
    assert page.locator("[name=what]").input_value() == TEXT


def test_mail_to_somebody_else_says_what_to_do(page: Page, desk: Desk, former: ReadKey, language: str) -> None:
    assert former.secret is None
    other = Sequoia().make(user_id="Else <else@other.example>", until=timezone.now() + timedelta(days=9))
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/message")
    page.fill("#message", really(TEXT, other).decode())
    page.get_by_role("button", name=said("Open it", language), exact=True).click()
    expect(page.locator("#h-answer")).to_have_text(said("Write to the finder", language))
    assert problems(page, on=NARROW) == []
