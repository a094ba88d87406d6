"""The format as a JSON Schema (2020-12), for editors that check while one types."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, Final, NewType, get_args, get_origin

from meldpunt.policy.rules.catalogue import CATALOGUE
from meldpunt.policy.rules.file.building import LISTS, MAX_ITEMS, hints, inner
from meldpunt.policy.rules.file.scalars import MAX_LINE, MAX_NAME, MAX_PROSE, PATTERNS
from meldpunt.policy.rules.file.source import MAX_NUMBER
from meldpunt.policy.rules.file.spans import CHOSEN, SPAN
from meldpunt.policy.terms import Chosen, Name, PolicyText, Prose, Span

_SIMPLE: Final[dict[object, dict[str, object]]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0, "maximum": MAX_NUMBER},
    date: {"type": "string", "format": "date"},
    Span: {"type": "string", "pattern": f"^{SPAN}$", "examples": ["5 working days"]},
    Chosen: {"type": "string", "pattern": f"^{CHOSEN}$", "examples": sorted(CATALOGUE)},
}

_LONGEST: Final[dict[object, int]] = {Prose: MAX_PROSE, Name: MAX_NAME}


def json_schema() -> dict[str, object]:
    """Return the schema of a policy file."""
    defs: dict[str, object] = {}
    top = _table(PolicyText, defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Meldpunt policy file, format 1",
        **top,
        "$defs": dict(sorted(defs.items())),
    }


def _table(kind: type, defs: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip(),
        "additionalProperties": False,
        "required": [each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING],
        "properties": {each.name: _type(hints(kind)[each.name], defs) for each in fields(kind)},
    }


def _type(hint: Any, defs: dict[str, object]) -> dict[str, object]:  # noqa: ANN401 - any type of the format
    hint = inner(hint)
    if get_origin(hint) is tuple:
        return {"type": "array", "maxItems": MAX_ITEMS, "uniqueItems": True, "items": _type(get_args(hint)[0], defs)}
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, NewType):
        return _text(hint)
    if is_dataclass(hint):
        return _reference(hint, defs)  # type: ignore[arg-type] # a class, not an instance
    return {"type": "string", "enum": [each.value for each in hint]}


def _reference(kind: type, defs: dict[str, object]) -> dict[str, object]:
    if kind.__name__ not in defs:
        defs[kind.__name__] = {}
        defs[kind.__name__] = _table(kind, defs)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _text(kind: NewType) -> dict[str, object]:
    if kind in LISTS:
        return {"type": "string", "enum": sorted(LISTS[kind])}
    most = _LONGEST.get(kind, MAX_LINE)
    text: dict[str, object] = {"type": "string", "minLength": 1, "maxLength": most}
    return {**text, "pattern": f"^(?:{PATTERNS[kind]})$"} if kind in PATTERNS else text
