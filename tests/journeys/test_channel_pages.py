"""The light at the desk, the settings of mail and test, and a report of a platform, in a browser: held against axe-core, narrow and wide."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from meldpunt.upkeep.terms import Part, Trouble
from tests.factories.people import PASSWORD, make_lead, make_organisation
from tests.factories.upkeep import make_check
from tests.journeys.screens import NARROW_AND_WIDE, problems
from tests.journeys.test_handler import chromium, language

__all__ = ["chromium", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
BROKEN = {"en": "Way in: broken", "nl": "Meldweg: stuk"}


def test_the_light_and_its_pages(chromium: Browser, live_server: LiveServer, language: str) -> None:
    """From the red word in the bar to what to do, and to the settings."""
    organisation = make_organisation(name="Haven", host_names=["localhost"])
    lead = make_lead(organisation, name="Lea", password=PASSWORD, language=language)
    now = timezone.now()
    make_check(organisation, Part.FORM, Trouble.NO_WAY_BACK, now=now - timedelta(hours=2))
    make_check(organisation, Part.SENDERS, Trouble.NO_SPF, now=now)
    context = chromium.new_context(locale=language)
    page, url = context.new_page(), live_server.url
    page.goto(f"{url}/desk/")
    page.fill("[name=email]", lead.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator(".bar .light")).to_have_text(BROKEN[language])
    found = problems(page, on=NARROW_AND_WIDE)
    page.click("main .notice a[href='/desk/channel']")
    expect(page.locator("main section h2")).to_have_count(2)
    for address in ("", f"{url}/desk/settings", f"{url}/desk/report"):
        found += problems(page, address, on=NARROW_AND_WIDE)
    context.close()
    assert found == []
