"""The OpenPGP key as a finder and a lead see it, in both languages, held against axe-core by day and by night."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import import_public_key
from meldpunt.people.rules.openpgp import grouped
from tests.factories.openpgp import ADDRESS, key_of, make_key
from tests.factories.policy import publish_text
from tests.factories.policy_texts import in_name_of, with_lines
from tests.fakes.openpgp import FakeOpenPgp
from tests.journeys.screens import NARROW, problems
from tests.journeys.test_handler import Desk, chromium, desk, language, sign_in

__all__ = ["chromium", "desk", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ON_REQUEST = with_lines(
    '[[way_in]]\nkind = "form"', '[key]\noffer = "on_request"\nwithin = "4 hours"\n\n[[way_in]]\nkind = "form"'
)


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page as narrow as a small telephone."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


def test_page_of_the_key_is_accessible(page: Page, desk: Desk) -> None:
    key = make_key(desk.organisation, now=timezone.now())
    assert problems(page, f"{desk.url}/openpgp-key", on=NARROW) == []
    shown = page.locator("#fingerprint").inner_text()
    assert "".join(shown.split()) == key.fingerprint


def test_page_that_says_how_to_ask_for_the_key_is_accessible(page: Page, desk: Desk) -> None:
    publish_text(desk.organisation, in_name_of(desk.organisation.facts.name, ON_REQUEST), now=timezone.now())
    assert problems(page, f"{desk.url}/openpgp-key", on=NARROW) == []
    assert page.locator("main a[href^='mailto:']").get_attribute("href") == "mailto:security@haven.example"


def test_page_of_a_key_that_is_not_there_is_accessible(page: Page, desk: Desk) -> None:
    answer = page.goto(f"{desk.url}/openpgp-key")
    assert (answer and answer.status, problems(page, on=NARROW)) == (404, [])


@pytest.mark.parametrize("public_only", [False, True], ids=["whole", "public part alone"])
def test_key_at_the_desk_is_accessible(page: Page, desk: Desk, *, public_only: bool) -> None:
    now, keys = timezone.now(), FakeOpenPgp()
    if public_only:
        own = keys.make(user_id=f"A <{ADDRESS}>", until=now + timedelta(days=9))
        import_public_key(
            organisation=desk.organisation.id, content=own.certificate, address=ADDRESS, keys=keys, by=OPERATOR, now=now
        )
    else:
        make_key(desk.organisation, now=now)
    sign_in(page, desk)
    assert problems(page, f"{desk.url}/desk/settings", on=NARROW) == []
    expect(page.get_by_text(grouped(key_of(desk.organisation).fingerprint))).to_have_count(1)
