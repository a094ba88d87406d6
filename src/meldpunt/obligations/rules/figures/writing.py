"""The figures as a file (CSV, RFC 4180) from which anybody can recompute what is published. The recipe: docs/promise-figures.md.

Where the times of a period are told, each obligation has a line of its own, without a date or a case, in an order that tells
nothing; where they are not, the period has a line for each count.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from meldpunt.obligations.rules.figures.saying import sign
from meldpunt.obligations.terms.figures import LEAST, Count, Outcome, Row, Table

HEAD: Final = ("promise", "declined", "quarter", "outcome", "count", "hours", "working_days")
MADE: Final = "made"


def as_csv(tables: Iterable[Table], *, least: int = LEAST) -> str:
    """Return the tables as one file; `least` as they were made with."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    for table in tables:
        names = (table.kind.value, "yes" if table.declined else "no")
        rows = table.rows if table.total.singles else (*table.rows, table.total)
        for row in rows:
            writer.writerows((*names, row.period, *line) for line in _lines(row, least))
    return file.getvalue()


def _lines(row: Row, least: int) -> Iterator[tuple[str, ...]]:
    if row.singles:
        for outcome, took in row.singles:
            yield (outcome.value, "1", _number(took.hours), _number(took.working_days))
        return
    counts = (row.kept, row.broken, row.running, row.lapsed)
    yield (MADE, _count(row.made, least), "", "")
    for outcome, count in zip(Outcome, counts, strict=True):
        yield (outcome.value, _count(count, least), "", "")


def _count(count: Count, least: int) -> str:
    return sign(count.hidden, least) if count.hidden else _number(count.value)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
