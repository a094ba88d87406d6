"""The figures of promises as a page shows them: each table with its charts beside it, in the reader's language."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from meldpunt.obligations.rules.figures import (
    MOST_QUARTERS,
    brief,
    count,
    duration,
    name_of,
    no_time,
    outcomes_chart,
    period,
    sign,
    times_chart,
)
from meldpunt.obligations.terms.figures import Audience, Count, Figures, Hidden, Row, Table, Took


@dataclass(frozen=True)
class Cell:
    """One cell of a table: what stands there, and where that is a sign, the words that are heard in its place."""

    text: str
    heard: str = ""


type Line = tuple[Cell, ...]


@dataclass(frozen=True)
class ShownTable:
    """One table: `lines` hold the words of each quarter, oldest first, `total` those of the whole period.

    `brief` is all that it tells, in a line or a few, where it tells no quarter whole and would be drawn as dashes.
    """

    id: str
    name: str
    lines: tuple[Line, ...]
    total: Line
    outcomes: SafeString
    times: SafeString
    brief: tuple[str, ...]


def shown(figures: Figures, audience: Audience) -> list[ShownTable]:
    """Return every table in the language of the page; a chart only where it has something to draw."""
    language = "nl" if (get_language() or "").startswith("nl") else "en"
    return [_table(table, language, audience.least) for table in figures.tables]


def _table(table: Table, language: str, least: int) -> ShownTable:
    drawn = table.rows[-MOST_QUARTERS:]
    has_counts, has_times = any(row.open for row in drawn), any(row.median or row.tail for row in drawn)
    return ShownTable(
        id=f"{table.kind.value}{'-declined' if table.declined else ''}",
        name=name_of(table, language),
        lines=tuple(_line(row, language, least) for row in table.rows),
        total=_line(table.total, language, least),
        outcomes=_drawn(outcomes_chart(table, language, least=least)) if has_counts else SafeString(),
        times=_drawn(times_chart(table, language)) if has_times else SafeString(),
        brief=brief(table, language, least=least),
    )


def _line(row: Row, language: str, least: int) -> Line:
    counts = (row.made, row.kept, row.broken, row.running, row.lapsed)
    told = (_count(of, language, least) for of in counts)
    return (Cell(period(row, language)), *told, *(_time(of, row, language) for of in (row.median, row.tail)))


def _count(of: Count, language: str, least: int) -> Cell:
    words = count(of, language, least=least)
    return Cell(words) if of.hidden is None else Cell(sign(of.hidden, least), words)


def _time(of: Took | None, row: Row, language: str) -> Cell:
    if of is not None:
        return Cell(duration(of, language))
    words = no_time(row, language)
    return Cell(words) if row.open else Cell(sign(Hidden.WITH_IT), words)


def _drawn(chart: str) -> SafeString:
    return mark_safe(chart)  # noqa: S308 - drawn by our own rules, which escape every word
