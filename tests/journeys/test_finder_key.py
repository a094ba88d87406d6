"""From a key that came with a mail to an answer that only the finder opens: in a real browser, with real keys."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from meldpunt.arrivals.terms import KeySource, LearnedKey
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.models import Thread
from meldpunt.journal.actions import transaction
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outside.openpgp import Sequoia
from meldpunt.people.rules.openpgp import armoured
from meldpunt.people.terms import ReadKey, Verdict
from tests.factories.cases import MAILED, NAMED, MadeCase, make_case
from tests.factories.openpgp import key_of, make_key
from tests.factories.people import PASSWORD, MadeMember, make_lead, make_organisation
from tests.journeys.screens import NARROW_AND_WIDE, problems
from tests.outside.messages import opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

CHROMIUM = "/usr/bin/chromium"


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
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed, in an organisation with a real OpenPGP key."""
    organisation = make_organisation(name="Kliniek De Linde", host_names=["localhost"])
    make_key(organisation, keys=Sequoia(), now=timezone.now())
    return make_case(organisation, identity=NAMED, contact=MAILED, now=timezone.now())


def made() -> ReadKey:
    return Sequoia().make(user_id=f"Sam <{MAILED.value}>", until=timezone.now() + timedelta(days=300))


def learned(case: MadeCase, key: ReadKey, source: KeySource) -> None:
    """Let a mail bring this key."""
    thread = Thread.objects.select_related("case").get(case=case.row)
    brought = LearnedKey(key.certificate, key.fingerprint, source, tuple(key.addresses), key.expires_at)
    with transaction():
        learn_keys(thread, keys=[brought], is_report=True, now=timezone.now())


def sign_in(page: Page, url: str, member: MadeMember) -> None:
    page.goto(f"{url}/desk/")
    page.fill("[name=email]", member.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page).to_have_url(f"{url}/desk/")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_confirmed_key_opens_the_answer(case: MadeCase, live_server: LiveServer, chromium: Browser, *, script: bool):
    key, lead = made(), make_lead(case.organisation, name="Lea", password=PASSWORD, language="en")
    learned(case, key, KeySource.ATTACHED)
    context = chromium.new_context(java_script_enabled=script, locale="en")
    page = context.new_page()
    sign_in(page, live_server.url, lead)
    page.goto(f"{live_server.url}/desk/cases/{case.number}")
    page.click("text=Use this key")
    expect(page.locator(".notice.success")).to_contain_text("encrypted to this key from now on")
    page.fill("#answer-text", "Thank you: é, ✓")
    page.click("text=Send as answer")
    expect(page.locator(".notice.success")).to_be_visible()
    letter = ready_letter(Owed.objects.get(letter="answer"))
    assert letter.enclosed is not None
    found = opened(letter.enclosed.content, key, signers=[key_of(case.organisation).certificate], now=timezone.now())
    assert (found.verdict, "Thank you: é, ✓" in (found.text or "")) == (Verdict.VALID, True)
    context.close()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_of_a_key_are_accessible(case: MadeCase, live_server: LiveServer, chromium: Browser, language: str):
    lead = make_lead(case.organisation, name="Lea", password=PASSWORD, language=language)
    learned(case, made(), KeySource.SIGNED)
    learned(case, made(), KeySource.AUTOCRYPT)
    context = chromium.new_context(locale=language)
    page = context.new_page()
    sign_in(page, live_server.url, lead)
    here = f"{live_server.url}/desk/cases/{case.number}"
    found = {"case": problems(page, here, on=NARROW_AND_WIDE), "key": problems(page, f"{here}/key", on=NARROW_AND_WIDE)}
    page.fill("[name=key]", "no key")
    page.click("main form button")
    expect(page.locator("textarea[aria-invalid=true]")).to_be_visible()
    found["refused"] = problems(page, on=NARROW_AND_WIDE)
    page.fill("[name=key]", armoured(made().certificate))
    page.click("main form button")
    expect(page.locator(".notice.success")).to_be_visible()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    context.close()
