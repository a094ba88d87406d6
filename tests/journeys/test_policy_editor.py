"""The policy editor in a browser: what is shown while somebody types takes nothing away from who is typing."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from meldpunt.policy.queries import newest_number
from tests.factories.people import PASSWORD, make_lead, make_organisation
from tests.factories.policy_texts import SMALL
from tests.journeys.test_handler import chromium, language
from tests.journeys.test_two_people import press, sit_down

__all__ = ["chromium", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_live_preview_lets_who_types_go_on(chromium: Browser, live_server: LiveServer, language: str) -> None:
    """A half-typed line is wrong, and is told so; the next letters still land in the text. What was typed after that is not published unseen."""
    organisation = make_organisation(name="Haven", host_names=["localhost", "report.haven.example"])
    context = chromium.new_context(locale=language)
    page, url = context.new_page(), live_server.url
    sit_down(page, url, make_lead(organisation, name="Lea", password=PASSWORD, language=language))
    page.goto(f"{url}/desk/policy")
    page.fill("#text", SMALL)
    page.locator("#text").press("Control+End")
    page.keyboard.type("\n[[other_ch")
    expect(page.locator("#outcome .notice[role=status]")).to_be_visible()
    page.keyboard.type('annel]]\nabout = ["fraud"]\nmail = "fraud@haven.example"\n')
    expect(page.locator("#outcome section").first).to_be_visible()
    expect(page.locator("#text")).to_be_focused()
    assert page.input_value("#text").endswith('[[other_channel]]\nabout = ["fraud"]\nmail = "fraud@haven.example"\n')
    page.evaluate("document.querySelector('#text').value += '# one more line'")
    press(page, "Publish this policy", language)
    assert ("# one more line" in page.input_value("#text"), newest_number(organisation.id)) == (True, 0)
    press(page, "Publish this policy", language)
    assert newest_number(organisation.id) == 2
    context.close()
