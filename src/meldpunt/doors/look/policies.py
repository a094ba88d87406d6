"""A policy in the words of a page: its parts in the order they are read, and what changed between two versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from meldpunt.policy.rules.catalogue import MISUSE
from meldpunt.policy.rules.differences import Change, Difference
from meldpunt.policy.rules.showing.words import SECTIONS
from meldpunt.policy.terms import Policy, Section, ShownClause, WayKind

PROSE = frozenset({Section.WELCOME})
ADDRESSES = (
    r"(?P<link>(?i:https)://(?:[^\s<>()\"]|\([^\s<>()\"]*\))*(?:[^\s<>()\"'.,;:]|\([^\s<>()\"]*\)))",
    r"(?P<mail>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)",
    r"(?P<phone>\+\d[\d ]{6,}\d|(?<![\w.:/-])0[1-9][\d -]{6,12}\d\b)",
    r"(?P<digest>\b[0-9a-f]{64}\b)",
)
MISUSE_BEGINS = "misuse_goes_to_police"
WAY = "way_in."
ABOUT_KEY = frozenset({"key_published", "key_on_request"})


@dataclass(frozen=True)
class Line:
    """One clause: its text with links, whether to say that people keep it rather than the system, and the clauses that it begins."""

    html: SafeString
    by_people: bool
    under: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of the page; `prose` is text in paragraphs instead of a list."""

    id: str
    title: str
    lines: tuple[Line, ...]
    prose: bool


@dataclass(frozen=True)
class Changed:
    """One clause that is not as it was; `before` or `after` is empty where it is new or gone.

    `language` is that of the texts where they changed in another one than the reader's alone.
    """

    section: Section
    change: Change
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True)
class Group:
    """What changed in one part of the page."""

    title: str
    lines: tuple[Changed, ...]


def parts_of(policy: Policy, *sections: Section) -> list[Part]:
    """Return these parts of the page, or all of them, in the reader's language."""
    language = get_language() or "en"
    clauses = policy.terms.section(*sections) if sections else policy.terms.clauses
    documents = {name: reverse("public:document", args=[policy.number, name]) for name in policy.documents}
    return [
        Part(section.value, _title(section, language), _nested(tuple(found), documents), section in PROSE)
        for section, found in groupby(_in_order(clauses), key=lambda clause: clause.section)
    ]


def tells_of_key(policy: Policy) -> bool:
    """Tell whether this version says that there is an OpenPGP key to be had."""
    return any(clause.id in ABOUT_KEY for clause in policy.terms.clauses)


def preferred_way(policy: Policy) -> Line | None:
    """Return the way in that this version names first, in the reader's language, where that is another one than the form."""
    first = next((clause for clause in policy.terms.clauses if clause.id.startswith(WAY)), None)
    return lines_of((first,))[0] if first and first.id != f"{WAY}{WayKind.FORM}" else None


def lines_of(
    clauses: Iterable[ShownClause], *, documents: Mapping[str, str] | None = None, only: str = ""
) -> tuple[Line, ...]:
    """Return clauses in the reader's language, all or the one with the id `only`; `documents` are addresses by file name."""
    language = get_language() or "en"
    return tuple(
        Line(_linked(clause, language, documents or {}), clause.is_marked)
        for clause in clauses
        if only in {"", clause.id}
    )


def changes_of(differences: Sequence[Difference]) -> list[Group]:
    """Return the differences by part of the page, in the reader's language, or in another where they changed in that alone.

    Where only the mark of who keeps a clause changed, it is left out.
    """
    language = get_language() or "en"
    told = [_changed(difference, language) for difference in differences if difference.languages]
    order = list(Section)
    shown = sorted(told, key=lambda one: order.index(one.section))
    return [
        Group(_title(section, language), tuple(found)) for section, found in groupby(shown, key=lambda one: one.section)
    ]


def _nested(clauses: tuple[ShownClause, ...], documents: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines of a part; what misuse means stands under the clause that begins with it."""
    if all(clause.id != MISUSE_BEGINS for clause in clauses):
        return lines_of(clauses, documents=documents)
    own = [clause for clause in clauses if clause.id not in MISUSE]
    under = lines_of((clause for clause in clauses if clause.id in MISUSE), documents=documents)
    return tuple(
        replace(line, under=under) if clause.id == MISUSE_BEGINS else line
        for clause, line in zip(own, lines_of(own, documents=documents), strict=True)
    )


def _linked(clause: ShownClause, language: str, documents: Mapping[str, str]) -> SafeString:
    """Return a clause as HTML: everything in it is escaped, and addresses become links."""
    names = [f"(?P<document>{'|'.join(re.escape(name) for name in documents)})"] if documents else []
    html, end = "", 0
    text = clause.text(language)
    for match in re.finditer("|".join([*names, *ADDRESSES]), text):
        html += escape(text[end : match.start()]) + _link(match, documents)
        end = match.end()
    whole = mark_safe(html + escape(text[end:]))  # noqa: S308 - escaped piece by piece
    return mark_safe(linebreaks(whole)) if clause.section in PROSE else linebreaksbr(whole)  # noqa: S308 - as above


def _link(match: re.Match[str], documents: Mapping[str, str]) -> SafeString:
    found = match.group()
    if match.lastgroup == "digest":
        return format_html('<code class="small">{}</code>', found)
    before = {"mail": "mailto:", "phone": "tel:"}.get(match.lastgroup or "", "")
    address = found.replace(" ", "") if before else documents.get(found, found)
    return format_html('<a href="{}">{}</a>', before + address, found)


def _in_order(clauses: Iterable[ShownClause]) -> list[ShownClause]:
    order = list(Section)
    return sorted(clauses, key=lambda clause: order.index(clause.section))


def _changed(difference: Difference, language: str) -> Changed:
    either = difference.after or difference.before
    before, after = (clause.text(language) if clause else "" for clause in (difference.before, difference.after))
    section = either.section if either else Section.INFORMATION
    if before != after:
        return Changed(section, difference.change, before, after)
    other = difference.languages[0]
    before, after = (clause.text(other) if clause else "" for clause in (difference.before, difference.after))
    return Changed(section, difference.change, before, after, other)


def _title(section: Section, language: str) -> str:
    return SECTIONS[section].get(language, SECTIONS[section]["en"])
