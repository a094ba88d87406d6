"""What is wrong with a policy, said at its field: in the words of the page, with the way to the other half of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from meldpunt.policy.rules.catalogue import CATALOGUE
from meldpunt.policy.rules.contradictions.clauses import LIST_OF
from meldpunt.policy.rules.editing.filling import part_called
from meldpunt.policy.rules.editing.labels import LABELS
from meldpunt.policy.rules.editing.options import Option, choices_of, option_of
from meldpunt.policy.rules.editing.sections import PARTS, Part
from meldpunt.policy.rules.editing.spreading import span_boxes
from meldpunt.policy.rules.editing.wordings import AT_FIELD, LEADS_TO, NEEDS, SAME_AS_SETTINGS
from meldpunt.policy.terms import Clauses, Language, Problem, Unit

IN_SETTINGS: Final = frozenset({"organisation.closed", "organisation.open"})
"""Fields that say what the settings of the desk say as well."""


@dataclass(frozen=True)
class Link:
    """Where something else stands: the address, and what it is called."""

    href: str
    label: str


@dataclass(frozen=True)
class Error:
    """One problem at a field, and where its other half stands."""

    text: str
    link: Link | None = None


def at_field(problem: Problem, here: Part) -> Error:
    """Return a problem of the section `here` in the words of its page, in the language that is spoken."""
    values = {name: _spoken(name, value, problem.values) for name, value in problem.values.items()}
    what, remedy = (gettext(AT_FIELD.get(text, text)) % values for text in (problem.message, problem.remedy))
    said = f"{what} {remedy}"
    if problem.near and problem.remedy not in AT_FIELD:
        said += " " + gettext('Did you mean "%(near)s"?') % {"near": problem.near}
    if problem.remedy in SAME_AS_SETTINGS:
        return Error(said, to_settings())
    other = next((part for part in _others(problem) if part != here), None)
    if other is None:
        return Error(said)
    return Error(said, Link(reverse("desk:policy-section", args=[other.name]), gettext(other.heading)))


def to_settings() -> Link:
    """Return the way to the settings of the desk."""
    return Link(reverse("desk:settings"), gettext("Settings"))


def called(option: Option) -> str:
    """Return what an option is called in the language that is spoken."""
    if option.said:
        return gettext(option.said)
    return option.texts.get(get_language() or "") or option.texts.get("en") or option.value


def _spoken(name: str, value: str, values: Mapping[str, str]) -> str:
    """Return a value of a problem as the page says it: a clause in its own words, a day as people write it."""
    if name in {"clause", "one", "other"} and value in CATALOGUE:
        return called(option_of(value)).rstrip(".")
    if name == "setting":
        _part, choice = NEEDS[values["clause"]]
        return gettext(choice)
    if name == "list":
        return gettext(LABELS[Clauses][value].label)
    if name in {"today", "latest"}:
        return date_format(date.fromisoformat(value))
    return _unit(value) if name == "most" else _language(value) if name == "language" else value


def _language(value: str) -> str:
    return next((called(each) for each in choices_of(Language) if each.value == value), value)


def _unit(most: str) -> str:
    """Return a length of time with its unit in words; a number as it is."""
    boxes = span_boxes("", most)
    unit = next((called(each) for each in choices_of(Unit) if each.value == boxes.get(".unit")), "")
    return f"{boxes['.amount']} {unit}".strip()


def _others(problem: Problem) -> Iterator[Part]:
    """Yield the sections in which something else of a problem stands."""
    values = problem.values
    names = [LEADS_TO.get(problem.message, ""), NEEDS[values["clause"]][0] if "setting" in values else ""]
    yield from (part for name in names if (part := part_called(name)))
    kinds = [CATALOGUE[values[name]].kind for name in ("one", "other") if name in values]
    lists = [LIST_OF[kind] for kind in kinds] + [values[name] for name in ("list",) if name in values]
    yield from (part for name in lists for part in PARTS if f"clauses.{name}" in part.keys)
