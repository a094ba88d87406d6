"""Can you keep this? On the page of the policy, before anything is published."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.doors.desk import keepable
from meldpunt.obligations.terms.keeping import Bounds
from meldpunt.policy.queries import newest_number
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.obligations import settle_all
from tests.factories.people import MadeOrganisation, make_lead
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(organisation: MadeOrganisation) -> Client:
    """Give a lead's browser."""
    return client_of(make_lead(organisation, name="Lea", language="en"))


def asked(desk: Client, **typed: str) -> str:
    answer = desk.post("/desk/policy", {"text": SMALL, "keepable": "1"} | typed)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def with_reports(organisation: MadeOrganisation, count: int) -> None:
    for _ in range(count):
        make_case(organisation, now=timezone.now() - timedelta(days=10))


def test_it_is_offered_with_what_changes(desk: Client) -> None:
    before, tried = desk.get("/desk/policy").text, desk.post("/desk/policy", {"text": SMALL}).text
    assert ('name="keepable"' in before, 'name="keepable"' in tried) == (False, True)


def test_without_reports_there_is_nothing_to_play(desk: Client) -> None:
    assert "No report came in the last 52 weeks" in asked(desk)


def test_what_is_kept_is_said(desk: Client, organisation: MadeOrganisation) -> None:
    with_reports(organisation, 1)
    page = asked(desk)
    assert ("No promise would have been broken." in page, "First answer: kept 1 of 1 times." in page) == (True, True)


def test_what_would_be_broken_is_said_with_what_would_help(desk: Client, organisation: MadeOrganisation) -> None:
    with_reports(organisation, 30)
    page = asked(desk, per_day="0,1")
    assert [text in page for text in ("First answer: broken", "Lea", "0.1 on a working day", 'value="0,1"')] == [
        True
    ] * 4


def test_what_was_broken_in_fact_stands_beside_what_is_played(desk: Client, organisation: MadeOrganisation) -> None:
    make_case(organisation, now=timezone.now() - timedelta(days=90))
    settle_all(now=timezone.now())
    page = asked(desk)
    said = ["No promise would have been broken.", "Played, no promise would have been broken. In fact some were."]
    assert [text in page for text in said] == [False, True]
    assert page.count("kept 1 of 1 times. In fact, by the policy of then: broken once in the last 52 weeks.") == 1


def test_too_much_to_play_is_said(
    desk: Client, organisation: MadeOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_reports(organisation, 9)
    monkeypatch.setattr(keepable, "AT_A_PAGE", Bounds(reports=5, steps=15, trying=100))
    page = asked(desk)
    assert [text in page for text in ("Older ones that were left out: 4.", "There is too much to play here")] == [
        True,
        True,
    ]
    assert ("No promise would" in page, "Not all that may help was tried" in page) == (False, True)


def test_it_publishes_nothing(desk: Client, organisation: MadeOrganisation) -> None:
    with_reports(organisation, 1)
    before = newest_number(organisation.id)
    asked(desk)
    assert newest_number(organisation.id) == before


@pytest.mark.parametrize("written", ["many", "nan", "inf", "-1", "0", "1e9", "1e-9", "<script>", "٣" * 9])
def test_a_number_that_cannot_be_used_is_told(desk: Client, organisation: MadeOrganisation, written: str) -> None:
    with_reports(organisation, 1)
    page = asked(desk, per_day=written)
    assert ("Fill in a number from 0.1 to 100" in page, "<script>" in page.partition("per_day_error")[2]) == (
        True,
        False,
    )


def test_a_text_that_cannot_be_published_is_not_played(desk: Client) -> None:
    answer = desk.post("/desk/policy", {"text": "nonsense", "keepable": "1"})
    assert (answer.status_code, 'name="keepable"' in answer.text) == (422, False)
