"""The fields of one section, made from the classes of the format and from what stands in a draft."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin

from meldpunt.policy.rules.editing.labels import LABELS, NOT_HERE, Said
from meldpunt.policy.rules.editing.options import options_of
from meldpunt.policy.rules.editing.sections import Part
from meldpunt.policy.rules.editing.spreading import spread
from meldpunt.policy.rules.file.building import LISTS, MAX_ITEMS, hints, inner
from meldpunt.policy.rules.file.spans import span_text
from meldpunt.policy.rules.file.words import Path, dotted
from meldpunt.policy.terms import Chosen, PolicyText, Prose, Span


class Shape(StrEnum):
    """What a field looks like."""

    LINE = "line"
    PROSE = "prose"
    LINES = "lines"
    NUMBER = "number"
    DAY = "day"
    SPAN = "span"
    YES = "yes"
    ONE = "one"
    SOME = "some"
    CLAUSES = "clauses"
    TABLE = "table"
    ROWS = "rows"


@dataclass(frozen=True)
class Entry:
    """One key of the file as a field, a table of fields, or rows of tables.

    `hint` is the type of the value, of one item where there are several. `default` is what holds where the file does not say, as the
    file would say it; None for nothing. `compulsory`: the file must have it. `may_go`: a table that may be absent as a whole.
    `inside` are the fields of a table, or the rows: those in the draft, and at least a fresh one. `fresh`: a row that is not in the draft.
    """

    path: Path
    hint: Any
    shape: Shape
    said: Said
    default: Any = None
    compulsory: bool = False
    may_go: bool = False
    inside: tuple["Entry", ...] = ()
    fresh: bool = False

    @property
    def name(self) -> str:
        """Return what the field is called in a form."""
        return name_of(self.path)


MAX_BOXES: Final = 900
"""Of a section; a form of more than `DATA_UPLOAD_MAX_NUMBER_FIELDS` would be refused without a word, and some are not for boxes."""


@dataclass(frozen=True)
class Form:
    """The fields of a section, and the keys of the draft in it that no field can show."""

    entries: tuple[Entry, ...]
    left: tuple[str, ...]


def name_of(path: Path) -> str:
    """Return a path as the name of a field: `way_in.0.kind`."""
    return ".".join(str(part) for part in path)


def form_of(part: Part, raw: Mapping[str, Any], typed: Iterable[str] = ()) -> Form:
    """Return the fields of a section for a draft that was read as TOML, with a row for each that was `typed` in (names of boxes)."""
    walk = _Walk(frozenset(typed))
    entries = tuple(entry for key in part.keys for entry in walk.named(key, raw))
    return Form(entries, tuple(walk.left))


def shape_of(hint: Any) -> tuple[Shape, Any]:  # noqa: ANN401 - any type of the format
    """Return what a value of this type looks like, and the type itself, of one item where there are several."""
    hint = inner(hint)
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        if item is Chosen:
            return Shape.CLAUSES, item
        if item in LISTS or _is_choice(item):
            return Shape.SOME, item
        return (Shape.ROWS if is_dataclass(item) else Shape.LINES), item
    return _single(hint), hint


def _single(hint: Any) -> Shape:  # noqa: ANN401 - as above
    if hint in _SINGLE:
        return _SINGLE[hint]
    if isinstance(hint, NewType):
        return Shape.LINE
    return Shape.TABLE if is_dataclass(hint) else Shape.ONE


_SINGLE: Final = {bool: Shape.YES, int: Shape.NUMBER, date: Shape.DAY, Span: Shape.SPAN, Prose: Shape.PROSE}


def _is_choice(hint: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(hint, type) and issubclass(hint, StrEnum)


class _Walk:
    """One walk through a section; `left` are the keys that are there and have no field, `boxes` is how many boxes there are."""

    def __init__(self, typed: frozenset[str]) -> None:
        self.typed = typed
        self.left: list[str] = []
        self.boxes = 0

    def named(self, key: str, raw: Mapping[str, Any]) -> Iterator[Entry]:
        """Yield the field of a key as a section names it."""
        *above, last = key.split(".")
        kind: type = PolicyText
        table: Any = raw
        for name in above:
            kind, table = hints(kind)[name], _below(table, name)
        if table is None or isinstance(table, Mapping):
            yield from self.key(kind, last, tuple(above), table)
        else:
            self.left.append(key)

    def key(self, kind: type, name: str, above: Path, table: Any) -> Iterator[Entry]:  # noqa: ANN401 - whatever stands there
        """Yield the field of one key of a table of the class `kind`; nothing where it cannot be shown."""
        each = next(each for each in fields(kind) if each.name == name)
        hint = hints(kind)[name]
        shape, item = shape_of(hint)
        entry = Entry(
            (*above, name),
            item,
            shape,
            LABELS[kind][name],
            default=_default(each),
            compulsory=_compulsory(each),
            may_go=get_origin(hint) in {Union, UnionType},
        )
        value = _below(table, name)
        if isinstance(value, list) and len(value) > MAX_ITEMS:
            self.left.append(dotted(entry.path))
        elif shape is Shape.TABLE:
            yield from self._table(entry, value)
        elif shape is Shape.ROWS:
            yield from self._rows(entry, value)
        elif spread(shape, entry.name, entry.default if value is None else value) is None:
            self.left.append(dotted(entry.path))
        else:
            self.boxes += _boxes(entry, value)
            yield entry

    def _table(self, entry: Entry, value: Any) -> Iterator[Entry]:  # noqa: ANN401 - as above
        if value is not None and not isinstance(value, Mapping):
            self.left.append(dotted(entry.path))
            return
        named = [each.name for each in fields(entry.hint) if _is_here(entry.hint, each.name, entry.path)]
        self.left += [dotted((*entry.path, key)) for key in value or {} if key not in named]
        inside = [each for name in named for each in self.key(entry.hint, name, entry.path, value)]
        yield replace(entry, inside=tuple(inside))

    def _rows(self, entry: Entry, value: Any) -> Iterator[Entry]:  # noqa: ANN401 - as above
        rows = [] if value is None else value
        if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
            self.left.append(dotted(entry.path))
            return
        made: list[Entry] = []
        left, boxes = [*self.left], self.boxes
        for number, row in enumerate([*rows, *[None] * self._fresh(entry, len(rows))]):
            table = replace(
                entry, path=(*entry.path, number), shape=Shape.TABLE, said=Said(""), compulsory=False, fresh=row is None
            )
            more = list(self._table(table, row))
            self.boxes += 1  # the one that takes it out
            if self.boxes > MAX_BOXES and row is not None:
                self.left, self.boxes = [*left, dotted(entry.path)], boxes
                return
            made += more if self.boxes <= MAX_BOXES else []
        yield replace(entry, inside=tuple(made))

    def _fresh(self, entry: Entry, there: int) -> int:
        """Return how many fresh rows there are: one, and more where more were typed in, as far as the list may grow."""
        rows = (
            name.removeprefix(f"{entry.name}.").partition(".")[0]
            for name in self.typed
            if name.startswith(f"{entry.name}.")
        )
        typed = [int(row) for row in rows if row.isascii() and row.isdecimal() and len(row) <= len(str(MAX_ITEMS))]
        return min(max([there, *typed]) + 1, MAX_ITEMS) - there


def _boxes(entry: Entry, value: Any) -> int:  # noqa: ANN401 - as above
    """Return how many boxes a field sends when all of it is filled in and ticked."""
    if entry.shape not in {Shape.SOME, Shape.CLAUSES}:
        return 2 if entry.shape is Shape.SPAN else 1
    options = options_of(entry.hint, entry.path)
    return len({*(value or ()), *(each.value for each in options)}) + sum(len(each.parameters) for each in options)


def _is_here(kind: type, name: str, above: Path) -> bool:
    return name in LABELS.get(kind, {}) and dotted((*above, name)) not in NOT_HERE


def _below(table: Any, name: str) -> Any:  # noqa: ANN401 - as above
    return table.get(name) if isinstance(table, Mapping) else None


def _compulsory(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _default(each: Field[Any]) -> Any:  # noqa: ANN401 - as many types as the format has
    """Return the default of a key as TOML has it; None for a table, and for nothing."""
    return None if each.default is MISSING else _plain(each.default)


def _plain(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Span):
        return span_text(value.amount, value.unit)
    return value.value if isinstance(value, StrEnum) else value
