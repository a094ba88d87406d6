"""What is published beside the policy, in a browser: held against axe-core, and as wide as a small telephone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.factories.people import make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import EXAMPLES, files_beside
from tests.journeys.test_handler import chromium, language, problems

__all__ = ["chromium", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page as narrow as a small telephone, by day and by night."""
    scheme: Any = request.param
    context = chromium.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme, locale=language)
    yield context.new_page()
    context.close()


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """Serve an organisation whose policy tells everything a statement can say."""
    organisation = make_organisation(name="Deltastroom", host_names=["localhost"])
    path = EXAMPLES / "utility.toml"
    publish_text(organisation, fitting(path), files=files_beside(path), now=timezone.now())
    return live_server.url


def fitting(path: Path) -> str:
    """Return an example that can be published at once."""
    return path.read_text().replace("second_eyes = true", "second_eyes = false")


@pytest.mark.parametrize("address", ["/policy", "/privacy", "/accessibility"])
def test_it_is_accessible_and_fits_a_small_screen(page: Page, site: str, address: str) -> None:
    found = problems(page, site + address)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (found, wide) == ([], False)
