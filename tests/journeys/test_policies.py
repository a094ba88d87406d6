"""The five example policies in a real browser without script: shown, accepted and kept; and the insurer's eight brands."""

import os
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from meldpunt.doors.portal import report
from meldpunt.policy.rules.reckoning import due
from meldpunt.policy.terms import IdentityMode, Promise, PromiseKind, Region, Section, Unit
from tests.factories.policy_examples import FIVE, Example, make_example
from tests.journeys.test_handler import CHROMIUM
from tests.journeys.visitors import Visitor, plain, visiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

EVERY_HOST_IS_HERE = "--host-resolver-rules=MAP * 127.0.0.1"
FROM_ANYWHERE = (
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"  # for what is looked at
)
SCHEMES = {"nl": "light", "en": "dark"}
FIRST_ANSWER = {
    "hosting-provider": (5, Unit.WORKING_DAYS),
    "utility": (5, Unit.WORKING_DAYS),
    "insurer": (5, Unit.DAYS),
    "clinic": (2, Unit.WEEKS),
    "collection-agency": (3, Unit.DAYS),
}
BEFORE_THE_FORM = (Section.ELSEWHERE, Section.SCOPE, Section.EXCLUDED)
ACCEPTED = (Section.RULES, Section.LAW, Section.DOCUMENTS)
KEPT = {
    "nl": "U ging akkoord met onze regels, versie 2.",
    "en": "You agreed to our rules, version 2.",
}
FONTS = {
    "system": "system-ui",
    "humanist": "Seravek",
    "serif": "Charter",
    "geometric": "Avenir",
    "slab": "Rockwell",
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start a Chromium that finds every host name on this machine."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[EVERY_HOST_IS_HERE, FROM_ANYWHERE])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def _quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take nobody for a machine who fills in the form within a second."""
    monkeypatch.setattr(report, "wait_for", lambda *_, **__: 0.0)


@pytest.fixture
def port(live_server: LiveServer) -> int:
    """Serve, and say where."""
    return urlsplit(live_server.url).port or 0


@pytest.mark.parametrize("language", SCHEMES)
@pytest.mark.parametrize("name", FIVE)
def test_policy_is_shown_accepted_and_kept(chromium: Browser, port: int, name: str, language: str) -> None:
    example = make_example(name, now=timezone.now())
    host = f"http://{example.text.organisation.hosts[0]}:{port}"
    with visiting(chromium, language=language, scheme=SCHEMES[language]) as visitor:
        assert visitor.go(f"{host}/") == 200
        reads_the_policy(visitor, example, language)
        sees_what_comes_before_the_form(visitor, example, language)
        code = reports(visitor, example)
        receipt = moments(visitor)
        assert receipt[-1] == last_day(example, receipt[0])
        example.publish_again(now=timezone.now())
        comes_back(visitor, f"{host}/case", code)
        assert moments(visitor)[:2] == [receipt[0], receipt[-1]]
        assert KEPT[language] in visitor.texts("section[aria-labelledby=part-report] p.small")
        assert visitor.wrong == []


def test_every_brand_has_its_own_page_and_look_on_its_own_host(chromium: Browser, port: int) -> None:
    brands = make_example("insurer", now=timezone.now()).text.brand
    with visiting(chromium, language="nl", scheme="light") as visitor:
        seen = []
        for brand in brands:
            visitor.go(f"http://{brand.hosts[0]}:{port}/")
            seen.append((visitor.texts(".sender"), style(visitor, "a.button", "color"), first_font(visitor)))
        assert seen == [([brand.name], rgb(brand.look.accent), FONTS[brand.look.font]) for brand in brands]
        assert visitor.wrong == []


def test_report_by_a_brands_page_has_that_brands_receipt(chromium: Browser, port: int) -> None:
    example = make_example("insurer", now=timezone.now())
    brand = example.text.brand[6]
    with visiting(chromium, language="nl", scheme="light") as visitor:
        visitor.go(f"http://{brand.hosts[0]}:{port}/report")
        reports(visitor, example)
        assert (visitor.texts(".sender"), visitor.texts("#slip-title"), visitor.wrong) == (
            ["Zeko"],
            ["Ontvangstbewijs · Zeko"],
            [],
        )


@pytest.mark.parametrize("host", ["lek.elders.example", "zeko.example", "lek.zeko.example.elders.example"])
def test_host_of_nobody_does_not_tell_who_lives_here(chromium: Browser, port: int, host: str) -> None:
    names = [brand.name for brand in make_example("insurer", now=timezone.now()).text.brand]
    with visiting(chromium, language="nl", scheme="light") as visitor:
        status = visitor.go(f"http://{host}:{port}/")
        shown = " ".join(visitor.texts("body")).replace(host, "")
        assert (status, [name for name in names if name in shown], visitor.wrong) == (404, [], [])


def style(visitor: Visitor, selector: str, name: str) -> str:
    """Return a style as the browser reckoned it."""
    return str(visitor.page.locator(selector).first.evaluate(f"element => getComputedStyle(element).{name}"))


def first_font(visitor: Visitor) -> str:
    """Return the font that texts would have best."""
    return style(visitor, "body", "fontFamily").partition(",")[0]


def rgb(colour: str) -> str:
    """Return a colour (`#rrggbb`) as a browser writes it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def reads_the_policy(visitor: Visitor, example: Example, language: str) -> None:
    """Find every clause on the organisation's page, and again on the page of the policy, in the same order."""
    said = [plain(text) for text in example.says(language, *(each for each in Section if each is not Section.WELCOME))]
    assert visitor.texts("section[aria-labelledby^=policy-] li") == said
    visitor.press("main a[href$='/policy']")
    assert visitor.texts("section[aria-labelledby^=policy-] li") == said
    visitor.press("main a[href$='/policy/history']")
    visitor.press("main a[href$='/policy/2']")


def sees_what_comes_before_the_form(visitor: Visitor, example: Example, language: str) -> None:
    """Go to the form by the button of the organisation's page; other channels and the scope stand above the first field."""
    visitor.press(".sender")
    visitor.press("main a.button[href$='/report']")
    for closed in reversed(visitor.page.locator("details:not([open]) summary").all()):
        closed.click()
    assert visitor.texts("section:has(+ form) li") == [plain(text) for text in example.says(language, *BEFORE_THE_FORM)]
    assert visitor.texts("section[aria-labelledby=part-rules] details:last-of-type li") == [
        plain(text) for text in example.says(language, *ACCEPTED)
    ]


def reports(visitor: Visitor, example: Example) -> str:
    """Send a report under the policy as it was shown, and return its access code."""
    page = visitor.page
    page.fill("[name=where]", f"https://www.{example.name}.example/login")
    page.fill("[name=what]", "It opens without a password.")
    page.fill("[name=contact]", "finder@example.org")
    if IdentityMode.ANONYMOUS not in example.policy.terms.identity_modes:
        page.fill("[name=name]", "Zilvermeeuw")
    page.check("[name=agree]")
    visitor.press("main form button.big")
    return page.locator("#access-code").inner_text()


def comes_back(visitor: Visitor, address: str, code: str) -> None:
    """Open the page of the report with its code."""
    visitor.go(address)
    visitor.page.fill("[name=code]", code)
    visitor.press("main form button")
    visitor.page.locator("section[aria-labelledby=part-report] summary").click()


def moments(visitor: Visitor) -> list[datetime]:
    """Return the moments on the page, in order."""
    shown = visitor.page.locator("main time").all()
    return [datetime.fromisoformat(each.get_attribute("datetime") or "") for each in shown]


def last_day(example: Example, received: datetime) -> datetime:
    """Return when the first answer is due by the terms of this example."""
    own = example.text.organisation
    promise = Promise(PromiseKind.FIRST_ANSWER, *FIRST_ANSWER[example.name])
    return due(promise, received, Region(country=own.country, zone=own.zone)).replace(second=0)
