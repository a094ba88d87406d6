"""The tags that every template uses."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import set_script_prefix
from django.utils import translation

from meldpunt.doors.look.icons import OUTLINES
from meldpunt.people.terms import Theme

NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)  # noon in Amsterdam


def drawn(source: str, **facts: object) -> str:
    """Return what a template with the look's tags makes of `facts`."""
    return Template("{% load look %}" + source).render(Context(facts))


def visited(path: str = "/", **organisation: object) -> object:
    """Return a request to an organisation with these facts."""
    request = RequestFactory().get(path)
    vars(request)["organisation"] = SimpleNamespace(**organisation)
    return request


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Saturday 21 November 2026, 12:00 CET"), ("nl", "zaterdag 21 november 2026, 12:00 CET")],
)
def test_moment_speaks_the_readers_language_and_names_the_zone(language: str, words: str) -> None:
    with translation.override(language):
        html = drawn("{% moment when %}", when=NOON)
    assert html == f'<time datetime="2026-11-21T12:00+01:00">{words}</time>'


def test_day_is_the_day_in_the_readers_zone() -> None:
    html = drawn("{% day when %}", when=datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    assert html == '<time datetime="2026-11-22">Sunday 22 November 2026</time>'


@pytest.mark.parametrize(
    ("away", "urgency", "words"),
    [
        (timedelta(days=-3), "overdue", "3 days late"),
        (timedelta(days=-1), "overdue", "1 day late"),
        (timedelta(minutes=-1), "overdue", "late since today"),
        (timedelta(0), "today", "today"),
        (timedelta(hours=11, minutes=59), "today", "today"),
        (timedelta(hours=12), "soon", "tomorrow"),
        (timedelta(days=3), "soon", "in 3 days"),
        (timedelta(days=4), "later", "in 4 days"),
    ],
)
def test_badge_counts_days_of_the_readers_zone(away: timedelta, urgency: str, words: str) -> None:
    due = NOON + away
    html = drawn("{% due_badge due now %}", due=due, now=NOON)
    assert html.startswith(f'<time class="badge {urgency}" ')
    assert html.endswith(f">{words}</time>")


def test_badge_without_a_date_says_so() -> None:
    assert drawn("{% due_badge due now %}", due=None, now=NOON) == '<span class="badge">no date</span>'


@pytest.mark.parametrize("code", ["7K3M9QX2BD4N", "7K3M-9QX2-BD4N", "7K3M 9QX2 BD4N"])
def test_code_falls_into_groups_of_four_however_it_came(code: str) -> None:
    assert drawn("{% for group in code|in_groups %}[{{ group }}]{% endfor %}", code=code) == "[7K3M][9QX2][BD4N]"


@pytest.mark.parametrize("name", OUTLINES)
def test_every_icon_is_hidden_from_screen_readers(name: str) -> None:
    assert 'aria-hidden="true"' in drawn("{% icon name %}", name=name)


def test_page_stays_under_the_path_the_visitor_came_by() -> None:
    set_script_prefix("/o/harbour/")
    try:
        assert drawn("{% page 'public:sealed' %} {% page '/report' %}") == "/o/harbour/sealed /o/harbour/report"
    finally:
        set_script_prefix("/")


def test_page_of_a_host_has_no_prefix() -> None:
    assert drawn("{% page 'public:home' %} {% page '/report' %}") == "/ /report"


def test_languages_are_those_of_the_organisation_in_its_order() -> None:
    request = visited("/sealed", languages=("nl", "en"))
    source = "{% languages_offered as all %}{% for one in all %}{{ one.name }} {{ one.current }} {{ one.address }};{% endfor %}"
    with translation.override("en"):
        shown = drawn(source, request=request)
    assert shown == (
        "Nederlands False /language?language=nl&amp;next=%2Fsealed;English True /language?language=en&amp;next=%2Fsealed;"
    )


def test_language_switch_is_not_there_for_one_language() -> None:
    html = drawn('{% include "look/languages.html" %}', request=visited(languages=("nl",)))
    assert html.strip() == ""


def test_theme_of_the_look_itself_costs_no_request() -> None:
    assert drawn("{% theme_link %}", request=visited(theme=Theme())) == ""


def test_theme_has_another_address_after_a_change() -> None:
    links = {
        drawn("{% theme_link %}", request=visited(theme=Theme(accent=accent))) for accent in ("#552200", "#552201")
    }
    assert len(links) == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2026-00002", ["2026-00002"]),
        ("http://lek.example/o/de-linde/case", ["http://lek.example/", "o/", "de-linde/", "case"]),
        ("<b>", ["&lt;b&gt;"]),
        ("", []),
    ],
)
def test_a_line_ends_after_a_slash_and_never_at_a_hyphen(text: str, parts: list[str]) -> None:
    """In copies nothing is added: the pieces are the text."""
    shown = drawn("{{ text|unbroken }}", text=text)
    assert shown == "".join(f'<span class="whole">{part}</span>' for part in parts)
