"""What to write for a key that is missing: a line with a value of its kind, or the head of a table."""

from dataclasses import is_dataclass
from enum import StrEnum
from typing import Any, Final, get_args, get_origin

from meldpunt.policy.rules.file.words import Path
from meldpunt.policy.terms import Both, Chosen, Span

_WRITTEN: Final[dict[object, str]] = {
    bool: "true",
    int: "1",
    Span: '"5 working days"',
    Both: '{ nl = "...", en = "..." }',
}
_ANY_TEXT: Final = '"..."'


def example(hint: Any, path: Path) -> str:  # noqa: ANN401 - as many types as the format has
    """Return what to write for a key of this type at this place, such as `within = "5 working days"` or `[contact]`; of what is chosen from a list, all of it."""
    name, whole = str(path[-1]), ".".join(part for part in path if isinstance(part, str))
    if get_origin(hint) is tuple:
        of = get_args(hint)[0]
        return f"[[{whole}]]" if _is_table(of) else f"{name} = [{_value(of)}]"
    return f"[{whole}]" if _is_table(hint) else f"{name} = {_value(hint)}"


def _is_table(hint: object) -> bool:
    return is_dataclass(hint) and hint not in {Span, Chosen, Both}


def _value(hint: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return " / ".join(f'"{each.value}"' for each in hint)
    return _WRITTEN.get(hint, _ANY_TEXT)
