"""On which line a key stands, which `tomllib` does not tell.

Works on text that `tomllib` has accepted, so nothing is checked twice: strings are skipped, not understood. Keys with escapes
in quotes are not unescaped; no key of a policy needs them.
"""

import re
from bisect import bisect_right
from contextlib import suppress
from typing import Final

from meldpunt.policy.rules.file.words import Path

_BLANK: Final = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY: Final = re.compile(r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_STRING: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}' r"|'''(?:[^']|'(?!''))*'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN: Final = re.compile(r"[^,\]}#\n]*")

MAX_PLACES: Final = 5_000
"""Lines, keys and items; the largest example has a few hundred."""
MAX_PRODUCT: Final = 20_000
"""Of the dots and the places: each dot has what stands around it copied. No example has a dot."""
_HEADER_PARTS: Final = 3
"""What a policy has in a header; each part beyond them counts as a dot."""


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every table, key and item of a TOML text that is known to be right, as far as they can be told."""
    return _scanned(text).lines


def is_crowded(text: str) -> bool:
    """Tell whether a TOML text that is known to be right holds far more lines, keys and items, or dots among them, than a policy has use for.

    What keeps the layout of a text takes very long for those.
    """
    scanner = _scanned(text)
    places = scanner.places
    return not scanner.is_done or places > MAX_PLACES or scanner.dots * places > MAX_PRODUCT


def places_in(text: str) -> int:
    """Return how many lines, keys and items a TOML text that is known to be right has in it."""
    return _scanned(text).places


def _scanned(text: str) -> "_Scanner":
    """Return the walk through a text, as far as it came."""
    scanner = _Scanner(text)
    with suppress(ValueError, IndexError, RecursionError):
        scanner.scan()
    return scanner


class _Scanner:
    """One walk through the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self.dots = 0
        self.is_done = False
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    @property
    def places(self) -> int:
        """Return how many lines, keys and items were found."""
        return len(self.starts) + len(self.lines)

    def scan(self) -> None:
        """Walk through all of it."""
        base: Path = ()
        self._skip()
        while self.at < len(self.text):
            base = self._header() if self.text[self.at] == "[" else self._pair(base)
            self._skip()
        self.is_done = True

    def _skip(self) -> None:
        self.at = self._match(_BLANK).end()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError("not the TOML it was taken for")
        return found

    def _note(self, path: Path) -> None:
        line = bisect_right(self.starts, self.at)
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _key(self) -> Path:
        """Read `a.b."c"`."""
        parts: list[str | int] = []
        while True:
            found = self._match(_KEY)
            parts.append(next(group for group in found.groups() if group is not None))
            self.at = found.end()
            if self.text[self.at : self.at + 1] != ".":
                return tuple(parts)
            self.at += 1

    def _header(self) -> Path:
        """Read `[a.b]` or `[[a.b]]` and return where its keys belong."""
        many = self.text.startswith("[[", self.at)
        self.at += 1 + many
        *parents, last = self._key()
        self.dots += max(len(parents) + 1 - _HEADER_PARTS, 0)
        path: Path = ()
        for part in parents:
            path = self._latest((*path, part))
        path = (*path, last)
        if many:
            self.counts[path] = self.counts.get(path, 0) + 1
        path = self._latest(path)
        self._note(path)
        self.at += 1 + many
        return path

    def _latest(self, path: Path) -> Path:
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def _pair(self, base: Path) -> Path:
        """Read `key = value` and return the table it was in."""
        key = self._key()
        self.dots += len(key) - 1
        path = (*base, *key)
        self._note(path)
        self.at += 1
        self._value(path)
        return base

    def _value(self, path: Path) -> None:
        self._skip()
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._table(path)
        else:
            self.at = self._match(_STRING if first in {'"', "'"} else _PLAIN).end()

    def _array(self, path: Path) -> None:
        self._into()
        number = 0
        while self.text[self.at] != "]":
            self._note((*path, number))
            self._value((*path, number))
            self._over_comma()
            number += 1
        self.at += 1

    def _table(self, path: Path) -> None:
        self._into()
        while self.text[self.at] != "}":
            self._pair(path)
            self._over_comma()
        self.at += 1

    def _into(self) -> None:
        self.at += 1
        self._skip()

    def _over_comma(self) -> None:
        self._skip()
        if self.text[self.at] == ",":
            self._into()
