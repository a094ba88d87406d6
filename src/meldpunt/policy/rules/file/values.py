"""A value as it stands in a policy file."""

from datetime import date
from enum import StrEnum
from typing import Final

from meldpunt.policy.rules.file.spans import chosen_text, span_text
from meldpunt.policy.terms import Chosen, Span

_WIDTH: Final = 110
_ESCAPES: Final = str.maketrans(
    {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F) if chr(code) != "\n"}
    | {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
)


def value_text(value: object) -> str:
    """Return a value as TOML: what is long stands on several lines."""
    if isinstance(value, tuple):
        return _list([value_text(each) for each in value])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Span):
        return _text(span_text(value.amount, value.unit))
    if isinstance(value, Chosen):
        return _text(chosen_text(value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else _text(value.value if isinstance(value, StrEnum) else str(value))


def _list(values: list[str]) -> str:
    line = f"[{', '.join(values)}]"
    return line if len(line) <= _WIDTH else "[\n" + "".join(f"  {value},\n" for value in values) + "]"


def _text(text: str) -> str:
    plain = text.translate(_ESCAPES)
    return f'"""\n{plain}"""' if "\n" in plain else f'"{plain}"'
