"""A report as a handler reads it: every field under its name, long texts folded without losing a character."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext

from meldpunt.doors.desk.words import ANSWERS, FIELDS, word
from meldpunt.reports.rules.kinds import KINDS, Kind
from meldpunt.reports.terms import ReportContent

SHOWN = 1600
"""Letters of a text that are shown before the fold."""
LINES_SHOWN = 24
SEARCHED = 300
"""How far before the fold a line's end or a space is looked for."""


@dataclass(frozen=True)
class Piece:
    """One field of a report: `first` is shown at once, `rest` behind a fold; together they are the text, exactly."""

    name: str
    label: str
    first: str = field(repr=False)
    rest: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """Return the whole text."""
        return self.first + self.rest

    @property
    def length(self) -> int:
        """Return how many letters the whole text has."""
        return len(self.text)


def pieces_of(report: ReportContent) -> list[Piece]:
    """Return the fields that were filled in, in the order in which they are read."""
    return list(_pieces(report.texts()))


def folded(text: str) -> tuple[str, str]:
    """Cut a long text in two after a line's end, or a space, near the fold; short texts stay whole."""
    end = _fold(text)
    return text[:end], text[end:]


def _pieces(texts: dict[str, str]) -> Iterator[Piece]:
    for name in FIELDS:
        if name in texts:
            first, rest = folded(_in_words(name, texts[name]))
            yield Piece(name, word(FIELDS, name), first, rest)


def _in_words(name: str, text: str) -> str:
    if name == "kind":
        return next((_kind(kind) for kind in KINDS if kind.id == text), text)
    return word(ANSWERS, text) if name == "still_open" else text


def _kind(kind: Kind) -> str:
    """Say a kind of weakness in the reader's language, with its numbers in the CWE list."""
    return " ".join((gettext(kind.label), *(f"CWE-{number}" for number in kind.cwe)))


def _fold(text: str) -> int:
    if len(text) <= SHOWN + SEARCHED and text.count("\n") <= LINES_SHOWN + 2:
        return len(text)
    lines = text.split("\n", LINES_SHOWN)
    limit = min(SHOWN, len(text) - (len(lines[LINES_SHOWN]) if len(lines) > LINES_SHOWN else 0))
    for mark in ("\n", " "):
        found = text.rfind(mark, max(0, limit - SEARCHED), limit)
        if found >= 0:
            return found + 1
    return limit
