"""What is published beside the policy, in a browser: held against axe-core on a narrow and on a wide screen, and never wider than it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from meldpunt.people.models import Organisation
from meldpunt.policy.terms import Matter
from tests.factories.cases import make_case
from tests.factories.people import PASSWORD, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import EXAMPLES, SMALL, files_beside, in_name_of
from tests.journeys.screens import NARROW_AND_WIDE, problems
from tests.journeys.test_handler import Desk, chromium, language, sign_in

__all__ = ["chromium", "language"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

A4 = (595, 842)
"""In points."""
WAYS = """
[[way_in]]
kind = "mail"
address = "beveiligingsmeldingen@verzekeringsmaatschappij.haven.example"

[[way_in]]
kind = "phone"
address = "+31 88 000 00 00"

[[way_in]]
kind = "platform"
name = "A platform"
address = "https://loket.platform.example/programs/verzekeringsmaatschappij-haven"
"""
CHANNEL = """
[[other_channel]]
about = ["{}"]
mail = "klantenservice@verzekeringsmaatschappij.haven.example"
phone = "+31 88 000 00 01"
page = "https://www.verzekeringsmaatschappij.haven.example/contact"
"""
ROLE = "Coördinator informatiebeveiliging en bedrijfscontinuïteit van de afdeling Netbeheer Zuid"
LOOK = """
[organisation.look]
accent = "#7a1f3d"
font = "serif"
"""
LONG = (
    re.sub(
        r'name = "([ABC])"\n(mail = "[abc]@)(haven.example")',
        rf'name = "{ROLE} \1"\n\2verzekeringsmaatschappij.\3\nphone = "+31 88 000 00 02"',
        SMALL,
    )
    + WAYS
    + "".join(CHANNEL.format(matter.value) for matter in Matter if matter is not Matter.ABUSE)
)


@pytest.fixture
def page(chromium: Browser, language: str) -> Iterator[Page]:
    """Give a page to somebody who reads this language."""
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale=language)
    yield context.new_page()
    context.close()


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """Serve an organisation whose policy tells everything a statement can say."""
    organisation = make_organisation(name="Deltastroom", host_names=["localhost"])
    path = EXAMPLES / "utility.toml"
    publish_text(organisation, fitting(organisation, path), files=files_beside(path), now=timezone.now())
    return live_server.url


def fitting(organisation: MadeOrganisation, path: Path) -> str:
    """Return an example that this organisation can publish at once."""
    text = path.read_text().replace("second_eyes = true", "second_eyes = false")
    return in_name_of(organisation.facts.name, text)


@pytest.mark.parametrize("address", ["/policy", "/policy/history", "/privacy", "/accessibility"])
def test_it_is_accessible_and_fits_the_screen(page: Page, site: str, address: str) -> None:
    assert problems(page, site + address, on=NARROW_AND_WIDE) == []


@pytest.fixture
def desk(live_server: LiveServer, language: str, request: pytest.FixtureRequest) -> Desk:
    """Serve the organisation of an example, with a lead who works in the language of the test."""
    path = EXAMPLES / f"{request.param}.toml"
    organisation = make_organisation(name=request.param, host_names=["localhost"])
    if request.param == "collection-agency":
        Organisation.objects.filter(pk=organisation.id).update(region="BE", zone="Europe/Brussels")
    case = make_case(organisation, now=timezone.now())
    publish_text(organisation, fitting(organisation, path), files=files_beside(path), now=timezone.now())
    lead = make_lead(organisation, name="Lea", password=PASSWORD, language=language)
    return Desk(live_server.url, organisation, lead, case)


@pytest.mark.parametrize("desk", ["utility"], indirect=True)
def test_card_is_accessible_and_fits_the_screen(page: Page, desk: Desk) -> None:
    """And where everything on it is long; the page of the look says then that the policy decides it."""
    sign_in(page, desk)
    found = {"card": problems(page, f"{desk.url}/desk/card", on=NARROW_AND_WIDE)}
    publish_text(desk.organisation, in_name_of(desk.organisation.facts.name, LONG + LOOK), now=timezone.now())
    found["long"] = problems(page, f"{desk.url}/desk/card", on=NARROW_AND_WIDE)
    found["look"] = problems(page, f"{desk.url}/desk/settings/look", on=NARROW_AND_WIDE)
    with page.expect_navigation():
        page.click("[name=try]")
    found["tried"] = problems(page, on=NARROW_AND_WIDE)
    assert found == {name: [] for name in found}


@pytest.mark.parametrize(
    "desk", ["clinic", "collection-agency", "hosting-provider", "insurer", "utility"], indirect=True
)
def test_card_is_printed_on_one_page(chromium: Browser, desk: Desk, language: str) -> None:
    """A4, of every example and in both languages, as Chromium prints it."""
    assert pages_printed(chromium, desk, language) == [A4]


@pytest.mark.parametrize("desk", ["clinic"], indirect=True)
def test_long_card_is_printed_on_one_page(chromium: Browser, desk: Desk, language: str) -> None:
    """With every way in, somewhere else to go for everything, and a long name and a telephone number for everybody."""
    publish_text(desk.organisation, in_name_of(desk.organisation.facts.name, LONG), now=timezone.now())
    assert pages_printed(chromium, desk, language) == [A4]


def pages_printed(chromium: Browser, desk: Desk, language: str) -> list[tuple[int, ...]]:
    """Print the card, and return the size of each page in points."""
    context = chromium.new_context(locale=language)
    page = context.new_page()
    sign_in(page, desk)
    page.goto(f"{desk.url}/desk/card?language={language}")
    printed = page.pdf(prefer_css_page_size=True, print_background=False)
    context.close()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d. ]+)\]", printed)
    return [tuple(round(float(side)) for side in box.split()) for box in boxes]
