"""Charts that everybody can read, on a page that loads and allows nothing."""

import re
from xml.etree import ElementTree as ET

import pytest

from meldpunt.obligations.rules.figures import outcomes_chart, tables, times_chart
from meldpunt.obligations.rules.figures.charts import WIDTH
from meldpunt.obligations.terms.figures import Outcome
from tests.obligations.counted import NL, QUARTERS, many, settled, table

KEPT, BROKEN, RUNNING, _LAPSED = Outcome
SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {"outcomes": outcomes_chart, "times": times_chart}
WHOLE = [*many({KEPT: 12, BROKEN: 6, RUNNING: 5}), *many({KEPT: 6}, quarter="2026-Q2")]
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
    assert bars == [12 * longest // 23, 6 * longest // 23, 5 * longest // 23, 6 * longest // 23]


def test_a_count_that_is_not_told_has_no_bar() -> None:
    root = drawn("outcomes", FEW)
    assert len(list(root.iter(f"{SVG}rect"))) == 3  # those of the legend


def test_what_is_not_told_is_said_in_words() -> None:
    told = drawn("outcomes", FEW).findtext(f"{SVG}desc")
    assert told == "Q1 2026: kept not shown · broken fewer than 5 · running 0"


def test_the_description_tells_every_figure() -> None:
    assert drawn("outcomes", language="nl").findtext(f"{SVG}desc") == (
        "1e kwartaal 2026: nagekomen 12 · niet nagekomen 6 · loopt nog 5; "
        "2e kwartaal 2026: nagekomen 6 · niet nagekomen 0 · loopt nog 0"
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
    of = [*WHOLE, *(settled(KEPT, declined=True) for _ in range(6))]
    text = "".join(chart(each, "en") for each in tables(of, NL) for chart in CHARTS.values())
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_no_text_is_wider_than_the_narrowest_page() -> None:
    of = [each for quarter in QUARTERS for each in many({KEPT: 1200, BROKEN: 600, RUNNING: 500}, quarter=quarter)]
    texts = [each.text or "" for chart in CHARTS for each in drawn(chart, of, "nl").iter(f"{SVG}text")]
    assert [text for text in texts if len(text) * 6 > WIDTH] == []
