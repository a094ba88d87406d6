"""Two people publish a policy in a browser: one proposes, the other sends it back, then approves."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from meldpunt.policy.queries import newest_number, proposal_of
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import CONDUCT, EXAMPLES, SMALL, TWO, files_beside, in_name_of, with_lines
from tests.journeys.screens import problems
from tests.journeys.test_handler import chromium, language, said

__all__ = ["chromium", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LONG = TWO.replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]') + CONDUCT


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page as narrow as a small telephone: in English by day, in Dutch by night."""
    scheme: Any = {"en": "light", "nl": "dark"}[language]
    context = chromium.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme, locale=language)
    yield context.new_page()
    context.close()


@pytest.fixture
def organisation(live_server: LiveServer) -> MadeOrganisation:  # noqa: ARG001 - where it is served
    return make_organisation(name="Haven", host_names=["localhost", "report.haven.example"])


def sit_down(page: Page, url: str, member: MadeMember) -> None:
    """Sign in as somebody else than before."""
    page.context.clear_cookies()
    page.goto(f"{url}/desk/")
    page.fill("[name=email]", member.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page).to_have_url(f"{url}/desk/")


def test_a_policy_goes_back_and_forth_and_is_published(
    chromium: Browser, live_server: LiveServer, organisation: MadeOrganisation, language: str
) -> None:
    """Without script, in the keyboard's order alone: every button is reached and pressed."""
    people = [make_lead(organisation, name=name, password=PASSWORD, language=language) for name in ("Lea", "Sem")]
    context = chromium.new_context(java_script_enabled=False, locale=language)
    page, url = context.new_page(), live_server.url
    sit_down(page, url, people[0])
    page.goto(f"{url}/desk/policy")
    page.fill("#text", TWO)
    page.click("main form button")
    press(page, "Propose this policy", language)
    sit_down(page, url, people[1])
    page.goto(f"{url}/desk/policy")
    press(page, "Read the proposal", language)
    page.fill("#remark", "Say more.")
    press(page, "Send back", language)
    sit_down(page, url, people[0])
    page.goto(f"{url}/desk/policy/proposal")
    expect(page.locator(".notice .as-typed")).to_have_text("Say more.")
    press(page, "Go on with this text", language)
    page.fill(
        "#text", page.input_value("#text").replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')
    )
    page.click("main form button")
    press(page, "Propose this policy", language)
    sit_down(page, url, people[1])
    page.goto(f"{url}/desk/policy/proposal")
    press(page, "Approve and publish", language)
    expect(page.locator(".notice.success")).to_have_count(1)
    assert (newest_number(organisation.id), proposal_of(organisation.id)) == (2, None)
    context.close()


def press(page: Page, words: str, language: str) -> None:
    """Go to a button or link by the keyboard's own means, and press it."""
    button = page.locator("main").locator("a, button").filter(has_text=said(words, language)).first
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_pages_are_accessible_at_320(
    page: Page, live_server: LiveServer, organisation: MadeOrganisation, language: str
) -> None:
    """Empty, waiting for oneself and for somebody else, refused, and sent back."""
    lead, second = (make_lead(organisation, name=name, password=PASSWORD, language=language) for name in ("Lea", "Sem"))
    place, now = f"{live_server.url}/desk/policy/proposal", timezone.now()
    sit_down(page, live_server.url, lead)
    found = {"empty": problems(page, place)}
    publish_text(organisation, with_lines('"tell_only_us"', '"tell_only_us", "no_malware"'), now=now)
    files = {"conduct.txt": b"Be careful."}
    propose_text(organisation, LONG, files=files, by=lead.unlocked.actor, now=now)
    found |= {"own": problems(page, place), "editor": problems(page, f"{live_server.url}/desk/policy")}
    sit_down(page, live_server.url, second)
    found["theirs"] = problems(page, place)
    with page.expect_navigation():
        page.locator("form[action$=send-back] button").click()
    found["no remark"] = problems(page)
    page.fill("#remark", "Say more.\n\nAnd shorter.")
    with page.expect_navigation():
        page.locator("form[action$=send-back] button").click()
    found["sent back"] = problems(page)
    assert found == {name: [] for name in found}


def test_a_long_policy_with_warnings_is_accessible(
    page: Page, live_server: LiveServer, organisation: MadeOrganisation, language: str
) -> None:
    """The utility's whole policy against one line; the end of the second pair of eyes; nobody who could approve."""
    lead = make_lead(organisation, name="Lea", password=PASSWORD, language=language)
    path = EXAMPLES / "utility.toml"
    publish_by_two(
        organisation,
        in_name_of("Haven", path.read_text(encoding="utf-8")),
        files=files_beside(path),
        now=timezone.now(),
    )
    propose_text(organisation, SMALL, now=timezone.now())
    sit_down(page, live_server.url, lead)
    assert problems(page, f"{live_server.url}/desk/policy/proposal") == []
    page.goto(f"{live_server.url}/desk/policy")
    page.fill("#text", SMALL)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert problems(page) == []
