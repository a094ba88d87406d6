"""How tables are stored (JSON), and back: without the singles they were counted from, which stand in the file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from meldpunt.obligations.rules.figures.hiding import COUNTS
from meldpunt.obligations.terms.figures import Count, Hidden, Row, Table, Took
from meldpunt.policy.terms import PromiseKind


def to_stored(tables: Iterable[Table]) -> list[dict[str, Any]]:
    """Return what goes into the column."""
    return [
        {
            "kind": table.kind.value,
            "declined": table.declined,
            "rows": [_row(row) for row in table.rows],
            "total": _row(table.total),
        }
        for table in tables
    ]


def from_stored(stored: Iterable[Mapping[str, Any]]) -> tuple[Table, ...]:
    """Return the tables that `to_stored` was given, without their singles."""
    return tuple(
        Table(
            kind=PromiseKind(table["kind"]),
            declined=table["declined"],
            rows=tuple(_row_from(row) for row in table["rows"]),
            total=_row_from(table["total"]),
        )
        for table in stored
    )


def _row(row: Row) -> dict[str, Any]:
    counts: dict[str, Count] = {name: getattr(row, name) for name in COUNTS}
    return {
        "period": row.period,
        "counts": [count.hidden.value if count.hidden else count.value for count in counts.values()],
        "median": _took(row.median),
        "tail": _took(row.tail),
    }


def _row_from(stored: Mapping[str, Any]) -> Row:
    counts = zip(COUNTS, map(_count_from, stored["counts"]), strict=True)
    return Row(
        period=stored["period"],
        **dict(counts),
        singles=(),
        median=_took_from(stored["median"]),
        tail=_took_from(stored["tail"]),
    )


def _took(took: Took | None) -> list[int | None] | None:
    return [took.hours, took.working_days] if took else None


def _took_from(stored: Sequence[int | None] | None) -> Took | None:
    return Took(*stored) if stored else None


def _count_from(stored: int | str) -> Count:
    return Count(stored) if isinstance(stored, int) else Count(None, Hidden(stored))
