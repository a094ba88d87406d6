"""What can be chosen in a field, in words: msgids for choices of the format, texts in each language for clauses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from meldpunt.policy.rules.catalogue import ALL, CATALOGUE, KINDS_OF_WEAKNESS, MISUSE, SOURCES
from meldpunt.policy.rules.catalogue.conduct import CONDUCT
from meldpunt.policy.rules.catalogue.methods import METHODS
from meldpunt.policy.rules.contradictions.clauses import LIST_OF
from meldpunt.policy.rules.file.words import Path
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import (
    AnswerPart,
    Chosen,
    ClauseId,
    ClosedEnd,
    ContactMode,
    Currency,
    HarbourKind,
    IdentityMode,
    Initiative,
    KeyOffer,
    Language,
    LegalBasis,
    Matter,
    Need,
    Outside,
    Rest,
    Severity,
    Size,
    SourceId,
    Topic,
    Unit,
    WayKind,
    WeaknessId,
)


@dataclass(frozen=True)
class Option:
    """One thing to choose: its value in the file, and what it is called, as a msgid or in each language.

    `parameters` are the values that a clause needs beside it: `amount`, `unit`. `group` is the msgid of what it is about, "" for no group.
    """

    value: str
    said: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    group: str = ""


WORDS: Final[Mapping[type[StrEnum], tuple[str, ...]]] = {
    Language: (_("Dutch"), _("English")),
    KeyOffer: (_("The key is published"), _("The key is sent on request"), _("There is no key")),
    WayKind: (_("E-mail"), _("The form on this website"), _("A platform of others"), _("Phone")),
    Matter: (
        *(_("Fraud"), _("Phishing"), _("Fake mails"), _("Complaints"), _("Abuse and nuisance"), _("Questions")),
        _("Outages"),
    ),
    Rest: (_("fall under it too"), _("do not fall under it"), _("only after asking us")),
    Topic: (_("Weaknesses"), _("Leaked data"), _("Abuse and break-ins")),
    IdentityMode: (_("Anonymous"), _("Under a pseudonym"), _("Under the own name")),
    ContactMode: (_("Nothing"), _("A mail address"), _("A phone number")),
    Need: (_("up to the finder"), _("compulsory")),
    AnswerPart: (_("our assessment of the report"), _("the date by which we expect to solve it")),
    Outside: (_("as received"), _("from the next opening")),
    ClosedEnd: (_("on that same day"), _("on the next working day")),
    HarbourKind: (_("We say nothing about it"), _("We hold back"), _("We take none")),
    Severity: (_("Low"), _("Medium"), _("High"), _("Critical")),
    Size: (_("Small"), _("Large")),
    Currency: (_("Euro"), _("US dollar"), _("British pound"), _("Swiss franc")),
    Initiative: (
        *(_("Finder and organisation together"), _("The organisation")),
        _("The finder, when it is solved"),
    ),
    LegalBasis: (_("legitimate interests"), _("a task of public interest"), _("a legal obligation")),
    Unit: (_("hours"), _("working days"), _("days"), _("weeks"), _("months")),
}
"""What each value is called, in the order of the class."""
UNNAMED: Final[Mapping[type[StrEnum], frozenset[StrEnum]]] = {ContactMode: frozenset({ContactMode.NONE})}
"""Values of a class that a file may not hold; they are there for the program. By class, because members of two classes are equal where their words are."""
OWN: Final = "meldpunt"
"""The source of what follows from how the program works: no model text to choose."""
_SOURCES: Final = {"practice": _("Common in the published policies of Dutch and Belgian organisations")}
_GROUPS: Final[Mapping[str, str]] = {
    **{clause.id: _("What the finder does with what was found") for clause in CONDUCT},
    **{clause.id: _("How the finder looks") for clause in METHODS},
}
_KINDS: Final = {name: kind for kind, name in LIST_OF.items()}


def options_of(hint: Any, path: Path) -> tuple[Option, ...]:  # noqa: ANN401 - any type of the format
    """Return what can be chosen for a key of this type; nothing for what is typed."""
    if hint is Chosen:
        kind = _KINDS[str(path[-1])]
        return tuple(option_of(clause.id) for clause in ALL if clause.kind is kind)
    if hint is ClauseId:
        return tuple(replace(option_of(clause.id), group="") for clause in ALL if clause.id in MISUSE)
    if hint is WeaknessId:
        return tuple(Option(each.id, texts=each.texts) for each in KINDS_OF_WEAKNESS.values())
    if hint is SourceId:
        return tuple(
            Option(each, _SOURCES.get(each, name)) for each, (name, _address) in SOURCES.items() if each != OWN
        )
    return choices_of(hint) if hint in WORDS else ()


def choices_of(kind: type[StrEnum]) -> tuple[Option, ...]:
    """Return the values of a class of the format, each with what it is called."""
    unnamed = UNNAMED.get(kind, frozenset())
    return tuple(
        Option(each.value, said=said) for each, said in zip(kind, WORDS[kind], strict=True) if each not in unnamed
    )


def option_of(name: str) -> Option:
    """Return a clause of the catalogue, with three dots for the values it needs."""
    clause = CATALOGUE[name]
    texts = {
        code: " ".join(text.format(amount="…", unit="", authority="…", hours="…").split())
        for code, text in clause.texts.items()
    }
    return Option(name, texts=texts, parameters=clause.parameters, group=_GROUPS.get(name, ""))
