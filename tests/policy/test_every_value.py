"""Every single value of a policy file: whoever changes it, somebody who compares the two files is told."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest

from meldpunt.policy.rules.changed_keys import changed_keys
from meldpunt.policy.rules.contradictions import RULES
from meldpunt.policy.rules.differences import differences
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.terms import PolicyText, Span, Unit
from tests.factories.policy_texts import EXAMPLES, files_beside, policy_of

FILES = sorted(EXAMPLES.rglob("*.toml"))


def others(value: Any) -> Any:
    """Return another value of the same type; None where there is no other that a file could hold."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, StrEnum):
        return next((each for each in type(value) if each != value), None)
    if isinstance(value, Span):
        return replace(value, amount=value.amount + 1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int):
        return value + 1
    return type(value)(f"{value}x") if isinstance(value, str) else None


def given(table: Any, name: str) -> Any:
    """Return a value for a key that is not given; None for what is more than one word."""
    kinds = [each for each in get_args(get_type_hints(type(table))[name]) if each is not NoneType]
    if kinds == [Span]:
        return Span(1, Unit.DAYS)
    if kinds == [date]:
        return date(2027, 1, 1)
    return "given" if kinds and getattr(kinds[0], "__supertype__", kinds[0]) is str else None


def changed(table: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the table with one value changed, for every value in it and in the tables below."""
    for each in fields(table):
        value, key = getattr(table, each.name), f"{path}{each.name}"
        found: Iterator[tuple[str, Any]] = iter(())
        if is_dataclass(value) and not isinstance(value, Span):
            found = changed(value, f"{key}.")
        elif isinstance(value, tuple):
            found = changed_list(value, key)
        elif (other := given(table, each.name) if value is None else others(value)) is not None:
            found = iter([(key, other)])
        yield from ((name, replace(table, **{each.name: one})) for name, one in found)


def changed_list(values: tuple[Any, ...], key: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield a list without its last entry, and with each entry changed."""
    if values:
        yield f"{key} shorter", values[:-1]
    for place, one in enumerate(values):
        if is_dataclass(one):
            for name, other in changed(one, f"{key}.{place}."):
                yield name, (*values[:place], other, *values[place + 1 :])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_value_changes_in_silence(file) -> None:
    before = policy_of(file.read_text(), files_beside(file))
    silent = [key for key, after in changed(before, "") if not is_told(before, after) and not is_refused(after)]
    assert silent == []


def is_told(before: PolicyText, after: PolicyText) -> bool:
    """Tell whether somebody who compares the two reads of the change. What names a clause that is not there can be no file."""
    try:
        return bool(differences(clauses_of(before), clauses_of(after)) or changed_keys(before, after))
    except KeyError:
        return True


def is_refused(policy: PolicyText) -> bool:
    """Tell whether no file may hold this."""
    return any(next(rule(policy), None) for rule in RULES)
