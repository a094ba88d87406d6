"""A handler's day in a real browser: with script and without, in both languages, every page held against axe-core."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import assign
from meldpunt.cases.terms import MessageKind, ReportState
from meldpunt.people.terms import Role
from meldpunt.reports.terms import ReportContent
from tests.factories.arrivals import make_upload
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, go, make_case
from tests.factories.obligations import settle_all
from tests.factories.outbox import carry
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_member, make_organisation
from tests.journeys.screens import NARROW, problems

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

CHROMIUM = "/usr/bin/chromium"
HOSTILE = "<img src=x onerror=alert(1)>\u202etxt.exe"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium once."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass(frozen=True)
class Desk:
    """An organisation with people and a report, and the address it is served at."""

    url: str
    organisation: MadeOrganisation
    lead: MadeMember
    case: MadeCase

    def now(self) -> object:
        """Open the case as it is now."""
        return open_for_member(number=self.case.number, visitor=self.lead.unlocked, now=timezone.now())


@pytest.fixture(params=["en", "nl"])
def language(request: pytest.FixtureRequest) -> str:
    """Name the language in which the lead works."""
    return str(request.param)


def said(words: str, language: str) -> str:
    """Return words of the desk as they stand on its pages in a language."""
    with translation.override(language):
        return gettext(words)


@pytest.fixture
def desk(live_server: LiveServer, request: pytest.FixtureRequest) -> Desk:
    """Serve an organisation, with a lead who works in the language of the test; in English when it names none."""
    language = request.getfixturevalue("language") if "language" in request.fixturenames else "en"
    organisation = make_organisation(name="Kliniek De Linde", host_names=["localhost"])
    lead = make_lead(organisation, name="Lea", password=PASSWORD, language=language)
    make_member(organisation, Role.HANDLER, name="נועם בן-דוד")
    make_member(organisation, Role.HANDLER, name="Wim", admitted=False)
    content = ReportContent(where="https://x.example", what="word " * 2000 + HOSTILE, kind="others_data")
    upload = make_upload(organisation, b"<script>alert(1)</script>", name=HOSTILE)
    past = timezone.now() - timedelta(days=20)
    case = make_case(organisation, content=content, identity=NAMED, contact=MAILED, uploads=[upload], now=past)
    return Desk(live_server.url, organisation, lead, case)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page, with script and without, to a lead who works in either language."""
    context = chromium.new_context(java_script_enabled=request.param, locale=language)
    yield context.new_page()
    context.close()


def sign_in(page: Page, desk: Desk, member: MadeMember | None = None) -> None:
    """Fill in the form."""
    page.goto(f"{desk.url}/desk/")
    page.fill("[name=email]", (member or desk.lead).email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page).to_have_url(f"{desk.url}/desk/")


def test_report_is_found_read_and_answered(page: Page, desk: Desk, language: str) -> None:
    """From the queue to the finder."""
    sign_in(page, desk)
    page.click(f"text={desk.case.number}")
    expect(page.locator("[data-field=where]")).to_have_text("https://x.example")
    page.click(f"text={said('Take it', language)}")
    expect(page.locator(".notice.success")).to_have_text(said("You have this case now.", language))
    page.click(f"text={said('Use the ready answer: %(title)s', language).partition('%')[0]}")
    page.fill("#answer-text", "Thank you.\nWe look into it.")
    page.click(f"text={said('Send as answer', language)}")
    expect(page.locator(".from-organisation .as-typed")).to_have_text("Thank you. We look into it.")
    assert [(m.text, m.kind) for m in desk.now().messages] == [("Thank you.\r\nWe look into it.", MessageKind.ANSWER)]  # type: ignore[attr-defined]


def test_no_takes_three_clicks(page: Page, desk: Desk, language: str) -> None:
    """The button, the reason, the sending; the finder reads why."""
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    page.click(f"text={said('Say no', language)} >> nth=0")
    page.click("#no-not_ours summary")
    page.click("#send-not_ours")
    expect(page.locator(".notice.success")).to_have_text(said("The no was sent, with its reason.", language))
    assert (desk.now().state, len(desk.now().messages)) == (ReportState.INVALID, 1)  # type: ignore[attr-defined]


def test_note_is_kept(page: Page, desk: Desk, language: str) -> None:
    """And marked as internal."""
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    page.fill("#note-text", "Ask the supplier")
    page.click(f"text={said('Keep the note', language)}")
    expect(page.locator(".internal-note .as-typed")).to_have_text("Ask the supplier")


def test_attachment_is_downloaded_and_never_shown(page: Page, desk: Desk) -> None:
    """Bit for bit, under a harmless name."""
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    with page.expect_download() as found:
        page.click(".files a")
    assert found.value.path().read_bytes() == b"<script>alert(1)</script>"
    assert "\u202e" not in found.value.suggested_filename


def test_keys_rotate_to_the_end(page: Page, desk: Desk, language: str, request: pytest.FixtureRequest) -> None:
    """By itself with script, by its button without."""
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/keys/rotation")
    page.click("main button")
    if "no script" in request.node.name:
        page.click(f"text={said('Go on', language)}")
    expect(page.locator(".notice.success")).to_have_text(said("The keys were renewed. The old key is gone.", language))
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    expect(page.locator("[data-field=where]")).to_have_text("https://x.example")


def test_invitation_is_accepted(page: Page, desk: Desk, language: str) -> None:
    """Looking at the link uses nothing up."""
    link = f"{desk.url}/desk/invitation/{desk.organisation.invitation_token}"
    page.goto(link)
    page.goto(link)
    page.fill("[name=name]", "Noor")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page).to_have_url(f"{desk.url}/desk/")
    page.goto(link)
    expect(page.locator("h1")).to_have_text(said("This link no longer works", language))


