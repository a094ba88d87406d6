"""One report all the way, in a browser: sent in, answered at the desk, and read back by its finder; on every database."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from meldpunt.doors.portal import report
from tests.factories.people import PASSWORD, make_lead, make_organisation
from tests.journeys.test_handler import chromium
from tests.journeys.test_two_people import sit_down

__all__ = ["chromium"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.every_database]
WHAT = "Anybody can open any file. \u2603 Ook zonder login."
FILE = bytes(range(256)) * 40
ANSWER = "Thank you. We look into it."


def send_in(page: Page, address: str) -> str:
    """Report with a file, and return the access code."""
    page.goto(address)
    page.fill("[name=where]", "https://clinic.example/login")
    page.fill("[name=what]", WHAT)
    page.set_input_files("[name=files]", {"name": "proof.bin", "mimeType": "application/octet-stream", "buffer": FILE})
    with page.expect_navigation():
        page.locator("main form button.big").click()
    return page.locator("#access-code").inner_text()


def answer(page: Page) -> bytes:
    """Find the report in the queue, read it, answer it, and return the file that came with it."""
    page.locator(".queue td.number a").click()
    expect(page.locator("[data-field=what]")).to_have_text(WHAT)
    with page.expect_download() as found:
        page.click(".files a")
    page.fill("#answer-text", ANSWER)
    page.click("text=Send as answer")
    expect(page.locator(".from-organisation .as-typed")).to_have_text(ANSWER)
    return found.value.path().read_bytes()


def test_a_report_is_sent_in_answered_and_read_back(
    chromium: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "wait_for", lambda *_, **__: 0.0)
    lead = make_lead(make_organisation(host_names=["localhost"]), password=PASSWORD, language="en")
    context = chromium.new_context(locale="en")
    page, url = context.new_page(), live_server.url
    code = send_in(page, f"{url}/report")
    sit_down(page, url, lead)
    assert answer(page) == FILE
    context.clear_cookies()
    page.goto(f"{url}/case")
    page.fill("[name=code]", code)
    page.click("main form button")
    expect(page.locator(".talk .as-typed")).to_have_text(ANSWER)
    context.close()
