"""What can stand in a policy file, beside its editor: every clause with what to write for it, and policies to begin with."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people.terms import Deed
from meldpunt.policy.queries import example_policies
from meldpunt.policy.rules.catalogue import ALL, KINDS_OF_WEAKNESS, LEGAL_DUTIES, MISUSE, SOURCES
from meldpunt.policy.rules.file.spans import written_as
from meldpunt.policy.terms import Clause, ClauseKind


@dataclass(frozen=True)
class Entry:
    """One thing that can be written; `address` is that of a source. `write` is empty where a setting says it."""

    write: str
    text: str
    by_people: bool = False
    address: str = ""


@dataclass(frozen=True)
class Shelf:
    """What is written in one place of the file, such as `rules` under `[clauses]`."""

    id: str
    title: Promise
    place: str
    entries: tuple[Entry, ...]


_TAKEN: dict[str, tuple[Promise, str, Callable[[Clause], bool]]] = {
    "ask": (_("What to send"), '[clauses]\nask = ["...", "..."]', lambda one: one.kind is ClauseKind.ASK),
    "rules": (_("Rules for the finder"), '[clauses]\nrules = ["...", "..."]', lambda one: one.kind is ClauseKind.RULE),
    "pledges": (
        _("What you stand for"),
        '[clauses]\npledges = ["...", "..."]',
        lambda one: one.kind is ClauseKind.PLEDGE,
    ),
    "information": (
        _("Good to know"),
        '[clauses]\ninformation = ["...", "..."]',
        lambda one: one.kind is ClauseKind.INFORMATION,
    ),
    "misuse": (
        _("What you report to the police"),
        '[safe_harbour]\nkind = "no_steps"\nmisuse = ["...", "..."]',
        lambda one: one.id in MISUSE,
    ),
    "law": (
        _("Duties by law that the finder is told"),
        '[[law]]\nclause = "..."\nauthority = { nl = "...", en = "..." }\nsource = "..."\nversion = "..."',
        lambda one: one.id in LEGAL_DUTIES,
    ),
}
"""Clauses that are taken by their id: the title, where they are written, and which they are."""
_EXAMPLES: dict[str, Promise] = {
    "clinic": _("A clinic"),
    "collection-agency": _("A collection agency"),
    "hosting-provider": _("A hosting provider"),
    "insurer": _("An insurer"),
    "utility": _("A utility company"),
    "belgium": _("After the law of Belgium"),
    "cert-cc-45-days": _("After CERT/CC: publication after 45 days"),
    "ncsc-guideline": _("After the guideline of NCSC-NL"),
}


@dataclass(frozen=True)
class Example:
    """A whole policy to begin with: its name, what it is called, and its text."""

    name: str
    title: str | Promise
    text: str


def named_examples() -> list[Example]:
    """Return the policies to begin with, organisations first."""
    found = [Example(name, _EXAMPLES.get(name, name), text) for name, text in example_policies().items()]
    order = [*_EXAMPLES]
    return sorted(found, key=lambda one: order.index(one.name) if one.name in order else len(order))


@desk_page(Deed.PUBLISH_POLICY)
def catalogue(request: DeskRequest) -> HttpResponse:
    """Show what can be written, in the language of who looks, and the examples."""
    language = get_language() or "en"
    context = {
        "shelves": list(_shelves(language)),
        "by_itself": [_entry(clause, language, write="") for clause in ALL if not _is_taken(clause)],
        "examples": named_examples(),
    }
    return show(request, "policy_catalogue", context)


def _shelves(language: str) -> Iterator[Shelf]:
    for name, (title, place, belongs) in _TAKEN.items():
        yield Shelf(name, title, place, tuple(_entry(clause, language) for clause in ALL if belongs(clause)))
    kinds = tuple(
        Entry(f'"{each.id}"', each.texts.get(language, each.texts["en"])) for each in KINDS_OF_WEAKNESS.values()
    )
    yield Shelf("kinds", _("Kinds of weakness that you leave out"), '[excluded]\nkinds = ["...", "..."]', kinds)
    sources = tuple(Entry(f'"{name}"', title, address=address) for name, (title, address) in SOURCES.items())
    yield Shelf("sources", _("Texts that the policy is made after"), 'based_on = ["...", "..."]', sources)


def _entry(clause: Clause, language: str, *, write: str | None = None) -> Entry:
    """Return a clause with three dots for what the file or the settings fill in."""
    text = re.sub(r"\{\w+\}", "…", clause.texts.get(language, clause.texts["en"]))
    written = f'"{written_as(clause)}"' if write is None else write
    return Entry(written, text, by_people=clause.mechanism.kept_by_people)


def _is_taken(clause: Clause) -> bool:
    return any(belongs(clause) for _title, _place, belongs in _TAKEN.values())
