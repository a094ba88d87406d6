"""From a value of the file to what stands in the field: one text for each box, by the name of the box."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from meldpunt.policy.rules.catalogue import CATALOGUE
from meldpunt.policy.rules.file.spans import CHOSEN

YES: Final = "yes"
"""What a box that is ticked sends; one that is not sends nothing."""
_SPAN: Final = re.compile(r"(.*?) (hours?|working days?|days?|weeks?|months?)", re.DOTALL)
"""Any number, also one that is none: the check of the file tells, and what was typed stays in its box."""

_BITS: Final = 64


def spread(shape: str, name: str, value: Any) -> dict[str, str] | None:  # noqa: ANN401 - whatever stands in a file
    """Return what stands in the boxes of a field; None for a value that this field cannot show. A value of None is none."""
    if value is None:
        return {}
    return _SPREAD.get(shape, _text)(name, value)


def span_boxes(name: str, text: str) -> dict[str, str]:
    """Return number and unit of a length of time; what has no unit stands in the first box as it is."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return {f"{name}.amount": text}
    return {f"{name}.amount": found[1], f"{name}.unit": found[2].removesuffix("s").replace(" ", "_") + "s"}


def _text(name: str, value: Any) -> dict[str, str] | None:  # noqa: ANN401 - as above
    """Return a text, a number or a day; no other value is typed as it stands, nor is a number that Python does not write in digits."""
    if isinstance(value, bool | datetime) or not isinstance(value, str | int | date):
        return None
    if isinstance(value, int) and value.bit_length() > _BITS:
        return None
    return {name: value.isoformat() if isinstance(value, date) else str(value)}


def _lines(name: str, value: Any) -> dict[str, str] | None:  # noqa: ANN401 - as above
    found = [_text(name, each) for each in value] if isinstance(value, list) else [None]
    texts = [each[name] for each in found if each is not None]
    return {name: "\n".join(texts)} if len(texts) == len(found) else None


def _span(name: str, value: Any) -> dict[str, str] | None:  # noqa: ANN401 - as above
    return span_boxes(name, value) if isinstance(value, str) else None


def _yes(name: str, value: Any) -> dict[str, str] | None:  # noqa: ANN401 - as above
    if not isinstance(value, bool):
        return None
    return {name: YES} if value else {}


def _some(name: str, value: Any) -> dict[str, str] | None:  # noqa: ANN401 - as above
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return None
    return {f"{name}.{each}": YES for each in value}


def _clauses(name: str, value: Any) -> dict[str, str] | None:  # noqa: ANN401 - as above
    ticked = _some(name, value)
    if ticked is None:
        return None
    boxes: dict[str, str] = {}
    for text in value:
        clause, amount = clause_of(text)
        box = f"{name}.{clause}"
        boxes[box] = YES
        if amount:
            boxes |= span_boxes(box, amount) if "unit" in CATALOGUE[clause].parameters else {f"{box}.amount": amount}
    return boxes


def clause_of(text: str) -> tuple[str, str]:
    """Return the id of a clause that is taken and the value it is given; what is no clause of the catalogue is its own id."""
    found = re.fullmatch(CHOSEN, text.strip())
    if found is None or found[1] not in CATALOGUE or (found[2] and not CATALOGUE[found[1]].parameters):
        return text, ""
    return found[1], found[2] or ""


_SPREAD: Final[Mapping[str, Callable[[str, Any], dict[str, str] | None]]] = {
    "lines": _lines,
    "span": _span,
    "yes": _yes,
    "some": _some,
    "clauses": _clauses,
}
