"""A handler works through the mail room in a real browser: by mouse, by keyboard, and without script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import (
    Authentication,
    Encryption,
    Mailbox,
    MailEnd,
    MailPart,
    ReadMail,
    Suggestion,
)
from meldpunt.people.terms import Verdict
from meldpunt.policy.terms import Matter
from tests.factories.mails import make_entry
from tests.factories.policy import publish_text
from tests.factories.policy_texts import WITHOUT_HOSTS
from tests.journeys.screens import NARROW_AND_WIDE, problems
from tests.journeys.test_handler import HOSTILE, Desk, chromium, desk, language, said, sign_in

__all__ = ["chromium", "desk", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ELSEWHERE = """
[[other_channel]]
about = ["fraud", "complaint"]
mail = "customers@a-very-long-domain-name.haven.example"
"""
POLICY = WITHOUT_HOSTS.replace('name = "Haven"', 'name = "Kliniek De Linde"')
LONG = ReadMail(
    sender=Mailbox(f"Sam {HOSTILE}", "a.very.long.name.of.somebody.who.writes@a-very-long-domain-name.finder.example"),
    reply_to=Mailbox("", "other@finder.example"),
    to=(Mailbox("", "security@haven.example"),),
    cc=(Mailbox("Kim", "kim@finder.example"), Mailbox("", "lee@finder.example")),
    subject=f"Re: {HOSTILE} " + "and-a-long-word-without-an-end" * 6,
    date=timezone.now(),
    text="A line that goes on and on. " * 120 + HOSTILE,
    quoted="> What you wrote before\n" * 40,
    parts=(MailPart("a-very-long-name-of-a-file-" * 5 + ".txt", "text/plain", b"12345"),),
    authentication=Authentication("pass", "fail", "none", "finder.example", "fail"),
    encryption=Encryption(encrypted=True, fingerprint="AB", verdict=Verdict.UNKNOWN_KEY, signed_by="ABCD" * 10),
)


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page as narrow as a small telephone."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


@pytest.fixture
def entries(desk: Desk) -> list[Mail]:
    """Keep a mail of each kind."""
    publish_text(desk.organisation, POLICY + ELSEWHERE, now=timezone.now() - timedelta(days=1))
    fraud = Suggestion(Matter.FRAUD, True, ("fraude", "opgelicht"))
    kinds = [(MailEnd.PENDING, "other_sender"), (MailEnd.AUTOMATIC, "list"), (MailEnd.UNREADABLE, "nested")]
    thread = desk.case.row.threads.get().pk
    rows = [make_entry(desk.organisation, read=LONG, end=end, reason=reason) for end, reason in kinds]
    rows.append(make_entry(desk.organisation, read=LONG, reason="other_sender", thread=thread))
    make_entry(desk.organisation, read=LONG, end=MailEnd.REPORT, thread=thread, settled_at=timezone.now())
    return [*rows, make_entry(desk.organisation, read=LONG, reason="misdirected", suggestion=fraud)]


def test_every_page_of_the_mail_room(page: Page, desk: Desk, entries: list[Mail], language: str) -> None:
    sign_in(page, desk)
    assert problems(page, f"{desk.url}/desk/mail", on=NARROW_AND_WIDE) == []
    for row in entries:
        assert problems(page, f"{desk.url}/desk/mail/{row.id}", on=NARROW_AND_WIDE) == []
    page.locator("#forget summary").click()
    assert problems(page, on=NARROW_AND_WIDE) == []
    page.get_by_role("button", name=said("Yes, forget it", language)).click()
    expect(page.locator(".notice.success")).to_be_visible()
    assert problems(page, f"{desk.url}/desk/mail/{entries[-1].id}", on=NARROW_AND_WIDE) == []


def test_how_a_report_came_by_mail(page: Page, desk: Desk, entries: list[Mail]) -> None:
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/cases/{desk.case.number}")
    page.locator(".came-by-mail > summary").click()
    assert problems(page, on=NARROW_AND_WIDE) == []
    expect(page.locator(f"a[href$='/desk/mail/{entries[3].id}']")).to_be_visible()


def test_form_to_fill_from_a_mail(page: Page, desk: Desk) -> None:
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/report")
    page.locator(".from-mail summary").click()
    assert problems(page, on=NARROW_AND_WIDE) == []


def test_empty(page: Page, desk: Desk, language: str) -> None:
    sign_in(page, desk)
    assert problems(page, f"{desk.url}/desk/mail", on=NARROW_AND_WIDE) == []
    expect(page.locator(".empty h2")).to_have_text(said("No mail waits", language))


def test_by_keyboard(page: Page, desk: Desk, entries: list[Mail]) -> None:
    sign_in(page, desk)
    page.keyboard.press("b")
    page.wait_for_url("**/desk/mail")
    newest = Mail.objects.filter(settled_at__isnull=True).order_by("-came_at", "-id")[0]
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tr[data-row]') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/mail/{newest.id}")
    page.locator("#forget summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/mail?said=mail_forgotten")
    assert Mail.objects.filter(settled_at__isnull=True).count() == len(entries) - 1
