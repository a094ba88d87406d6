"""The figures of promises as anybody may read them, where the organisation wants that."""

import csv
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import make_figures
from meldpunt.people.models import Organisation
from tests.factories.cases import answer, make_case
from tests.factories.obligations import settle_all
from tests.factories.people import MadeOrganisation, make_member, make_organisation

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


def with_two_of_twelve_unanswered(organisation: MadeOrganisation) -> None:
    now = timezone.now()
    anna = make_member(organisation).unlocked
    for place in range(12):
        case = make_case(organisation, now=now - timedelta(days=60))
        if place > 1:
            answer(case, anna, now=now - timedelta(days=59))
    with_cases(organisation, 0)


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


@pytest.mark.parametrize("reports", [0, 1, 9])
@pytest.mark.parametrize(("language", "told"), [("en", "Too few reports yet"), ("nl", "Nog te weinig meldingen")])
def test_of_few_reports_not_even_whether_there_are_any(
    haven: MadeOrganisation, reports: int, language: str, told: str
) -> None:
    with_cases(haven, reports)
    page, file = get("/figures", language).text, get("/figures.csv").text
    assert (told in page, "<table" in page, file.count("\n")) == (True, False, 1)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["First answer", "<td>12</td>", "none yet", "Half within"]),
        ("nl", ["Eerste antwoord", "<td>12</td>", "nog geen", "Helft binnen"]),
    ],
)
def test_counts_stand_there_with_a_chart_beside_them(haven: MadeOrganisation, language: str, told: list[str]) -> None:
    with_cases(haven, 12)
    page = get("/figures", language).text
    assert ([text for text in told if text not in page], "<svg" in page, "<script" in page) == ([], True, False)


def test_small_counts_are_hidden_on_the_page_and_in_the_file(haven: MadeOrganisation) -> None:
    """Three of twelve were answered, with two messages each: neither how many they are is told, nor when."""
    with_cases(haven, 9)
    anna = make_member(haven).unlocked
    now = timezone.now()
    for _ in range(3):
        case = make_case(haven, now=now - timedelta(hours=1))
        answer(case, anna, now=now - timedelta(minutes=30))
        answer(case, anna, now=now - timedelta(minutes=20))
    with_cases(haven, 0)
    page, file = get("/figures").text, get("/figures.csv").text
    told = {(row["promise"], row["outcome"], row["count"]) for row in csv.DictReader(file.splitlines())}
    assert ("not shown" in page, "<td>3</td>" in page, "<td>9</td>" in page) == (True, False, False)
    assert {count for _promise, _outcome, count in told} == {"12", "-", "0"}
    assert ("first_answer", "made", "12") in told


def test_a_promise_broken_few_times_is_told_as_such(haven: MadeOrganisation) -> None:
    with_two_of_twelve_unanswered(haven)
    page, file = get("/figures").text, get("/figures.csv").text
    told = [row["count"] for row in csv.DictReader(file.splitlines()) if row["promise"] == "first_answer"]
    assert ("fewer than 5 reports" in page, told[:5]) == (True, ["12", "-", "<5", "-", "-"])


@pytest.mark.parametrize(
    ("language", "heading", "told"),
    [
        ("en", "Of which little can be shown", "made: 12, broken: fewer than 5 reports"),
        ("nl", "Waarvan weinig te tonen is", "gedaan: 12, niet nagekomen: minder dan 5 meldingen"),
    ],
)
def test_a_promise_of_which_little_is_told_is_one_line_and_no_table(
    haven: MadeOrganisation, language: str, heading: str, told: str
) -> None:
    with_two_of_twelve_unanswered(haven)
    page = get("/figures", language).text
    assert (page.count(heading), page.count(f"<dd>{told}"), page.count("<table")) == (1, 1, 0)


def test_what_is_told_whole_has_its_table_and_no_such_list(haven: MadeOrganisation) -> None:
    with_cases(haven, 12)
    page = get("/figures").text
    assert (page.count("<table"), "Of which little can be shown" in page) == (1, False)


def test_the_file_is_a_download_that_programs_elsewhere_may_read(haven: MadeOrganisation) -> None:
    with_cases(haven, 12)
    download = get("/figures.csv")
    names = ("Content-Type", "Content-Disposition", "Access-Control-Allow-Origin", "X-Content-Type-Options")
    assert [download.headers.get(name) for name in names] == [
        "text/csv; charset=utf-8; header=present",
        f'attachment; filename="{haven.facts.slug}-promises.csv"',
        "*",
        "nosniff",
    ]
    assert [row["count"] for row in csv.DictReader(download.text.splitlines())] == ["1"] * 12


def test_a_page_made_anew_is_not_the_one_of_before(haven: MadeOrganisation) -> None:
    with_cases(haven, 12)
    assert "<td>12</td>" in get("/figures").text
    with_cases(haven, 2)
    assert "<td>14</td>" in get("/figures").text


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
