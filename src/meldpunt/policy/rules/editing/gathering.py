"""From what was typed to what changes in the file: a key is changed only where what stands in its boxes is another thing."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meldpunt.policy.rules.catalogue import CATALOGUE
from meldpunt.policy.rules.editing.entries import Entry, Shape
from meldpunt.policy.rules.editing.options import options_of
from meldpunt.policy.rules.editing.spreading import YES, clause_of, spread
from meldpunt.policy.rules.file.building import MAX_ITEMS
from meldpunt.policy.rules.file.source import MAX_NUMBER
from meldpunt.policy.rules.file.spans import span_text
from meldpunt.policy.rules.file.words import Path
from meldpunt.policy.terms import TooLong, Unit

type Typed = Mapping[str, str]

GONE: Final = "gone"
"""The box of a row that takes it out."""
_DIGITS: Final = len(str(MAX_NUMBER))
_PARTS: Final = 8
"""No box has more parts in its name. Names come from outside: one of many dots has as many names around it, each longer than the last."""


@dataclass(frozen=True)
class Change:
    """A value to write at a place of the file, None to take out what is there; a row after the last one is added."""

    path: Path
    value: Any


def boxes_of(entries: tuple[Entry, ...], raw: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in every box of the fields, by name; an empty one may be left out."""
    boxes: dict[str, str] = {}
    for entry in entries:
        if entry.shape in {Shape.TABLE, Shape.ROWS}:
            boxes |= boxes_of(entry.inside, raw)
        else:
            value = value_at(raw, entry.path)
            boxes |= spread(entry.shape, entry.name, entry.default if value is None else value) or {}
    return boxes


def changes_of(entries: tuple[Entry, ...], raw: Mapping[str, Any], typed: Typed) -> tuple[Change, ...]:
    """Return what was typed and does not stand there: rows that go come last, from the last one back. Raises TooLong."""
    touched = _touched(boxes_of(entries, raw), typed)
    if not all(_fits(row, typed) for row in _within(entries) if row.shape is Shape.ROWS):
        raise TooLong
    found = [change for entry in entries for change in _changes(entry, raw, typed, touched)]
    return tuple(sorted((each for each in found if each.value != value_at(raw, each.path)), key=_order))


def with_rows_of_draft(entries: tuple[Entry, ...], boxes: Typed, typed: Typed) -> dict[str, str]:
    """Return what was typed, with what stands in the draft in rows of which nothing was typed: they came meanwhile."""
    rows = [row for entry in _within(entries) if entry.shape is Shape.ROWS for row in entry.inside if not row.fresh]
    came = [
        f"{row.name}."
        for row in rows
        if not any(text for name, text in typed.items() if name.startswith(f"{row.name}."))
    ]
    return {name: text for name, text in boxes.items() if name.startswith(tuple(came))} | dict(typed)


