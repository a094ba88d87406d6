"""The figures of promises as a page shows them: each table with its charts beside it, in the reader's language."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from meldpunt.obligations.rules.figures import count, duration, name_of, outcomes_chart, period, times_chart
from meldpunt.obligations.terms.figures import Audience, Figures, Row, Table

type Line = tuple[str, ...]


@dataclass(frozen=True)
class ShownTable:
    """One table: `lines` hold the words of each quarter, oldest first, `total` those of the whole period."""

    id: str
    name: str
    lines: tuple[Line, ...]
    total: Line
    outcomes: SafeString
    times: SafeString


def shown(figures: Figures, audience: Audience) -> list[ShownTable]:
    """Return every table in the language of the page; a chart of times only where a time is told."""
    language = "nl" if (get_language() or "").startswith("nl") else "en"
    return [_table(table, language, audience.least) for table in figures.tables]


def _table(table: Table, language: str, least: int) -> ShownTable:
    has_times = any(row.median or row.tail for row in table.rows)
    return ShownTable(
        id=f"{table.kind.value}{'-declined' if table.declined else ''}",
        name=name_of(table, language),
        lines=tuple(_line(row, language, least) for row in table.rows),
        total=_line(table.total, language, least),
        outcomes=_drawn(outcomes_chart(table, language, least=least)),
        times=_drawn(times_chart(table, language)) if has_times else SafeString(),
    )


def _line(row: Row, language: str, least: int) -> Line:
    counts = (row.made, row.kept, row.broken, row.running, row.lapsed)
    told = (count(of, language, least=least) for of in counts)
    return (period(row, language), *told, *(duration(of, language) for of in (row.median, row.tail)))


def _drawn(chart: str) -> SafeString:
    return mark_safe(chart)  # noqa: S308 - drawn by our own rules, which escape every word
