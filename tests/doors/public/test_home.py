"""The organisation's page."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import translation

from meldpunt.doors.look.onion import name_onion
from meldpunt.doors.public import home
from meldpunt.doors.public.home import show
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.terms import Policy, Promise, PromiseKind, Section, Unit
from tests.doors.public.conftest import Visit

PUBLISHED = datetime(2026, 1, 5, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let the policy in force be like the first one, with these terms changed."""
    changed: dict[str, Any] = {}
    number = next(_numbers)  # pages are drawn once for a version
    monkeypatch.setattr(
        home,
        "policy_in_force",
        lambda organisation, *, now: Policy(
            organisation, number, PUBLISHED, PUBLISHED, replace(FIRST_TERMS, **changed)
        ),
    )
    return changed


def words(html: bytes) -> str:
    """Return a page's text with every run of space as one."""
    return " ".join(html.decode().split())


@pytest.mark.usefixtures("policy")
def test_page_names_the_organisation_safely(visit: Visit) -> None:
    html = words(show(visit(name="<script>alert(1)</script>")).content)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize(
    ("language", "promised"),
    [
        ("en", "We answer your report within 5 working days."),
        ("nl", "Wij antwoorden binnen 5 werkdagen op uw melding."),
    ],
)
@pytest.mark.usefixtures("policy")
def test_promise_reads_as_it_is_kept(visit: Visit, language: str, promised: str) -> None:
    with translation.override(language):
        assert promised in words(show(visit()).content)


def test_working_days_are_explained_only_where_they_are_counted(visit: Visit, policy: dict[str, Any]) -> None:
    policy["promises"] = (Promise(PromiseKind.FIRST_ANSWER, 2, Unit.WEEKS),)
    assert "public holidays" not in words(show(visit()).content)


def test_nothing_is_promised_that_the_policy_does_not_say(visit: Visit, policy: dict[str, Any]) -> None:
    policy["promises"] = ()
    policy["clauses"] = FIRST_TERMS.section(Section.RULES)
    html = words(show(visit()).content)
    assert ("Answer within" in html, "When you hear from us" in html) == (False, False)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.usefixtures("policy")
def test_every_clause_is_shown_in_the_readers_language(visit: Visit, language: str) -> None:
    with translation.override(language):
        html = words(show(visit()).content)
    assert [clause.id for clause in FIRST_TERMS.clauses if clause.text(language) not in html] == []


def test_anonymous_is_offered_only_where_it_is_allowed(visit: Visit, policy: dict[str, Any]) -> None:
    policy["clauses"] = FIRST_TERMS.section(Section.RULES)
    assert "You may stay anonymous." not in words(show(visit()).content)


@pytest.mark.usefixtures("policy")
def test_ways_in_and_back_are_links(visit: Visit) -> None:
    html = words(show(visit()).content)
    assert ('href="/report"' in html, 'href="/case"' in html) == (True, True)


@pytest.mark.usefixtures("policy")
def test_stopped_intake_takes_the_way_in_away_but_not_the_way_back(visit: Visit) -> None:
    html = words(show(visit(intake_stopped=True)).content)
    assert ('href="/report"' in html, 'href="/case"' in html) == (False, True)


@pytest.mark.usefixtures("policy")
def test_page_has_no_script_and_one_stylesheet(visit: Visit) -> None:
    html = words(show(visit()).content)
    assert (html.count("<script"), html.count('rel="stylesheet"')) == (0, 1)


@pytest.mark.usefixtures("policy")
def test_onion_address_is_told(visit: Visit) -> None:
    response = show(visit(secure=True, onion_host="abc.onion"))
    assert response.headers["Onion-Location"] == "http://abc.onion/"
    assert "abc.onion" in words(response.content)


def test_onion_address_of_an_odd_page_is_one_line(visit: Visit) -> None:
    response = name_onion(visit("/policy/1/a%0Ab", secure=True, onion_host="abc.onion"), HttpResponse())
    assert response.headers["Onion-Location"] == "http://abc.onion/policy/1/a%0Ab"
