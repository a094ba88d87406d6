"""Somebody calls: a handler types the report in, in a browser with script and without, and the finder enters with the code."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from meldpunt.cases.models import Case
from meldpunt.reports.models import Report
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_organisation
from tests.journeys.screens import problems
from tests.journeys.test_handler import chromium, language, page, said
from tests.journeys.test_two_people import sit_down

__all__ = ["chromium", "language", "page"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WHAT = "The caller could open the file of any patient. " * 20


@pytest.fixture
def organisation(live_server: LiveServer) -> MadeOrganisation:  # noqa: ARG001 - where it is served
    """Give an organisation that is served at the browser's address."""
    return make_organisation(name="Kliniek De Linde", host_names=["localhost"])


@pytest.fixture
def lead(organisation: MadeOrganisation, language: str) -> MadeMember:
    """Give a lead who works in the language of the test."""
    return make_lead(organisation, name="Lea", password=PASSWORD, language=language)


def fill(page: Page, *, days: int = 0) -> None:
    """Type in what somebody told so many days ago."""
    page.check("[name=channel][value=telephone]")
    page.fill("[name=day]", f"{timezone.localtime() - timedelta(days=days):%Y-%m-%d}")
    page.fill("[name=time]", "00:00")
    page.fill("[name=where]", "https://kliniek.example/login")
    page.fill("[name=what]", WHAT)
    page.fill("[name=name]", "Sam")


def test_a_call_becomes_a_case_and_the_code_opens_it(
    page: Page, live_server: LiveServer, lead: MadeMember, language: str
) -> None:
    """Typed in with a mistake first; a file that was accepted stays; the finder reads what was written down."""
    sit_down(page, live_server.url, lead)
    page.click(f"main a:has-text('{said('Enter a report', language)}')")
    fill(page)
    page.fill("[name=where]", "")
    page.set_input_files(".entry [name=files]", {"name": "note.txt", "mimeType": "text/plain", "buffer": b"abc"})
    page.click("main button.big")
    expect(page.locator("#errors li")).to_have_count(1)
    expect(page.locator(".files .name")).to_have_text("note.txt")
    expect(page.locator("[name=what]")).to_have_value(WHAT)
    page.fill("[name=where]", "https://kliniek.example/login")
    page.click("main button.big")
    code = page.locator("#access-code").inner_text()
    assert (Case.objects.count(), Report.objects.get().policy_shown) == (1, False)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/case")
    page.fill("[name=code]", code)
    page.click("main button")
    page.click("summary")
    expect(page.locator("#part-report ~ details .small").first).to_contain_text(
        said("They were not shown to you: you reported by telephone.", language)
    )


def test_every_page_of_it_is_accessible(
    chromium: Browser, live_server: LiveServer, lead: MadeMember, language: str
) -> None:
    """Empty, with mistakes, with the hour that comes twice, the code, and the sheet on paper."""
    context = chromium.new_context(viewport={"width": 360, "height": 780}, locale=language)
    page, place = context.new_page(), f"{live_server.url}/desk/report"
    sit_down(page, live_server.url, lead)
    found = {"empty": problems(page, place)}
    page.goto(place)
    page.click("main button.big")
    found["mistakes"] = problems(page, "")
    fill(page, days=40)
    page.click("main button.big")
    found["code"] = problems(page, "")
    page.emulate_media(media="print")
    expect(page.locator("#access-code")).to_be_visible()
    expect(page.locator(".spelt")).to_be_hidden()
    context.close()
    assert found == {name: [] for name in found}
