"""What changes between two files and is no clause: their keys, with the values as they stand there."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from typing import Any, Final

from meldpunt.policy.rules.file.values import value_text
from meldpunt.policy.terms import Chosen, PolicyText, Span

SAID: Final = frozenset(
    {
        "based_on",
        "second_eyes",
        "introduction",
        "closing",
        "other_channel",
        "scope",
        "excluded",
        "clauses",
        "safe_harbour",
        "document",
        "reward",
        "credit",
        "publication",
        "law",
        "retention",
    }
)
"""Tables of which every value stands in a clause."""
PARTLY_SAID: Final[Mapping[str, frozenset[str]]] = {
    "own_clause": frozenset({"kept_by"}),
    "promises": frozenset({"calendar"}),
    "key": frozenset({"file", "fingerprint"}),
    "way_in": frozenset({"name", "mail_from"}),
}
"""Tables of which only these keys stand in no clause."""


@dataclass(frozen=True)
class ChangedKey:
    """A key that has another value; `before` or `after` is empty where it is not given.

    People are among them, so this is for who may read the file, never for a page.
    """

    key: str
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True)
class _Value:
    text: str
    is_default: bool


def changed_keys(before: PolicyText | None, after: PolicyText) -> tuple[ChangedKey, ...]:
    """Return every key that changes and stands in no clause, in the order of the format; nothing where there was no file."""
    if before is None:
        return ()
    old, new = dict(_values(before, "")), dict(_values(after, ""))
    return tuple(
        ChangedKey(key, _text(old, key), _text(new, key))
        for key in [*new, *(key for key in old if key not in new)]
        if _is_other(old.get(key), new.get(key)) and not _is_said(key)
    )


def _is_other(old: _Value | None, new: _Value | None) -> bool:
    """Tell whether a value changed; what only comes or goes with its table counts where it is more than the default."""
    if old is None or new is None:
        return any(each is not None and not each.is_default for each in (old, new))
    return old.text != new.text


def _is_said(key: str) -> bool:
    table, _, rest = key.partition(".")
    return table in SAID or (table in PARTLY_SAID and rest.rpartition(".")[2] not in PARTLY_SAID[table])


def _text(values: Mapping[str, _Value], key: str) -> str:
    return values[key].text if key in values else ""


def _values(table: Any, path: str) -> Iterator[tuple[str, _Value]]:  # noqa: ANN401 - any table of the format
    """Yield every single value with its key: `brand.one.hosts` for the brand with this id."""
    for each in fields(table):
        value, key = getattr(table, each.name), f"{path}{each.name}"
        if is_dataclass(value) and not isinstance(value, Span | Chosen):
            yield from _values(value, f"{key}.")
        elif isinstance(value, tuple) and value and is_dataclass(value[0]) and not isinstance(value[0], Span | Chosen):
            for number, one in enumerate(value, start=1):
                yield from _values(one, f"{key}.{getattr(one, 'id', number)}.")
        elif value is not None:
            yield key, _Value(value_text(value), _is_default(each, value))


def _is_default(each: Field[Any], value: object) -> bool:
    return each.default is not MISSING and bool(value == each.default)
