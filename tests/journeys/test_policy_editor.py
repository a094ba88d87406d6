"""The policy editor in a browser: what is shown while somebody types takes nothing away from who is typing."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from meldpunt.policy.queries import files_at_hand, newest_number
from tests.factories.people import PASSWORD, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import make_file_beside
from tests.factories.policy_texts import SMALL
from tests.journeys.screens import problems
from tests.journeys.test_handler import chromium, language
from tests.journeys.test_two_people import organisation, page, press, sit_down

__all__ = ["chromium", "language", "organisation", "page"]
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
    page.locator("#outcome a[data-line]").first.click()
    assert (
        page.evaluate(
            "(() => { const at = document.activeElement; return at.value.slice(at.selectionStart, at.selectionEnd) })()"
        )
        == "[[other_ch"
    )
    page.locator("#text").press("Control+End")
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


def test_the_files_are_put_there_without_script_and_the_text_stays(
    chromium: Browser, live_server: LiveServer, language: str
) -> None:
    """There and back again, with a text that is half done."""
    make_organisation(name="Haven", host_names=["localhost"])
    organisation = make_organisation(name="Kade", host_names=["kade.example"])
    context = chromium.new_context(java_script_enabled=False, locale=language)
    page, url = context.new_page(), live_server.url
    sit_down(page, url, make_lead(organisation, name="Lea", password=PASSWORD, language=language))
    page.goto(f"{url}/desk/policy")
    page.fill("#text", SMALL + "# half")
    press(page, "Files beside it", language)
    page.set_input_files("#files", {"name": "conduct.txt", "mimeType": "text/plain", "buffer": b"Be careful."})
    press(page, "Put it there", language)
    expect(page.locator(".notice.success")).to_have_count(1)
    press(page, "To the policy", language)
    assert page.input_value("#text") == SMALL + "# half"
    assert files_at_hand(organisation.id) == {"conduct.txt": b"Be careful."}
    fill_in_by_fields(page, language)
    added = 'rules = ["tell_only_us", "no_spam"]'
    assert page.input_value("#text") == SMALL.replace('rules = ["tell_only_us"]', added) + "# half"
    context.close()


def fill_in_by_fields(page: Page, language: str) -> None:
    """Tick a rule with the keyboard alone, save it, and look at what changes."""
    press(page, "Fill it in by fields", language)
    page.locator("ol a[href$=rules]").press("Enter")
    page.locator("[name='clauses.rules.no_spam']").press("Space")
    press(page, "Save", language)
    expect(page.locator("[name='promises.first_answer.within.amount']")).to_have_value("5")
    press(page, "Show what changes", language)


def test_the_files_are_accessible_at_320(
    page: Page, live_server: LiveServer, organisation: MadeOrganisation, language: str
) -> None:
    """Nothing there yet; files with long names, every part unfolded; and a file that cannot be there. So is what can stand in a policy, and a text with faults."""
    lead = make_lead(organisation, name="Lea", password=PASSWORD, language=language)
    place = f"{live_server.url}/desk/policy/files"
    sit_down(page, live_server.url, lead)
    found = {"empty": problems(page, place)}
    page.goto(f"{live_server.url}/desk/policy/catalogue")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    found["catalogue"] = problems(page)
    page.goto(f"{live_server.url}/desk/policy?example=insurer")
    page.locator("main form button").first.click()
    expect(page.locator(".faults")).to_be_visible()
    found["faults"] = problems(page)
    for name in ("conduct.txt", "key.asc", f"{'a-long-name-' * 7}.png"):
        make_file_beside(organisation, name=name, now=timezone.now())
    page.goto(place)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found["open"] = problems(page)
    page.evaluate("document.getElementById('keys').open = false")  # it lies over the page
    page.set_input_files("#files", {"name": "logo.png", "mimeType": "image/png", "buffer": b"<svg>"})
    with page.expect_navigation():
        page.locator("form[action$=add] button").click()
    found["refused"] = problems(page)
    place = f"{live_server.url}/desk/policy/fields"
    found |= {part: problems(page, f"{place}/{part}") for part in ("reward", "rules", "people")}
    page.fill("[name='people.stand_in.mail']", "no address")
    press(page, "Save", language)
    found |= {"wrong": problems(page), "sections": problems(page, place)}
    assert found == {name: [] for name in found}
