"""The second factor in a real browser: set up, signed in with, lost and cleared; every page held against axe-core."""

import os
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from meldpunt.people.queries import second_factor_of
from meldpunt.people.terms import FactorState, Role
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_member, make_organisation
from tests.factories.second_factor import code_of, make_factor
from tests.journeys.screens import NARROW, problems
from tests.journeys.test_handler import CHROMIUM
from tests.people.apps import app_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PAGE = "/desk/account/second-factor"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium once."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation(name="Kliniek De Linde", host_names=["localhost"])


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give a lead who reads English."""
    return make_lead(organisation, name="Lea", password=PASSWORD, language="en")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """Give a page, with script and without."""
    context = chromium.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def enter(page: Page) -> None:
    """Send the form with the keyboard, and wait for the answer."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def give_password(page: Page, url: str, member: MadeMember) -> None:
    """Fill in the first page, with the keyboard alone."""
    page.goto(f"{url}/desk/sign-in")
    page.fill("[name=email]", member.email)
    page.fill("[name=password]", PASSWORD)
    enter(page)


def key_on(page: Page) -> bytes:
    """Return what an app holds that took the key over."""
    return app_with(page.locator("#factor-secret").inner_text())


def test_set_up_and_signed_in_with(page: Page, live_server: LiveServer, lead: MadeMember) -> None:
    """From the account page to a sign-in that asks both, the last with a spare code."""
    give_password(page, live_server.url, lead)
    page.goto(f"{live_server.url}/desk/account")
    page.click("text=Set up a second factor")
    page.fill("[name=code]", code_of(key_on(page), now=timezone.now()))
    page.fill("[name=password]", PASSWORD)
    enter(page)
    codes = page.locator("#spare-codes li").all_inner_texts()
    page.click("text=I have kept them")
    with page.expect_navigation():
        page.click("text=Sign out")
    give_password(page, live_server.url, lead)
    page.goto(f"{live_server.url}/desk/")
    expect(page.locator("h1")).to_have_text("Sign in to the desk")
    give_password(page, live_server.url, lead)
    expect(page.locator("h1")).to_have_text("The code of your app")
    page.click("text=Use a spare code instead")
    expect(page.locator("h1")).to_have_text("Your spare code")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(codes[9].lower())
    enter(page)
    expect(page).to_have_url(f"{live_server.url}/desk/")


def test_lost_phone_is_cleared_by_a_lead(
    page: Page, live_server: LiveServer, organisation: MadeOrganisation, lead: MadeMember
) -> None:
    """Two clicks on the people page, the second one after being asked."""
    handler = make_member(organisation, Role.HANDLER, name="Hanna")
    make_factor(handler)
    give_password(page, live_server.url, lead)
    page.goto(f"{live_server.url}/desk/people")
    page.click("text=Clear second factor")
    page.click("text=Clear it")
    expect(page.locator(".notice.success")).to_contain_text("The second factor was cleared.")
    assert second_factor_of(handler.id).state is FactorState.NONE


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_is_accessible(
    chromium: Browser, live_server: LiveServer, organisation: MadeOrganisation, language: str
) -> None:
    """WCAG 2.2 AA as far as axe-core sees it; by day and by night; no page is wider than a small telephone."""
    url = live_server.url
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    page = context.new_page()
    reader = make_lead(organisation, name="Reader", password=PASSWORD, language=language)
    colleague = make_member(organisation, Role.HANDLER)
    make_factor(colleague)
    give_password(page, url, reader)
    found = {"set up": problems(page, url + PAGE, on=NARROW)}
    page.fill("[name=code]", code_of(key_on(page), now=timezone.now()))
    page.fill("[name=password]", PASSWORD)
    enter(page)
    page.wait_for_selector("#spare-codes")
    found["spare codes"] = problems(page, on=NARROW)
    spare = page.locator("#spare-codes li").all_inner_texts()
    found |= {name: problems(page, url + PAGE + name, on=NARROW) for name in ("", "/spare-codes", "/remove")}
    found |= {
        name: problems(page, url + name, on=NARROW)
        for name in ("/desk/account", "/desk/people", f"/desk/people/{colleague.id}/second-factor", "/desk/settings")
    }
    page.goto(f"{url}/desk/people")
    page.click(".bar-open")
    found["menu"] = problems(page, on=NARROW)
    with page.expect_navigation():
        page.locator("form[action$=sign-out] button").click()
    give_password(page, url, reader)
    page.wait_for_url("**/code?*")
    found["code"] = problems(page, on=NARROW)
    page.fill("[name=code]", "000000x")
    enter(page)
    page.wait_for_selector("[aria-invalid=true]")
    found["wrong code"] = problems(page, on=NARROW)
    page.goto(f"{url}/desk/sign-in/code?spare=1")
    found["spare code"] = problems(page, on=NARROW)
    page.fill("[name=code]", spare[0])
    enter(page)
    page.wait_for_url(f"{url}/desk/")
    found["over"] = problems(page, f"{url}/desk/sign-in/code", on=NARROW)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    context.close()
