"""The figures of promises as anybody may read them, where the organisation wants that."""

import csv
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import make_figures
from meldpunt.people.models import Organisation
from tests.factories.cases import make_case
from tests.factories.obligations import settle_all
from tests.factories.people import MadeOrganisation, make_organisation

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"
PATHS = ("/figures", "/figures.csv")


@pytest.fixture
def hidden() -> MadeOrganisation:
    """Give an organisation that shows its figures to nobody."""
    return make_organisation(name="Haven", host_names=[HOST])


@pytest.fixture
def haven(hidden: MadeOrganisation) -> MadeOrganisation:
    """Give one that shows them to anybody."""
    Organisation.objects.filter(pk=hidden.id).update(figures_public=True)
    return hidden


def get(path: str, language: str = "en", host: str = HOST):
    return Client(headers={"host": host, "accept-language": language}).get(path)


def with_cases(organisation: MadeOrganisation, count: int) -> None:
    now = timezone.now()
    for _ in range(count):
        make_case(organisation, now=now - timedelta(hours=1))
    settle_all(now=now)
    make_figures(organisation=organisation.id, by=SYSTEM, now=now)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_here_where_the_organisation_does_not_want_it(hidden: MadeOrganisation, path: str) -> None:
    with_cases(hidden, 6)
    assert (get(path).status_code, "/figures" in get("/policy").text) == (404, False)


@pytest.mark.usefixtures("haven")
def test_the_policy_leads_to_them() -> None:
    assert 'href="/figures"' in get("/policy").text


@pytest.mark.parametrize(
    ("language", "told"), [("en", "The figures are being made"), ("nl", "De cijfers worden gemaakt")]
)
@pytest.mark.usefixtures("haven")
def test_before_they_are_made_the_page_says_so(language: str, told: str) -> None:
    assert (told in get("/figures", language).text, get("/figures.csv").status_code) == (True, 404)


def test_an_organisation_without_reports_says_so(haven: MadeOrganisation) -> None:
    with_cases(haven, 0)
    assert "No promise has begun yet" in get("/figures").text


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", ["First answer", "<td>6</td>", "Half within"]), ("nl", ["Eerste antwoord", "<td>6</td>", "Helft binnen"])],
)
def test_counts_stand_there_with_a_chart_beside_them(haven: MadeOrganisation, language: str, told: list[str]) -> None:
    with_cases(haven, 6)
    page = get("/figures", language).text
    assert ([text for text in told if text not in page], "<svg" in page, "<script" in page) == ([], True, False)


def test_small_counts_are_hidden_on_the_page_and_in_the_file(haven: MadeOrganisation) -> None:
    with_cases(haven, 3)
    page, file = get("/figures").text, get("/figures.csv").text
    counts = {row["count"] for row in csv.DictReader(file.splitlines())}
    assert ("fewer than 5" in page, "<td>3</td>" in page, counts) == (True, False, {"<5", "0"})


def test_the_file_is_a_download_that_programs_elsewhere_may_read(haven: MadeOrganisation) -> None:
    with_cases(haven, 6)
    answer = get("/figures.csv")
    names = ("Content-Type", "Content-Disposition", "Access-Control-Allow-Origin", "X-Content-Type-Options")
    assert [answer.headers.get(name) for name in names] == [
        "text/csv; charset=utf-8; header=present",
        f'attachment; filename="{haven.facts.slug}-promises.csv"',
        "*",
        "nosniff",
    ]
    assert [row["count"] for row in csv.DictReader(answer.text.splitlines())] == ["1"] * 6


def test_a_page_made_anew_is_not_the_one_of_before(haven: MadeOrganisation) -> None:
    with_cases(haven, 6)
    assert "<td>6</td>" in get("/figures").text
    with_cases(haven, 2)
    assert "<td>8</td>" in get("/figures").text


def test_switched_off_again_they_are_gone_at_once(haven: MadeOrganisation) -> None:
    with_cases(haven, 6)
    assert get("/figures").status_code == 200
    Organisation.objects.filter(pk=haven.id).update(figures_public=False)
    assert [get(path).status_code for path in PATHS] == [404, 404]


def test_another_organisation_has_its_own(haven: MadeOrganisation) -> None:
    with_cases(haven, 6)
    make_organisation(name="Elsewhere", host_names=["report.elsewhere.example"])
    assert [get(path, host="report.elsewhere.example").status_code for path in PATHS] == [404, 404]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("haven")
def test_nothing_can_be_sent_there(path: str) -> None:
    assert Client(headers={"host": HOST}).post(path).status_code == 405
