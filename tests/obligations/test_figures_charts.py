"""Charts that everybody can read, on a page that loads and allows nothing."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from meldpunt.obligations.rules.figures import outcomes_chart, period, tables, times_chart
from meldpunt.obligations.rules.figures.charts import WIDTH
from meldpunt.obligations.terms.figures import ALL, Counted, Outcome
from tests.obligations.counted import NL, many, settled, table

KEPT, BROKEN, RUNNING, _LAPSED = Outcome
SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {"outcomes": outcomes_chart, "times": times_chart}
WHOLE = [*many({KEPT: 12, BROKEN: 6, RUNNING: 5}), *many({KEPT: 10}, quarter="2026-Q2")]
FEW = many({KEPT: 18, BROKEN: 2})

each_chart = pytest.mark.parametrize("chart", CHARTS)
each_language = pytest.mark.parametrize("language", ["nl", "en"])


def drawn(chart: str, of=WHOLE, language: str = "en") -> ET.Element:
    """Draw a chart and read it as a browser does."""
    return ET.fromstring(CHARTS[chart](table(of), language))


@each_chart
@each_language
def test_a_chart_has_a_name_and_a_description(chart: str, language: str) -> None:
    root = drawn(chart, language=language)
    named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert root.get("aria-labelledby") == " ".join(each.get("id") or "" for each in named if each is not None)
    assert root.get("role") == "img"


@each_chart
def test_nothing_of_it_is_refused_by_a_strict_policy(chart: str) -> None:
    text = CHARTS[chart](table(WHOLE), "en")
    assert re.findall(r"style|<script|href|\bon\w+=|url\((?!#)|class=", text) == []


@each_chart
def test_the_only_colour_is_that_of_the_page(chart: str) -> None:
    painted = {each.get(name) for each in drawn(chart).iter() for name in ("fill", "stroke")} - {None}
    assert {paint for paint in painted if not str(paint).startswith("url(#")} <= {"currentColor", "none"}


def test_outcomes_differ_in_their_pattern() -> None:
    fills = [each.get("fill") for each in drawn("outcomes").iter(f"{SVG}rect")]
    assert len(set(fills[:3])) == 3


def test_bars_are_as_long_as_their_counts() -> None:
    bars = [int(each.get("width") or 0) for each in drawn("outcomes").iter(f"{SVG}rect")][3:]
    longest = WIDTH - 2
    assert bars == [12 * longest // 23, 6 * longest // 23, 5 * longest // 23, 10 * longest // 23]


def test_a_count_that_is_not_told_has_no_bar() -> None:
    root = drawn("outcomes", FEW)
    assert len(list(root.iter(f"{SVG}rect"))) == 3  # those of the legend


def test_what_is_not_told_is_said_in_words() -> None:
    told = drawn("outcomes", FEW).findtext(f"{SVG}desc")
    assert told == "Q1 2026: kept not shown · broken fewer than 5 reports · running not shown"


def test_the_description_tells_every_figure() -> None:
    assert drawn("outcomes", language="nl").findtext(f"{SVG}desc") == (
        "1e kwartaal 2026: nagekomen 12 · niet nagekomen 6 · loopt nog 5; "
        "2e kwartaal 2026: nagekomen 10 · niet nagekomen 0 · loopt nog 0"
    )


def test_times_are_told_in_working_days_and_hours() -> None:
    of = [settled(KEPT, hours=hours) for hours in (5, 5, 5, 5, 30, 30, 30, 30, 30, 54)]
    assert drawn("times", of).findtext(f"{SVG}desc") == (
        "Q1 2026: half within 1 working day (30 hours), 9 of 10 within 1 working day (30 hours)"
    )


def test_times_that_do_not_exist_have_no_mark() -> None:
    of = [settled(BROKEN, hours=None) for _ in range(12)]
    assert list(drawn("times", of).iter(f"{SVG}line")) == []


def test_charts_of_one_page_share_no_id() -> None:
    of = [*WHOLE, *(settled(KEPT, declined=True) for _ in range(10))]
    text = "".join(chart(each, "en") for each in tables(of, NL) for chart in CHARTS.values())
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_times_are_not_told_of_too_few() -> None:
    assert drawn("times", many({KEPT: 8, RUNNING: 8})).findtext(f"{SVG}desc") == "Q1 2026: too few"


def test_times_of_nothing_are_none_yet() -> None:
    assert drawn("times", many({RUNNING: 12})).findtext(f"{SVG}desc") == "Q1 2026: none yet"


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("2026-Q1", "nl", "1e kwartaal 2026"),
        ("2026-Q1", "en", "Q1 2026"),
        ("2026-Q1/2026-Q3", "nl", "1e t/m 3e kwartaal 2026"),
        ("2026-Q1/2026-Q3", "en", "Q1 to Q3 2026"),
        ("2026-Q4/2028-Q1", "nl", "4e kwartaal 2026 t/m 1e kwartaal 2028"),
        ("2026-Q4/2028-Q1", "en", "Q4 2026 to Q1 2028"),
        (ALL, "nl", "samen"),
        (ALL, "en", "together"),
    ],
)
def test_a_period_is_told_in_words(name: str, language: str, told: str) -> None:
    assert period(replace(table(WHOLE).total, period=name), language) == told


LONGEST = {
    "large counts": many({KEPT: 1200, BROKEN: 600, RUNNING: 500}, quarter="2026-Q4"),
    "quarters together": [*many({KEPT: 9}), *many({KEPT: 9}, quarter="2026-Q4")],
    "quarters of two years": [
        *many({KEPT: 9}, quarter="2026-Q4"),
        *(replace(each, started_at=each.started_at + timedelta(days=700)) for each in many({KEPT: 9})),
    ],
    "hidden counts": many({KEPT: 18, BROKEN: 3}, quarter="2026-Q4"),
    "never done": [settled(BROKEN, hours=None) for _ in range(12)],
    "long times": [settled(BROKEN, hours=9000) for _ in range(12)],
    "too few": many({KEPT: 8, RUNNING: 8}),
}


@each_chart
@each_language
@pytest.mark.parametrize("of", LONGEST.values(), ids=LONGEST)
def test_no_text_is_wider_than_the_narrowest_page(chart: str, language: str, of: list[Counted]) -> None:
    """A letter is taken to be six units wide, a bold one seven: more than in the fonts of browsers."""
    texts = list(drawn(chart, of, language).iter(f"{SVG}text"))
    ends = {
        each.text: int(each.get("x") or 0) + len(each.text or "") * (7 if each.get("font-weight") == "bold" else 6)
        for each in texts
    }
    assert {text: end for text, end in ends.items() if end > WIDTH} == {}


@each_chart
def test_texts_and_marks_stand_below_each_other(chart: str) -> None:
    root = drawn(chart, [*WHOLE, *many({BROKEN: 12}, quarter="2026-Q3")], "nl")
    bottoms = [int(each.get("y") or 0) for each in root.iter(f"{SVG}text") if each.get("x") == "0"]
    assert all(after - before >= 16 for before, after in pairwise(bottoms))
    assert bottoms[-1] < int(root.get("height") or 0)
