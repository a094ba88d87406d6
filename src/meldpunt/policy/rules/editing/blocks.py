"""Tables of a TOML text as blocks of lines: put between others, or taken out, with every comment left where it belongs.

A comment right above a header belongs to that header.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from meldpunt.policy.rules.file.positions import lines_of
from meldpunt.policy.rules.file.values import value_text
from meldpunt.policy.rules.file.words import Path
from meldpunt.policy.terms import PolicyText

ORDER: Final = tuple(PolicyText.__dataclass_fields__)
_HEADER: Final = re.compile(r"[ \t]*\[{1,2}[^\[\]]+\]{1,2}[ \t]*(?:#.*)?")


class NoBlock(Exception):
    """This place has no lines of its own that hang together."""


def with_table(text: str, path: Path, values: Mapping[str, Any]) -> str:
    """Return the text with one more table, or one more row of an array of tables, beside those it belongs to."""
    names = ".".join(part for part in path if isinstance(part, str))
    header = f"[[{names}]]" if isinstance(path[-1], int) else f"[{names}]"
    block = [header, *(f"{key} = {toml_of(value)}" for key, value in values.items())]
    lines, (at, is_before) = text.rstrip("\n").split("\n"), _place(text, path)
    at = min(at, len(lines))
    if is_before:
        lines[at:at] = [*block, ""]
    else:
        while at and not lines[at - 1].strip():
            at -= 1
        lines[at:at] = ["", *block]
    return "\n".join(lines) + "\n"


def without_table(text: str, path: Path) -> str:
    """Return the text without a table, or without one row. Raises NoBlock where it is not written as lines under a header.

    Comments on the first lines stay: they are about the file. So do those above the first row where others follow: about all of them.
    """
    at, lines = lines_of(text), text.split("\n")
    start = at.get(path, 0) - 1
    if start < 0 or not _HEADER.fullmatch(lines[start]):
        raise NoBlock
    end = _end(text, at, path)
    if any(line > end for place, line in at.items() if place[: len(path)] == path):
        raise NoBlock
    is_first = path[-1] == 0 and (*path[:-1], 1) in at
    above = _above_comments(lines, start) or start
    if is_first and above < start:
        lines[start:end] = [""]
    else:
        del lines[above:end]
    return "\n".join(lines).rstrip("\n") + "\n"


def together(text: str) -> str:
    """Return the text with the rows of each list one below the other: whole blocks move up, and no line of them changes."""
    lines, at = [*text.rstrip("\n").split("\n"), ""], lines_of(text)
    tops = {line: path[0] for path, line in at.items() if _HEADER.fullmatch(lines[line - 1])}
    lists = {path[0] for path, line in at.items() if line in tops and any(isinstance(part, int) for part in path)}
    first = {top: line for line, top in sorted(tops.items(), reverse=True)}
    starts = [_above_comments(lines, line - 1) for line in sorted(tops)]
    blocks = dict(zip(sorted(tops), pairwise([*starts, len(lines)]), strict=True))
    order = sorted(blocks, key=lambda line: first[tops[line]] if tops[line] in lists else line)
    moved = [row for line in order for row in lines[slice(*blocks[line])]]
    return "\n".join(lines[: len(lines) - len(moved)] + moved).rstrip("\n") + "\n"


def toml_of(value: Any) -> str:  # noqa: ANN401 - as many types as the format has
    """Return a value as it is written in the house (see `value_text`); a table stands between braces."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml_of(each)}" for key, each in value.items()) + " }"
    return value_text(tuple(value) if isinstance(value, list) else value)


def _place(text: str, path: Path) -> tuple[int, bool]:
    """Return the line before which a table goes (from 0), and whether what stands there is part of it.

    Before what is in it already; else after what it has most in common with; else after the last key that comes before it in the
    format; else at the end.
    """
    at = lines_of(text)
    if path in at:
        return _above_comments(text.split("\n"), at[path] - 1), True
    for length in range(len(path) - 1, 0, -1):
        if path[:length] in at:
            return _end(text, at, path[:length]), False
    before = ORDER[: ORDER.index(str(path[0]))] if path[0] in ORDER else ORDER
    ends = [_end(text, at, (name,)) for name in before if (name,) in at]
    return max(ends, default=text.count("\n") + 1), False


def _end(text: str, at: Mapping[Path, int], path: Path) -> int:
    """Return the line after the last one of a table (counted from 0): before the comments above what follows."""
    lines = text.split("\n")
    last = max(line for place, line in at.items() if place[: len(path)] == path)
    after = [line for place, line in at.items() if place[: len(path)] != path and line > last]
    if not after:
        return len(lines)
    return max(last, _above_comments(lines, min(after) - 1))


def _above_comments(lines: list[str], line: int) -> int:
    """Return the line of the first comment of those right above a line, or the line itself."""
    while line and lines[line - 1].lstrip().startswith("#"):
        line -= 1
    return line
