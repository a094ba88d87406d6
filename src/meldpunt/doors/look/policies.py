"""A policy in the words of a page: its parts in the order they are read, and what changed between two versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import get_language

from meldpunt.policy.rules.differences import Change, Difference
from meldpunt.policy.rules.showing.words import SECTIONS
from meldpunt.policy.terms import Section, ShownClause

MARKED = frozenset({Section.IDENTITY, Section.PROMISES, Section.PLEDGES})
PROSE = frozenset({Section.WELCOME})


@dataclass(frozen=True)
class Line:
    """One clause: its text, and whether to say that people keep it rather than the system."""

    text: str
    by_people: bool


@dataclass(frozen=True)
class Part:
    """One part of the page; `prose` is text in paragraphs instead of a list."""

    id: str
    title: str
    lines: tuple[Line, ...]
    prose: bool


@dataclass(frozen=True)
class Changed:
    """One clause that is not as it was; `before` or `after` is empty where it is new or gone."""

    title: str
    change: Change
    before: str
    after: str


def parts_of(clauses: Iterable[ShownClause]) -> list[Part]:
    """Return the parts of the page in the reader's language."""
    language = get_language() or "en"
    return [
        Part(
            section.value,
            _title(section, language),
            tuple(Line(clause.text(language), _by_people(clause)) for clause in found),
            section in PROSE,
        )
        for section, found in groupby(_in_order(clauses), key=lambda clause: clause.section)
    ]


def changes_of(differences: Sequence[Difference]) -> list[Changed]:
    """Return the differences in the reader's language; where only the mark of who keeps a clause changed, it is left out."""
    language = get_language() or "en"
    told = [_changed(difference, language) for difference in differences]
    return [change for change in told if change.before != change.after]


def _in_order(clauses: Iterable[ShownClause]) -> list[ShownClause]:
    order = list(Section)
    return sorted(clauses, key=lambda clause: order.index(clause.section))


def _by_people(clause: ShownClause) -> bool:
    return clause.kept_by_people and (clause.section in MARKED or clause.id.startswith("own."))


def _changed(difference: Difference, language: str) -> Changed:
    either = difference.after or difference.before
    section = either.section if either else Section.INFORMATION
    return Changed(
        _title(section, language),
        difference.change,
        difference.before.text(language) if difference.before else "",
        difference.after.text(language) if difference.after else "",
    )


def _title(section: Section, language: str) -> str:
    return SECTIONS[section].get(language, SECTIONS[section]["en"])
