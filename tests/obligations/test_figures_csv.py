"""The file of the figures: with the csv module alone everybody finds what is published."""

import csv
import io
from collections import Counter

import pytest
from hypothesis import given, settings

from meldpunt.obligations.rules.figures import as_csv, count, tables
from meldpunt.obligations.terms.figures import ALL, Outcome
from tests.obligations.counted import NL, many, settled, settleds

KEPT, BROKEN, RUNNING, LAPSED = Outcome
OUTCOMES = ("kept", "broken", "running", "lapsed")
Published = dict[tuple[str, str, str], tuple[str, ...]]


def recomputed(file: str) -> Published:
    """Return every published figure, as docs/promise-figures.md says: counts, then median and nine of ten."""
    lines: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    tables_of: dict[tuple[str, str], list[list[dict[str, str]]]] = {}
    for line in csv.DictReader(io.StringIO(file)):
        lines.setdefault((line["promise"], line["declined"], line["quarter"]), []).append(line)
    for (promise, declined, _quarter), found in lines.items():
        tables_of.setdefault((promise, declined), []).append(found)
    for (promise, declined), quarters in tables_of.items():
        if (promise, declined, "all") not in lines:
            lines[promise, declined, "all"] = [line for found in quarters for line in found if line["count"] == "1"]
    return {key: figures(found) for key, found in lines.items()}


def figures(lines: list[dict[str, str]]) -> tuple[str, ...]:
    """Return made, the four outcomes, and the hours and working days of half and of nine of ten."""
    given = {line["outcome"]: line["count"] for line in lines}
    if "made" in given:
        return (given["made"], *(given[outcome] for outcome in OUTCOMES), "", "", "", "")
    amounts = [str(sum(line["outcome"] == outcome for line in lines)) for outcome in OUTCOMES]
    due = [line for line in lines if line["outcome"] in {"kept", "broken"}]
    times = [
        ranked([line[column] for line in due], share) if due else ""
        for share in (50, 90)
        for column in ("hours", "working_days")
    ]
    return (str(len(lines)), *amounts, *times)


def ranked(values: list[str], percent: int) -> str:
    """Return the value at the nearest rank; what is empty comes last."""
    ordered = sorted(values, key=lambda value: (value == "", int(value or 0)))
    return ordered[-(-len(values) * percent // 100) - 1] or "none"


def published(of) -> Published:
    """Return the figures of the tables in the words of the file."""
    found = {}
    for table in tables(of, NL):
        for row in (*table.rows, table.total):
            counts = [
                {"fewer than 5 reports": "<5", "5 reports or more": ">4", "not shown": "-"}.get(told, told)
                for told in (count(each, "en") for each in (row.made, row.kept, row.broken, row.running, row.lapsed))
            ]
            times = [
                "" if time is None else "none" if part is None else str(part)
                for time in (row.median, row.tail)
                for part in ((time.hours, time.working_days) if time else ("", ""))
            ]
            found[table.kind.value, "yes" if table.declined else "no", row.period] = (*counts, *times)
    return found


@settings(max_examples=60, deadline=None)
@given(settleds())
def test_anybody_finds_the_published_figures(of) -> None:
    assert recomputed(as_csv(tables(of, NL))) == published(of)


def test_the_figures_of_a_known_quarter() -> None:
    of = [*many({KEPT: 12}), *(settled(BROKEN, hours=hours) for hours in (200, 210, 220, 230, 240))]
    assert recomputed(as_csv(tables(of, NL)))["first_answer", "no", ALL] == (
        *("17", "12", "5", "0", "0"),
        *("30", "1", "230", "8"),
    )


def test_each_obligation_has_a_line_without_its_day() -> None:
    assert as_csv(tables(many({KEPT: 10}), NL)).splitlines() == [
        "promise,declined,quarter,outcome,count,hours,working_days",
        *["first_answer,no,2026-Q1,kept,1,30,1"] * 10,
    ]


def test_quarters_that_are_told_together_stand_as_one() -> None:
    of = [*many({KEPT: 6}), *many({KEPT: 6}, quarter="2026-Q2"), *many({KEPT: 12}, quarter="2026-Q3")]
    quarters = dict.fromkeys(line.split(",")[2] for line in as_csv(tables(of, NL)).splitlines()[1:])
    assert list(quarters) == ["2026-Q1/2026-Q2", "2026-Q3"]


@settings(max_examples=60, deadline=None)
@given(settleds())
def test_the_file_tells_of_no_obligation_where_the_page_hides_a_count_or_the_times(of) -> None:
    """What the page tells is counted from what a browser would show, cell by cell."""
    made = tables(of, NL)
    open_ = {
        (table.kind.value, "yes" if table.declined else "no", row.period): row.made.value
        for table in made
        for row in table.rows
        if row.open and (row.median or (row.kept.value, row.broken.value) == (0, 0))
    }
    listed = Counter(
        (line["promise"], line["declined"], line["quarter"])
        for line in csv.DictReader(io.StringIO(as_csv(made)))
        if line["outcome"] != "made" and line["count"] == "1"
    )
    assert listed == open_


def test_a_quarter_with_a_hidden_count_has_a_line_for_each_count() -> None:
    lines = as_csv(tables(many({KEPT: 18, BROKEN: 2}), NL)).splitlines()
    assert lines[1:6] == [
        "first_answer,no,2026-Q1,made,20,,",
        "first_answer,no,2026-Q1,kept,-,,",
        "first_answer,no,2026-Q1,broken,<5,,",
        "first_answer,no,2026-Q1,running,-,,",
        "first_answer,no,2026-Q1,lapsed,-,,",
    ]


@pytest.mark.parametrize("turn", [1, -1])
def test_the_order_of_lines_tells_nothing(turn: int) -> None:
    of = [*(settled(KEPT, hours=hours) for hours in range(1, 9)), *many({RUNNING: 6, LAPSED: 6})]
    assert as_csv(tables(of[::turn], NL)) == as_csv(tables(of, NL))


def test_no_figures_are_a_head_alone() -> None:
    assert as_csv(()).splitlines() == ["promise,declined,quarter,outcome,count,hours,working_days"]
