"""A policy written as TOML, to prove that reading a file loses nothing: stable, in the order of the format, without what is only the default."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from meldpunt.policy.rules.file.values import value_text
from meldpunt.policy.terms import Chosen, PolicyText, Span


def write(policy: PolicyText) -> str:
    """Return the policy as a TOML text; reading it gives an equal policy."""
    return "\n".join(_table(policy, "", header="")).strip("\n") + "\n"


def _table(table: Any, path: str, *, header: str) -> Iterator[str]:
    """Yield the lines of a table: its own keys first, then the tables in it."""
    given = [(each.name, getattr(table, each.name)) for each in fields(table) if not _default(table, each)]
    simple = [(name, value) for name, value in given if not _is_table(value)]
    if header and (simple or header.startswith("[[") or not given):
        yield ""
        yield header
    for name, value in simple:
        yield f"{name} = {value_text(value)}"
    for name, value in given:
        if _is_table(value):
            yield from _tables(name, value, path)


def _tables(name: str, value: Any, path: str) -> Iterator[str]:
    place = f"{path}.{name}" if path else name
    if not isinstance(value, tuple):
        yield from _table(value, place, header=f"[{place}]")
        return
    for each in value:
        yield from _table(each, place, header=f"[[{place}]]")


def _default(table: object, each: Field[Any]) -> bool:
    value = getattr(table, each.name)
    if each.default is not MISSING:
        return bool(value == each.default)
    return each.default_factory is not MISSING and bool(value == each.default_factory())


def _is_table(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and _is_table(value[0])
    return is_dataclass(value) and not isinstance(value, Span | Chosen)
