"""A policy that changes while a finder writes, and settings that say otherwise than it: in a browser, in both languages."""

from typing import Literal

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from meldpunt.doors.portal import report
from meldpunt.people.models import Organisation
from meldpunt.reports.models import Report
from tests.factories.people import PASSWORD, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import HAVEN_HOST, with_lines
from tests.journeys.screens import problems
from tests.journeys.test_handler import chromium
from tests.journeys.visitors import Visitor, visiting

__all__ = ["chromium"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SCHEMES: dict[str, Literal["light", "dark"]] = {"nl": "light", "en": "dark"}
LESS = with_lines(
    "[clauses]", '[finder]\nidentity = ["anonymous"]\ncontact = ["email"]\ntopics = ["weakness"]\n\n[clauses]'
)
PHONE = with_lines("[clauses]", '[finder]\nidentity = ["anonymous"]\ncontact = ["phone"]\n\n[clauses]')
NEITHER = with_lines("[clauses]", '[finder]\nidentity = ["anonymous"]\ncontact = []\n\n[clauses]')
WITHOUT_FORM = (
    with_lines('kind = "form"', 'kind = "mail"\naddress = "security@haven.example"')
    + """
[[way_in]]
kind = "platform"
name = "A platform with a long name that says what it is for"
address = "https://platform.example/programs/of-an-organisation-with-a-long-name"

[[other_channel]]
about = ["fraud", "phishing"]
mail = "fraud@haven.example"
"""
)
MORE = with_lines("[clauses]", '[finder]\nidentity = ["name"]\ncontact_is = "required"\n\n[clauses]')


@pytest.fixture(autouse=True)
def _quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take nobody for a machine who fills in the form within a second."""
    monkeypatch.setattr(report, "wait_for", lambda *_, **__: 0.0)


@pytest.mark.parametrize("language", SCHEMES)
def test_a_finder_sees_what_changed_and_sends_it_once_more(
    chromium: Browser, live_server: LiveServer, language: str
) -> None:
    organisation = make_organisation(name="Haven", host_names=["localhost", HAVEN_HOST], languages=("nl", "en"))
    with visiting(chromium, language=language, scheme=SCHEMES[language]) as finder:
        finder.go(f"{live_server.url}/report")
        page = finder.page
        page.fill("[name=where]", "https://haven.example/" + "a" * 90)
        page.fill("[name=what]", "It is open.")
        page.check("[name=who][value=pseudonym]")
        page.fill("[name=name]", "Vos " + "x" * 120)
        page.check("[name=reach][value=phone]")
        page.fill("[name=contact]", "+31 6 12345678")
        publish_text(organisation, LESS, now=timezone.now())
        finder.press("form button.big")
        assert page.locator("#left dd").all_inner_texts()[-2:] == ["Vos " + "x" * 120, "+31 6 12345678"]
        page.check("[name=reach][value=email]")
        page.fill("[name=contact]", "vos@finder.example")
        finder.press("form button.big")
        code = page.locator("#access-code").inner_text()
        assert Report.objects.get().policy_version.number == 2
        changes_details(finder, live_server.url, code, organisation)
        assert finder.wrong == []


def changes_details(finder: Visitor, url: str, code: str, organisation: MadeOrganisation) -> None:
    """Meet every state of *Your details* that a policy can change meanwhile: other questions, what would be given up, no question at all."""
    page, save = finder.page, "main form button"
    finder.go(f"{url}/case")
    page.fill("[name=code]", code)
    finder.press("main form button")
    finder.go(f"{url}/case/contact")
    page.fill("[name=contact]", "vos@elsewhere.example")
    publish_text(organisation, PHONE, now=timezone.now())
    finder.press(save)
    assert page.locator("#left dd").all_inner_texts()[-1] == "vos@elsewhere.example"
    page.check("[name=reach][value=phone]")
    page.fill("[name=contact]", "+31 6 12345678")
    finder.press(save)
    assert page.locator("[name=sure]").count() == 1
    publish_text(organisation, NEITHER, now=timezone.now())
    finder.press(save)
    assert page.locator("main form a.button.danger").count() == 1


@pytest.mark.parametrize("language", SCHEMES)
def test_a_policy_without_a_form_says_how_to_report(chromium: Browser, live_server: LiveServer, language: str) -> None:
    """Four ways at most, two matters for somebody else: the page of the organisation leads to it."""
    organisation = make_organisation(name="Haven", host_names=["localhost", HAVEN_HOST], languages=("nl", "en"))
    publish_text(organisation, WITHOUT_FORM, now=timezone.now())
    with visiting(chromium, language=language, scheme=SCHEMES[language]) as finder:
        finder.go(f"{live_server.url}/")
        finder.press("main a.button[href$='/report']")
        parts = [part.get_attribute("aria-labelledby") for part in finder.page.locator("main section").all()]
        assert (parts[0], finder.wrong) == ("part-ways_in", [])


@pytest.mark.parametrize("language", SCHEMES)
def test_a_policy_that_needs_a_name_and_an_address_says_so_wherever_it_asks(
    chromium: Browser, live_server: LiveServer, language: str
) -> None:
    organisation = make_organisation(name="Haven", host_names=["localhost", HAVEN_HOST], languages=("nl", "en"))
    publish_text(organisation, MORE, now=timezone.now())
    with visiting(chromium, language=language, scheme=SCHEMES[language]) as finder:
        finder.go(f"{live_server.url}/")
        finder.go(f"{live_server.url}/report")
        finder.press("form button.big")
        assert finder.page.locator("#errors li").count() == 4
        assert finder.wrong == []


@pytest.mark.parametrize("language", SCHEMES)
def test_settings_that_say_otherwise_are_told_on_a_small_screen_too(
    chromium: Browser, live_server: LiveServer, language: str
) -> None:
    organisation = make_organisation(name="Haven", host_names=["localhost", HAVEN_HOST], languages=("nl", "en"))
    lead = make_lead(organisation, password=PASSWORD, language=language)
    publish_text(organisation, now=timezone.now())
    Organisation.objects.filter(pk=organisation.id).update(closed_days=[f"2099-12-{day}" for day in range(10, 32)])
    context = chromium.new_context(
        viewport={"width": 360, "height": 780}, locale=language, color_scheme=SCHEMES[language]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/")
    page.fill("[name=email]", lead.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{live_server.url}/desk/")
    assert problems(page, f"{live_server.url}/desk/settings") == []
    assert page.locator("#drifts li").count() == 1
    context.close()
