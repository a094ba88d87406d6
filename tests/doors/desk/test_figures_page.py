"""The figures of promises at the desk: everything told, made anew when asked, and the switch that shows them in public."""

import pytest
from django.utils import timezone

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import make_figures
from meldpunt.obligations.models import WantedFigures
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import Role
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.obligations import settle_all
from tests.factories.people import MadeOrganisation, make_lead, make_member

pytestmark = pytest.mark.django_db


def with_cases(organisation: MadeOrganisation, count: int) -> None:
    now = timezone.now()
    for _ in range(count):
        make_case(organisation, now=now)
    settle_all(now=now)
    make_figures(organisation=organisation.id, by=SYSTEM, now=now)


@pytest.mark.parametrize("role", Role)
def test_small_counts_are_told_to_every_member(organisation: MadeOrganisation, role: Role) -> None:
    with_cases(organisation, 3)
    desk = client_of(make_member(organisation, role, language="en"))
    page, file = desk.get("/desk/figures").text, desk.get("/desk/figures.csv")
    assert ("<td>3</td>" in page, "fewer than" in page, file.text.count("running")) == (True, False, 3)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "The figures are being made"), ("nl", "De cijfers worden gemaakt")]
)
def test_before_they_are_made_the_page_says_so(organisation: MadeOrganisation, language: str, told: str) -> None:
    desk = client_of(make_member(organisation, language=language))
    assert (told in desk.get("/desk/figures").text, desk.get("/desk/figures.csv").status_code) == (True, 404)


@pytest.mark.parametrize(
    ("language", "told", "by_night", "empty"),
    [
        ("en", "Nothing was counted yet", "made on <time", "No promise has begun yet"),
        ("nl", "Er is nog niets geteld", "gemaakt op <time", "Er is nog geen toezegging begonnen"),
    ],
)
def test_promises_of_after_the_first_count_are_said_to_wait_for_the_next(
    organisation: MadeOrganisation, language: str, told: str, by_night: str, empty: str
) -> None:
    """Until a promise has begun there is none to count; asked for, they are counted sooner than by night."""
    with_cases(organisation, 0)
    desk = client_of(make_member(organisation, language=language))
    pages = [desk.get("/desk/figures").text]
    make_case(organisation, now=timezone.now())
    settle_all(now=timezone.now())
    pages.append(desk.get("/desk/figures").text)
    desk.post("/desk/figures/make")
    pages.append(desk.get("/desk/figures").text)
    assert [[words in page for words in (empty, told, by_night)] for page in pages] == [
        [True, False, False],
        [False, True, True],
        [False, True, False],
    ]


def test_asked_for_the_page_says_so_until_they_are_made(organisation: MadeOrganisation) -> None:
    desk = client_of(make_member(organisation, language="en"))
    assert desk.post("/desk/figures/make").headers["Location"] == "/desk/figures?said=figures_asked"
    assert ("were asked for" in desk.get("/desk/figures").text, WantedFigures.objects.count()) == (True, 1)
    make_figures(organisation=organisation.id, by=SYSTEM, now=timezone.now())
    assert "were asked for" not in desk.get("/desk/figures").text


def test_a_lead_shows_them_in_public_and_hides_them_again(organisation: MadeOrganisation) -> None:
    desk = client_of(make_lead(organisation, language="en"))
    filled = {field.name: field.value() for field in desk.get("/desk/settings").context["form"]}
    filled = {name: value for name, value in filled.items() if value not in (None, False)}
    deeds = []
    for shown in (True, True, False):
        desk.post("/desk/settings", filled | ({"figures_public": "on"} if shown else {}))
        assert organisation_facts(organisation.id).figures_public is shown
        deeds.append([line.deed for line in entries_of_organisation(organisation.id, limit=1)])
    assert deeds == [["settings.figures_shown"], ["settings.changed"], ["settings.figures_hidden"]]
