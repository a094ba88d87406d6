"""The text of a policy with some values changed, and every other sign as it was.

Values are changed in place by tomlkit, which keeps comments, order and blanks; whole tables are put in and taken out as lines. Invariant: the
result is read once more, and is refused unless it says exactly what was asked: the old values with the changes, and nothing else; and unless
fields can go on with it.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any, Final

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Item, Table

from meldpunt.policy.rules.editing.blocks import NoBlock, together, toml_of, with_table, without_table
from meldpunt.policy.rules.editing.gathering import Change, value_at
from meldpunt.policy.rules.file.positions import is_crowded, places_in
from meldpunt.policy.rules.file.source import Refused, parse
from meldpunt.policy.rules.file.words import Path
from meldpunt.policy.terms import CannotEdit, TooLong

MAX_COMPARED: Final = 2_500
"""Of two lists, the product of what is not the same at their beginning and end: comparing takes the cube of it."""
MAX_LINES_MOVED: Final = 500_000
"""For tables that come and go at once, each of which has the whole text looked through."""
MAX_ITEMS_ASKED: Final = 2_500
"""In all lists that change at once."""

_NOT_KEPT: Final = (
    TOMLKitError,
    NoBlock,
    Refused,
    RecursionError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
)


def written(text: str, changes: Sequence[Change]) -> str:
    """Return the text with the changes in it; without any it is the same text. Raises CannotEdit, TooLong."""
    if not changes:
        return text
    if is_crowded(text):
        raise CannotEdit
    if _is_too_much(text, changes):
        raise TooLong
    with suppress(*_NOT_KEPT):
        wanted: dict[str, Any] = deepcopy(dict(parse(text)))
        for change in changes:
            _put(wanted, change)
        new = _changed(text, changes)
        if _without_nothing(parse(new)) == _without_nothing(wanted) and _keeps_layout(new):
            return new
    raise CannotEdit


def _is_too_much(text: str, changes: Sequence[Change]) -> bool:
    """Tell whether so much is asked at once that writing it takes very long."""
    tables = sum(isinstance(change.value, dict) or isinstance(change.path[-1], int) for change in changes)
    items = sum(len(change.value) for change in changes if isinstance(change.value, list))
    return tables * places_in(text) > MAX_LINES_MOVED or items > MAX_ITEMS_ASKED


def can_change(text: str) -> bool:
    """Tell whether fields can change a text that can be read: it is not crowded, its layout is kept, and its values equal themselves."""
    with suppress(CannotEdit, *_NOT_KEPT):
        return not is_crowded(text) and _keeps_layout(text) and parse(text) == parse(text)  # unlike one with nan
    return False


def _keeps_layout(text: str) -> bool:
    return bool(_document(text))


def _put(raw: Any, change: Change) -> None:  # noqa: ANN401 - tables and lists
    """Make a change in plain tables and lists; a table or list that is not there is made, one without rows is taken out."""
    *above, last = change.path
    for part, below in zip(above, change.path[1:], strict=True):
        before = raw
        raw = raw[part] if isinstance(part, int) else raw.setdefault(part, [] if isinstance(below, int) else {})
    if isinstance(last, int) and change.value is not None:
        raw[last:] = [change.value]
    elif change.value is not None:
        raw[last] = change.value
    elif value_at(raw, (last,)) is not None:
        del raw[last]
        if isinstance(last, int) and not raw:
            del before[above[-1]]


def _without_nothing(raw: Any) -> Any:  # noqa: ANN401 - as above
    """Return tables without those in which nothing is: they may stay as a header, or go with what was in them."""
    if isinstance(raw, Mapping):
        found = {key: _without_nothing(value) for key, value in raw.items()}
        return {key: value for key, value in found.items() if value != {}}
    return [_without_nothing(each) for each in raw] if isinstance(raw, list) else raw


def _changed(text: str, changes: Sequence[Change]) -> str:
    document = _document(text)
    tables: dict[Path, dict[str, Any]] = {}
    removals: list[Path] = []
    for change in changes:
        around = value_at(document, change.path[:-1])
        if change.value is None and isinstance(value_at(document, change.path), Table):
            removals.append(change.path)
        elif isinstance(change.value, dict) and not isinstance(around, Array):
            tables[change.path] = change.value
        elif _has_lines(around):
            _set(around, change.path[-1], change.value)
        elif change.value is not None:
            tables.setdefault(change.path[:-1], {})[str(change.path[-1])] = change.value
    for path in [path for path in tables if any(isinstance(part, int) for part in path[:-1])]:
        _set(value_at(document, path[:-1]), path[-1], tables.pop(path))
    return _with_blocks(tomlkit.dumps(document), tables, removals)


def _document(text: str) -> TOMLDocument:
    """Return the text as tomlkit has it, with rows of a list that stand apart brought together first: tomlkit does not keep them apart."""
    for each in (text, together(text)):
        document = tomlkit.parse(each)
        if tomlkit.dumps(document) == each:
            return document
    raise CannotEdit


def _with_blocks(text: str, tables: Mapping[Path, Mapping[str, Any]], removals: Sequence[Path]) -> str:
    for path, values in tables.items():
        text = with_table(text, path, values)
    for path in removals:
        text = without_table(text, path)
    return text


def _has_lines(around: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether keys can be written here: not where a table is only there by the tables in it."""
    return around is not None and not (isinstance(around, Table) and around.is_super_table())


def _set(around: Any, key: str | int, value: Any) -> None:  # noqa: ANN401 - as above
    """Change one key of a table, or add a row to a list that is written between brackets."""
    now = value_at(around, (key,))
    if value is None:
        if now is not None:
            del around[key]
    elif isinstance(key, int):
        around.append(_item(value))
    elif isinstance(now, Array) and isinstance(value, list):
        _change_items(now, value)
    else:
        around[key] = _item(value)


def _change_items(array: Array, values: list[Any]) -> None:
    """Change a list item by item, so that what stays keeps its line and its comment."""
    steps = _steps(array.unwrap(), values)
    for _what, start, end, new_start, new_end in reversed([step for step in steps if step[0] != "equal"]):
        same = min(end - start, new_end - new_start)
        for number in range(same):
            array[start + number] = _item(values[new_start + number])
        for number in reversed(range(start + same, end)):
            del array[number]
        for offset, value in enumerate(values[new_start + same : new_end]):
            array.insert(start + same + offset, _item(value))


def _steps(before: list[Any], after: list[Any]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return what changes between two lists, as `SequenceMatcher` tells it; in one step where very much of both is not the same."""
    pairs = list(zip(before, after, strict=False))
    head = next((at for at, (one, other) in enumerate(pairs) if one != other), len(pairs))
    ends = list(zip(reversed(before[head:]), reversed(after[head:]), strict=False))
    tail = next((at for at, (one, other) in enumerate(ends) if one != other), len(ends))
    end, new_end = len(before) - tail, len(after) - tail
    if (end - head) * (new_end - head) > MAX_COMPARED:
        return [("replace", head, end, head, new_end)]
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _item(value: Any) -> Item:  # noqa: ANN401 - as above
    return tomlkit.value(toml_of(value))
