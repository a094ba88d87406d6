"""Duties by law in a browser, in both languages: recorded, filled in, submitted; every page held against axe-core."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from meldpunt.obligations.models import LawFact, LawHeld, LawSubmission
from meldpunt.obligations.terms.law import FactKind, Law
from tests.factories.duties import hold_laws, tell
from tests.factories.obligations import settle_all
from tests.journeys.screens import NARROW_AND_WIDE, problems
from tests.journeys.test_handler import Desk, chromium, desk, language, said, sign_in

__all__ = ["chromium", "desk", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LONG = "Een export met " + "onafgebrokenlangwoord" * 20 + " van \u202epatiënten <b>"


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page on a small telephone."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


def press(page: Page, words: str) -> None:
    """Press a button of the page and wait for the next one."""
    with page.expect_navigation():
        page.locator("main button", has_text=words).last.click()


def test_a_breach_is_recorded_filled_in_and_submitted(page: Page, desk: Desk, language: str) -> None:
    """Late already, beside an exploited vulnerability and a duty without an end."""
    now, wrong = timezone.now(), {}
    hold_laws(desk.organisation, Law.GDPR, Law.CRA, Law.CBW, now=now)
    tell(desk.case, desk.lead, FactKind.BREACH, now - timedelta(hours=80), now=now, reasons=LONG)
    tell(desk.case, desk.lead, FactKind.BREACH_HIGH_RISK, now - timedelta(hours=1), now=now)
    sign_in(page, desk)
    case = f"{desk.url}/desk/cases/{desk.case.number}"
    wrong["laws"] = problems(page, f"{desk.url}/desk/settings/laws", on=NARROW_AND_WIDE)
    wrong["duties"] = problems(page, f"{case}/duties", on=NARROW_AND_WIDE)
    page.select_option("[name=kind]", "exploited")
    page.select_option("[name=event]", "1")
    page.fill("[name=day]", "2999-01-01")
    page.fill("[name=time]", "00:00")
    page.fill("[name=reasons]", "Gezien in het logboek.")
    press(page, said("Record this fact", language))
    wrong["errors"] = problems(page, on=NARROW_AND_WIDE)
    page.fill("[name=day]", "2026-10-01")
    press(page, said("Record this fact", language))
    wrong["recorded"] = problems(page, on=NARROW_AND_WIDE)
    page.select_option("[name=kind]", "breach")
    page.select_option("[name=event]", "1")
    page.fill("[name=time]", "00:00")
    page.fill("[name=reasons]", "Nog een lek.")
    press(page, said("Record this fact", language))
    wrong["began nothing"] = problems(page, on=NARROW_AND_WIDE)
    wrong["stage"] = problems(page, f"{case}/duties/1/gdpr-notification", on=NARROW_AND_WIDE)
    page.fill("[name=breach_nature]", LONG)
    press(page, said("Save the answers", language))
    page.fill("[name=reference]", "AP-1")
    press(page, said("Record that it was submitted", language))
    wrong["no reasons"] = problems(page, on=NARROW_AND_WIDE)
    page.fill("[name=late_reasons]", LONG)
    page.check("[name=incomplete]")
    press(page, said("Record that it was submitted", language))
    wrong["submitted"] = problems(page, on=NARROW_AND_WIDE)
    wrong["take back"] = problems(
        page, f"{case}/duties/facts/{LawFact.objects.get(kind='exploited').uuid}", on=NARROW_AND_WIDE
    )
    wrong["case"] = problems(page, case, on=NARROW_AND_WIDE)
    wrong["due"] = problems(page, f"{desk.url}/desk/due", on=NARROW_AND_WIDE)
    wrong |= _without_the_law(page, desk, language)
    assert ({name: each for name, each in wrong.items() if each}, LawSubmission.objects.count()) == ({}, 1)
    assert LawHeld.objects.count() == 1


def _without_the_law(page: Page, desk: Desk, language: str) -> dict[str, list[str]]:
    """Take the laws out that began duties, one of them late by now, and return what is wrong with the pages."""
    case = f"{desk.url}/desk/cases/{desk.case.number}"
    settle_all(now=timezone.now() + timedelta(days=30))
    page.goto(f"{desk.url}/desk/settings/laws")
    for law in (Law.GDPR, Law.CRA):
        page.uncheck(f"[value={law}]")
    press(page, said("Save", language))
    asked = problems(page, on=NARROW_AND_WIDE)
    press(page, said("Take out, and let them fall away", language))
    fallen = {"fallen": problems(page, f"{case}/duties", on=NARROW_AND_WIDE)}
    return {"asked": asked, "case without": problems(page, case, on=NARROW_AND_WIDE)} | fallen