def value_at(raw: Any, path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what stands at a place, None for nothing."""
    for part in path:
        try:
            raw = raw[part]
        except (LookupError, TypeError):
            return None
    return raw


def differing(entries: tuple[Entry, ...], raw: Mapping[str, Any], typed: Typed) -> frozenset[str]:
    """Return the names of the fields in which something else was typed than stands there, and of those around them."""
    return _touched(boxes_of(entries, raw), typed) & {entry.name for entry in _within(entries)}


def without_field(entries: tuple[Entry, ...], keys: Iterable[str], typed: Typed) -> dict[str, str]:
    """Return what was typed at these keys of the file where no field is any more, by name; a row after the last one is `changes_of`'s to refuse."""
    lists = [entry for entry in _within(entries) if entry.shape is Shape.ROWS]
    rows = {row.name for rows in lists for row in rows.inside}
    fields = {entry.name for entry in _within(entries) if entry.shape not in {Shape.TABLE, Shape.ROWS}}
    fields |= {f"{row}.{GONE}" for row in rows}

    def is_lost(name: str) -> bool:
        is_row_after = _is_at(name, [rows.name for rows in lists]) and not _is_at(name, rows)
        return _is_at(name, keys) and not _is_at(name, fields) and not is_row_after

    return {name: text for name, text in typed.items() if text.strip() and is_lost(name)}


def _is_at(name: str, keys: Iterable[str]) -> bool:
    return any(name == key or name.startswith(f"{key}.") for key in keys)


def _fits(rows: Entry, typed: Typed) -> bool:
    """Tell whether there is a row for everything that was typed in one."""
    numbers = {
        name.removeprefix(f"{rows.name}.").partition(".")[0]
        for name, text in typed.items()
        if text.strip() and name.startswith(f"{rows.name}.")
    }
    return numbers <= {str(number) for number in range(len(rows.inside))}


def _within(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Yield every field of a section, and those in it."""
    for entry in entries:
        yield entry
        yield from _within(entry.inside)


def _touched(now: Typed, typed: Typed) -> frozenset[str]:
    found: set[str] = set()
    for name in {*now, *typed}:
        if _tidy(now.get(name, "")) != _tidy(typed.get(name, "")):
            parts = name.split(".", _PARTS)[:_PARTS]
            found |= {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return frozenset(found)


def _tidy(text: str) -> str:
    """Return a text without what a browser adds or takes: its ends of lines, and blanks around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return "\n".join(line.strip() for line in lines)


def _order(change: Change) -> tuple[int, int]:
    row = change.path[-1]
    return (1, -row) if change.value is None and isinstance(row, int) else (0, 0)


def _changes(entry: Entry, raw: Mapping[str, Any], typed: Typed, touched: frozenset[str]) -> Iterator[Change]:
    if entry.name not in touched:
        return
    if entry.shape is Shape.ROWS:
        yield from _rows(entry, raw, typed, touched)
    elif entry.shape is not Shape.TABLE:
        yield Change(entry.path, _value(entry, typed, value_at(raw, entry.path)))
    elif entry.may_go and _blank(entry, typed, touched) and value_at(raw, entry.path) is not None:
        yield Change(entry.path, None)
    else:
        for each in entry.inside:
            yield from _changes(each, raw, typed, touched)


def _rows(entry: Entry, raw: Mapping[str, Any], typed: Typed, touched: frozenset[str]) -> Iterator[Change]:
    for row in entry.inside:
        if row.fresh and row.name in touched:
            yield Change(row.path, _whole(row, typed))
        elif typed.get(f"{row.name}.{GONE}"):
            yield Change(row.path, None)
        else:
            yield from _changes(row, raw, typed, touched)


def _blank(entry: Entry, typed: Typed, touched: frozenset[str]) -> bool:
    """Tell whether a table says nothing any more: what it must have is empty, or all of it where it must have nothing, and nothing else was written in it."""
    asked = [each for each in entry.inside if each.compulsory] or entry.inside
    new = [each for each in entry.inside if each.name in touched and each.shape is not Shape.YES]
    return all(_is_empty(each, typed, touched) for each in (*asked, *new))


def _is_empty(entry: Entry, typed: Typed, touched: frozenset[str]) -> bool:
    if entry.shape is Shape.TABLE:
        return all(_is_empty(each, typed, touched) for each in entry.inside)
    if entry.shape is Shape.ROWS:
        return all(row.name not in touched if row.fresh else typed.get(f"{row.name}.{GONE}") for row in entry.inside)
    return _value(entry, typed, None) in (None, "", [])


def _whole(entry: Entry, typed: Typed) -> dict[str, Any]:
    """Return a row that was filled in, without what would be so anyway."""
    found: dict[str, Any] = {}
    for each in entry.inside:
        value = (_whole(each, typed) or None) if each.shape is Shape.TABLE else _value(each, typed, None)
        if each.compulsory or (value is not None and value != each.default):
            found[str(each.path[-1])] = "" if value is None else value
    return found


def _value(entry: Entry, typed: Typed, now: Any) -> Any:  # noqa: ANN401 - as many types as the format has
    """Return what was typed as the file would say it; None where the key is better left out."""
    if entry.shape is Shape.YES:
        return entry.name in typed and bool(typed[entry.name])
    if entry.shape in {Shape.SOME, Shape.CLAUSES, Shape.LINES}:
        items = _lines(entry, typed) if entry.shape is Shape.LINES else _ticked(entry, typed, now)
        if len(items) > MAX_ITEMS:
            raise TooLong
        return items if items or entry.default or entry.compulsory else None
    text = _span(entry.name, typed) if entry.shape is Shape.SPAN else _typed(typed, entry.name)
    if not text:
        return "" if entry.compulsory else None
    return _exact(entry.shape, text)


def _typed(typed: Typed, name: str) -> str:
    return typed.get(name, "").replace("\r\n", "\n").strip()


def _exact(shape: Shape, text: str) -> Any:  # noqa: ANN401 - as above
    """Return a number or a day where one was typed; else the text, for whoever checks the file to say what is wrong."""
    if shape is Shape.NUMBER and text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
        return int(text)
    if shape is Shape.DAY:
        with suppress(ValueError):
            return date.fromisoformat(text)
    return text


def _span(name: str, typed: Typed) -> str:
    amount, unit = _typed(typed, f"{name}.amount"), _typed(typed, f"{name}.unit")
    if amount.isascii() and amount.isdecimal() and len(amount) <= _DIGITS and unit in {each.value for each in Unit}:
        return span_text(int(amount), Unit(unit))
    return f"{amount} {unit.replace('_', ' ')}".strip() if amount else ""


def _lines(entry: Entry, typed: Typed) -> list[Any]:
    lines = [line.strip() for line in _typed(typed, entry.name).split("\n")]
    return [_exact(Shape.DAY if entry.hint is date else Shape.LINE, line) for line in lines if line]


def _ticked(entry: Entry, typed: Typed, now: Any) -> list[str]:  # noqa: ANN401 - as above
    """Return what is ticked: first what stood there, in its order, then what is new, in that of the page."""
    before = {clause_of(each)[0] if entry.shape is Shape.CLAUSES else each: each for each in now or []}
    names = dict.fromkeys([*before, *(option.value for option in options_of(entry.hint, entry.path))])
    return [
        _clause(entry, name, typed, before.get(name, "")) for name in names if typed.get(f"{entry.name}.{name}") == YES
    ]


def _clause(entry: Entry, name: str, typed: Typed, before: str) -> str:
    """Return a clause with the value that was typed; as it was written before where that says the same."""
    if entry.shape is not Shape.CLAUSES or name not in CATALOGUE or not CATALOGUE[name].parameters:
        return before or name
    box = f"{entry.name}.{name}"
    value = _span(box, typed) if "unit" in CATALOGUE[name].parameters else _typed(typed, f"{box}.amount")
    text = f"{name}: {value}" if value else name
    return before if before and spread(entry.shape, "", [before]) == spread(entry.shape, "", [text]) else text
