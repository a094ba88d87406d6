"""One section of a draft, opened and filled in."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from meldpunt.policy.rules.editing.entries import Form, form_of
from meldpunt.policy.rules.editing.gathering import (
    Typed,
    boxes_of,
    changes_of,
    differing,
    with_rows_of_draft,
    without_field,
)
from meldpunt.policy.rules.editing.sections import PARTS, Part
from meldpunt.policy.rules.editing.writing import can_change, written
from meldpunt.policy.rules.file.positions import is_crowded
from meldpunt.policy.rules.file.source import MAX_BYTES, Refused, decode, parse
from meldpunt.policy.rules.reading import read_again
from meldpunt.policy.terms import PolicyRefused, Problem, TooLong


@dataclass(frozen=True)
class Opened:
    """A section as it stands in a draft: its fields, what stands in their boxes, and `seen`, which changes with any of that.

    `in_text_only`: the draft is written in such a way that fields cannot change it.
    """

    part: Part
    form: Form
    boxes: Mapping[str, str]
    seen: str
    raw: Mapping[str, Any]
    in_text_only: bool

    def merged(self, typed: Typed) -> dict[str, str]:
        """Return what was typed, and rows that came into the draft meanwhile."""
        return with_rows_of_draft(self.form.entries, self.boxes, typed)

    def without_field(self, typed: Typed) -> dict[str, str]:
        """Return what was typed in fields that are not there any more, by name."""
        return without_field(self.form.entries, self.part.keys, typed)

    def differing(self, typed: Typed) -> frozenset[str]:
        """Return the names of the fields in which something else was typed than stands there."""
        return differing(self.form.entries, self.raw, typed)


def part_called(name: str) -> Part | None:
    """Return the section of this name, or None."""
    return next((part for part in PARTS if part.name == name), None)


def open_part(text: str, part: Part, typed: Typed | None = None) -> Opened:
    """Return a section of a draft, with room for what was typed. Raises PolicyRefused with the one reason why the text cannot be read."""
    _text, raw = _read(text)
    boxes = boxes_of(form_of(part, raw).entries, raw)
    seen = hashlib.sha256(json.dumps(sorted(boxes.items())).encode()).hexdigest()
    return Opened(part, form_of(part, raw, typed or ()), boxes, seen, raw, not can_change(text))


def fill(text: str, opened: Opened, typed: Typed) -> str:
    """Return the draft with what was typed in a section that was opened from it. Raises CannotEdit, TooLong."""
    if sum(map(len, typed.values())) > MAX_BYTES:
        raise TooLong
    new = written(text, changes_of(opened.form.entries, opened.raw, typed))
    if new != text and (len(new.encode()) > MAX_BYTES or is_crowded(new)):
        raise TooLong
    return new


def readable(text: str) -> str:
    """Return a text as fields go on with it: without the mark that some editors begin a file with. Raises PolicyRefused, as `open_part`."""
    return _read(text)[0]


def more_may_follow(text: str) -> bool:
    """Tell whether values are so wrong that what looks at several of them could not be looked at yet."""
    return read_again(text.encode()) is None


def part_of(problem: Problem) -> Part | None:
    """Return the section in which a problem can be put right; None where only the text can."""
    return next((part for part in PARTS if any(_touch(problem.key, key) for key in part.keys)), None)


def problems_in(part: Part, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that can be put right in a section."""
    return tuple(problem for problem in problems if any(_touch(problem.key, key) for key in part.keys))


def _touch(problem: str, key: str) -> bool:
    """Tell whether a problem is at a key, in it, or at a table around it."""
    return (
        problem == key
        or problem.startswith((f"{key}.", f"{key}["))
        or (problem != "" and key.startswith(f"{problem}."))
    )


def _read(text: str) -> tuple[str, Mapping[str, Any]]:
    try:
        decoded = decode(text.encode())
        return decoded, parse(decoded)
    except Refused as refused:
        raise PolicyRefused((refused.problem,)) from None