def test_locked_desk_keeps_what_was_typed(page: Page, desk: Desk, language: str) -> None:
    """Lock in another tab, send, unlock: the text is there."""
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    page.fill("#answer-text", "Half an answer")
    other = page.context.new_page()
    other.goto(f"{desk.url}/desk/account")
    other.click(f"text={said('Lock', language)}")
    expect(other.locator("h1")).to_have_text(said("The desk is locked", language))
    page.click(f"text={said('Send as answer', language)}")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator("#answer-text")).to_have_value("Half an answer")
    assert desk.now().messages == ()  # type: ignore[attr-defined]


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[BrowserContext]:
    """Give a browser with script that only has a keyboard."""
    context = chromium.new_context()
    yield context
    context.close()


def test_no_takes_three_keys(scripted: BrowserContext, desk: Desk) -> None:
    """N, the number of the reason, Enter."""
    page = scripted.new_page()
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    for key in ("n", "3", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".notice.success")).to_have_text("The no was sent, with its reason.")
    assert desk.now().state is ReportState.CLOSED  # type: ignore[attr-defined]


def test_queue_is_walked_by_keys(scripted: BrowserContext, desk: Desk) -> None:
    """J marks, Enter opens, q comes back."""
    page = scripted.new_page()
    sign_in(page, desk)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desk.url}/desk/cases/{desk.case.number}")
    page.keyboard.press("q")
    expect(page).to_have_url(f"{desk.url}/desk/")
    page.keyboard.press("c")
    expect(page.locator(".empty h2")).to_have_text("Nothing was closed yet")
    page.keyboard.press("o")
    expect(page.locator(".queue td.number")).to_have_text(desk.case.number)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")


PAGES = (
    ("queue", "/desk/"),
    ("closed", "/desk/?show=closed"),
    ("due", "/desk/due"),
    ("nothing due", "/desk/due?show=today"),
    ("people", "/desk/people"),
    ("invite", "/desk/people/invite"),
    ("keys", "/desk/keys"),
    ("rotation", "/desk/keys/rotation"),
    ("recovery code", "/desk/keys/recovery-code"),
    ("resume intake", "/desk/keys/resume-intake"),
    ("settings", "/desk/settings"),
    ("look", "/desk/settings/look"),
    ("account", "/desk/account"),
    ("own key", "/desk/account/key"),
    ("password", "/desk/account/password"),
    ("feed", "/desk/account/calendar"),
    ("journal", "/desk/journal"),
    ("not there", "/desk/cases/2026-99999"),
)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_is_accessible(chromium: Browser, desk: Desk, language: str) -> None:
    """WCAG 2.2 AA as far as axe-core sees it; by day and by night; no page is wider than a small telephone; no script error."""
    errors: list[str] = []
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(error.message))
    reader = make_lead(desk.organisation, name="Reader", password=PASSWORD, language=language)
    colleague = make_member(desk.organisation, Role.HANDLER, admitted=False)
    answer(desk.case, desk.lead.unlocked, now=timezone.now() - timedelta(hours=1))
    carry(now=timezone.now())
    settle_all(now=timezone.now())
    in_hand = make_case(desk.organisation, now=timezone.now())
    assign(number=in_hand.number, to=colleague.id, seen_version=1, by=desk.lead.unlocked, now=timezone.now())
    found = {
        name: problems(page, f"{desk.url}/desk/{name}", on=NARROW)
        for name in ("sign-in", "forgotten", "recover", "reset/x")
    }
    found["invitation"] = problems(page, f"{desk.url}/desk/invitation/{desk.organisation.invitation_token}", on=NARROW)
    sign_in(page, desk, reader)
    found |= {name: problems(page, desk.url + address, on=NARROW) for name, address in PAGES}
    found |= {
        deed: problems(page, f"{desk.url}/desk/people/{colleague.id}/{deed}", on=NARROW)
        for deed in ("role", "remove", "readmit")
    }
    found["case"] = problems(page, f"{desk.url}/desk/cases/{desk.case.number}", on=NARROW)
    found["withhold"] = problems(page, f"{desk.url}/desk/cases/{desk.case.number}/withhold", on=NARROW)
    found["erase"] = problems(page, f"{desk.url}/desk/cases/{desk.case.number}/erase", on=NARROW)
    mail = f"{desk.url}/desk/cases/{desk.case.number}/mails/{desk.now().messages[0].mail.id}"  # type: ignore[attr-defined]
    found |= {end: problems(page, f"{mail}/{end}", on=NARROW) for end in ("back", "not-back")}
    found["case journal"] = problems(page, f"{desk.url}/desk/cases/{desk.case.number}/journal", on=NARROW)
    found |= closed_and_opened_again(page, desk)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert errors == []
    context.close()


def closed_and_opened_again(page: Page, desk: Desk) -> dict[str, list[str]]:
    """Close the case, which asks first, and open it again; return what is wrong with the pages on the way."""
    go(desk.case, desk.lead.unlocked, ReportState.VALID, ReportState.ACCEPTED)
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    page.select_option("#reason", "solved")
    page.click("form[action$='/close'] button")
    asked = problems(page, on=NARROW)
    page.click("button[name=sure]")
    expect(page.locator(".notice.success")).to_be_visible()
    closed = problems(page, on=NARROW)
    page.click("form[action$='/reopen'] button")
    expect(page.locator("#reason")).to_be_visible()
    return {"closing": asked, "closed": closed}
