"""Charts as SVG for within a page, each to stand beside its table.

They work without script and under a policy that allows no inline style: only attributes, only the page's own text colour, so
that they follow its light and dark. What a bar means is told by its pattern and in words beside it, never by colour. Title and
description name every figure for who does not see them.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from meldpunt.obligations.rules.figures.saying import OUTCOMES, count, duration, name_of, no_time, period, say, sign
from meldpunt.obligations.terms.figures import LEAST, Count, Outcome, Row, Table

WIDTH: Final = 320
MOST_QUARTERS: Final = 8
_LINE: Final = 58
_TEXT: Final = 16
_BAR: Final = 14
_LEGEND: Final = 22
_LEGEND_LEFT: Final = (0, 104, 232)
_SHOWN: Final = (Outcome.KEPT, Outcome.BROKEN, Outcome.RUNNING)


def outcomes_chart(table: Table, language: str, *, least: int = LEAST) -> str:
    """Return bars of what was kept, broken and is running, for the last quarters of a table; `least` as it was made with."""
    rows, name = table.rows[-MOST_QUARTERS:], _id(table, "outcomes")
    most = max((sum(_amounts(row)) for row in rows), default=0)
    parts = [*_patterns(name), *_legend(name, language)]
    for number, row in enumerate(rows):
        top = _LEGEND + number * _LINE
        parts += [
            *_head(row, top, [_outcomes(row, language, least, short=True)], language),
            *_bar(row, top + 36, most, name),
        ]
    told = [f"{period(row, language)}: {_outcomes(row, language, least)}" for row in rows]
    title = say("outcomes", language, promise=name_of(table, language))
    return _svg(name, title, told, _LEGEND + len(rows) * _LINE, parts)


def times_chart(table: Table, language: str) -> str:
    """Return lines from no time to where half and nine of ten were fulfilled, in working days, for the last quarters."""
    rows, name = table.rows[-MOST_QUARTERS:], _id(table, "times")
    most = max((days for row in rows for days in _days(row)), default=0)
    parts: list[str] = []
    for number, row in enumerate(rows):
        top = number * (_LINE + _TEXT)
        parts += [*_head(row, top, _times(row, language), language), *_marks(_days(row), top + 43 + _TEXT, most)]
    told = [f"{period(row, language)}: {', '.join(_times(row, language))}" for row in rows]
    title = say("times", language, promise=name_of(table, language))
    return _svg(name, title, told, len(rows) * (_LINE + _TEXT), parts)


def _svg(name: str, title: str, told: Iterable[str], height: int, parts: Iterable[str]) -> str:
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-told" ',
            f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" ',
            'font-size="12">',
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-told">{escape("; ".join(told))}</desc>',
            *parts,
            "</svg>",
        ]
    )


def _id(table: Table, chart: str) -> str:
    return f"{table.kind.value}-{'declined' if table.declined else 'taken'}-{chart}"


def _head(row: Row, top: int, texts: Sequence[str], language: str) -> Iterator[str]:
    yield _text(0, top + 14, period(row, language), weight="bold")
    for number, text in enumerate(texts, start=1):
        yield _text(0, top + 14 + number * _TEXT, text)


def _outcomes(row: Row, language: str, least: int, *, short: bool = False) -> str:
    """Return the counts of a row in words; `short` where they must fit in the narrowest chart."""
    told = [
        sign(of.hidden, least) if short and of.hidden is not None else count(of, language, least=least)
        for of in _counts(row)
    ]
    return " · ".join(f"{OUTCOMES[outcome][language]} {each}" for outcome, each in zip(_SHOWN, told, strict=True))


def _times(row: Row, language: str) -> list[str]:
    """Return the times of a row, each for a line of its own, as together they do not fit in the narrowest chart."""
    if row.median is None or row.tail is None:
        return [no_time(row, language)]
    return [
        f"{say(word, language)} {duration(of, language)}" for word, of in (("median", row.median), ("tail", row.tail))
    ]


def _counts(row: Row) -> tuple[Count, Count, Count]:
    return (row.kept, row.broken, row.running)


def _amounts(row: Row) -> Sequence[int]:
    """Return the lengths of a row's bars: nothing at all where a count is not told, as a bar would tell it."""
    return [of.value or 0 for of in _counts(row)] if row.open else [0, 0, 0]


def _days(row: Row) -> list[int]:
    times = [each for each in (row.median, row.tail) if each is not None]
    return [each.working_days for each in times if each.working_days is not None]


def _bar(row: Row, top: int, most: int, name: str) -> Iterator[str]:
    left = 0
    for outcome, amount in zip(_SHOWN, _amounts(row), strict=True):
        width = amount * (WIDTH - 2) // most if most else 0
        if width:
            yield _box(left + 1, top, width, outcome, name)
        left += width


def _box(left: int, top: int, width: int, outcome: Outcome, name: str) -> str:
    fill = {
        Outcome.KEPT: "currentColor",
        Outcome.BROKEN: f"url(#{name}-hatch)",
        Outcome.RUNNING: "none",
    }[outcome]
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{_BAR}" fill="{fill}" '
        'stroke="currentColor" stroke-width="1"/>'
    )


def _marks(days: Sequence[int], middle: int, most: int) -> Iterator[str]:
    """Yield a line to the last mark, an upright bar at the median, and a ring at the 90th percentile."""
    places = [6 + each * (WIDTH - 12) // most if most else 6 for each in days]
    if places:
        yield f'<line x1="1" y1="{middle}" x2="{places[-1]}" y2="{middle}" stroke="currentColor"/>'
        yield (
            f'<line x1="{places[0]}" y1="{middle - 6}" x2="{places[0]}" y2="{middle + 6}" '
            'stroke="currentColor" stroke-width="3"/>'
        )
    for place in places[1:]:
        yield f'<circle cx="{place}" cy="{middle}" r="5" fill="none" stroke="currentColor" stroke-width="2"/>'


def _patterns(name: str) -> Iterator[str]:
    yield (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" stroke-width="3"/>'
        "</pattern></defs>"
    )


def _legend(name: str, language: str) -> Iterator[str]:
    for left, outcome in zip(_LEGEND_LEFT, _SHOWN, strict=True):
        yield _box(left + 1, 1, _BAR, outcome, name)
        yield _text(left + _BAR + 7, 13, OUTCOMES[outcome][language])


def _text(left: int, bottom: int, text: str, *, weight: str = "normal") -> str:
    return f'<text x="{left}" y="{bottom}" fill="currentColor" font-weight="{weight}">{escape(text)}</text>'
