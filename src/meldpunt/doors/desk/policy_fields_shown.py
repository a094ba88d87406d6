"""A section of the policy as its page shows it: every field in words, with what stands in it and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext

from meldpunt.doors.desk.policy_fields_said import IN_SETTINGS, Error, Link, at_field, called, to_settings
from meldpunt.doors.desk.policy_shown import told
from meldpunt.policy.rules.editing.entries import Entry, Shape
from meldpunt.policy.rules.editing.filling import Opened, problems_in
from meldpunt.policy.rules.editing.gathering import GONE, value_at
from meldpunt.policy.rules.editing.options import Option, choices_of, options_of
from meldpunt.policy.rules.editing.sections import PARTS, Part
from meldpunt.policy.rules.editing.spreading import YES, clause_of
from meldpunt.policy.terms import Problem, Unit

LISTS: Final = frozenset({Shape.SOME, Shape.CLAUSES})


@dataclass(frozen=True)
class Box:
    """One thing that is typed or ticked: `id` and `name` in the form, and what stands in it."""

    id: str
    name: str
    value: str


@dataclass(frozen=True)
class Choice:
    """One thing to choose or tick; `amount` and `unit` are typed beside a clause that needs them. `group` is what it is about, in words."""

    box: Box
    text: str
    ticked: bool
    amount: Box | None = None
    unit: Box | None = None
    errors: tuple[Error, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Shown:
    """One field. `shape` says which boxes it has; `inside` are the fields of a table or the rows; `number` counts rows from 1.

    `draft` is what stands in the draft where something else was typed and that changed meanwhile.
    `link` leads to where the same is said.
    """

    shape: str
    box: Box
    label: str
    help: str
    optional: bool
    errors: tuple[Error, ...]
    choices: tuple[Choice, ...] = ()
    amount: Box | None = None
    unit: Box | None = None
    inside: tuple["Shown", ...] = ()
    number: int = 0
    fresh: bool = False
    gone: Box | None = None
    draft: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Wrong:
    """One problem in the list on top: with the field it is at, or at none of this page."""

    id: str
    label: str
    text: str


@dataclass
class SectionPage:
    """One page in the making: `typed` stands in the boxes, `changed` are fields that are shown with what the draft holds as well."""

    opened: Opened
    typed: Mapping[str, str]
    changed: frozenset[str] = frozenset()
    wrong: list[Wrong] = field(default_factory=list)
    _left: dict[str, list[Problem]] = field(default_factory=dict)

    def fields(self, problems: Iterable[Problem]) -> list[Shown]:
        """Return the fields, each with its problems; afterwards `wrong` holds all of them in the order of the page."""
        for problem in problems:
            self._left.setdefault(_spot(problem.key), []).append(problem)
        found = [self._shown(entry) for entry in self.opened.form.entries]
        for spot, left in self._left.items():
            self.wrong += [Wrong("", spot, f"{one.what} {one.remedy}") for one in map(told, left)]
        return found

    def _shown(self, entry: Entry, around: str = "", number: int = 0) -> Shown:
        label = gettext(entry.said.label) if entry.said.label else around
        heard = f"{around}: {label}" if around and entry.said.label else label
        choices = self._choices(entry, heard)
        inside = self._inside(entry, label)
        return Shown(
            entry.shape,
            self._box(entry.name),
            label,
            gettext(entry.said.help) if entry.said.help else "",
            optional=not entry.compulsory and entry.shape not in {Shape.YES, Shape.ROWS} and not entry.default,
            errors=self._errors(entry, heard),
            choices=choices,
            amount=self._box(f"{entry.name}.amount") if entry.shape is Shape.SPAN else None,
            unit=self._box(f"{entry.name}.unit") if entry.shape is Shape.SPAN else None,
            inside=inside,
            number=number,
            fresh=entry.fresh,
            gone=self._box(f"{entry.name}.{GONE}") if number and not entry.fresh else None,
            draft=self._draft(entry),
            link=to_settings() if entry.name in IN_SETTINGS else None,
        )

    def _inside(self, entry: Entry, label: str) -> tuple[Shown, ...]:
        """Return the fields of a table or the rows; those of a table of the section itself are said without its name."""
        if entry.shape is Shape.ROWS:
            return tuple(self._shown(row, f"{label} {at}", at) for at, row in enumerate(entry.inside, start=1))
        return tuple(self._shown(each, label if len(entry.path) > 1 else "") for each in entry.inside)

    def _box(self, name: str) -> Box:
        return Box(name, name, self.typed.get(name, ""))

    def _draft(self, entry: Entry) -> str:
        """Return what stands in the draft, where something else was typed and the draft changed."""
        if entry.name not in self.changed or entry.shape in {Shape.TABLE, Shape.ROWS}:
            return ""
        value = value_at(self.opened.raw, entry.path)
        value = entry.default if value is None else value
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        found = [str(each) for each in value] if isinstance(value, list) else [str(value or "")]
        return ", ".join(found) or gettext("nothing")

    def _errors(self, entry: Entry, label: str) -> tuple[Error, ...]:
        """Take out and return what is wrong at a field or in it, and is not said at a field inside."""
        spots = [spot for spot in self._left if spot == entry.name or spot.startswith(f"{entry.name}.")]
        return self._take(spots, entry.name, label, lines=entry.shape is Shape.LINES)

    def _take(self, spots: Iterable[str], at: str, label: str, *, lines: bool = False) -> tuple[Error, ...]:
        found = [
            _in_line(at_field(problem, self.opened.part), spot if lines else "")
            for spot in spots
            for problem in self._left.pop(spot)
        ]
        errors = tuple(dict.fromkeys(found))
        self.wrong += [Wrong(at, label, error.text) for error in errors]
        return errors

    def _choices(self, entry: Entry, label: str) -> tuple[Choice, ...]:
        if entry.shape is Shape.ONE:
            return tuple(self._one(entry))
        if entry.shape not in LISTS:
            return ()
        known = options_of(entry.hint, entry.path)
        before = [
            clause_of(each)[0] if entry.shape is Shape.CLAUSES else each
            for each in value_at(self.opened.raw, entry.path) or []
        ]
        strange = [Option(each) for each in dict.fromkeys(before) if each not in {option.value for option in known}]
        return tuple(
            self._ticked(entry, label, option, number, before)
            for number, option in enumerate([*known, *strange], start=1)
        )

    def _ticked(self, entry: Entry, label: str, option: Option, number: int, before: list[str]) -> Choice:
        name = f"{entry.name}.{option.value}"
        spots = [
            spot
            for at, each in enumerate(before)
            if each == option.value and (spot := f"{entry.name}.{at}") in self._left
        ]
        box = Box(f"{entry.name}.{number}", name, YES)
        return Choice(
            box,
            called(option),
            ticked=bool(self.typed.get(name)),
            amount=self._beside(box, "amount") if option.parameters else None,
            unit=self._beside(box, "unit") if "unit" in option.parameters else None,
            errors=self._take(spots, box.id, label),
            group=gettext(option.group) if option.group else "",
        )

    def _beside(self, box: Box, what: str) -> Box:
        return Box(f"{box.id}.{what}", f"{box.name}.{what}", self.typed.get(f"{box.name}.{what}", ""))

    def _one(self, entry: Entry) -> Iterable[Choice]:
        now = self.typed.get(entry.name, "")
        known = choices_of(entry.hint) if _is_choice(entry.hint) else options_of(entry.hint, entry.path)
        if not now or (not entry.compulsory and entry.default is None):
            yield Choice(Box("", entry.name, ""), "", ticked=not now)
        for option in known:
            yield Choice(Box("", entry.name, option.value), called(option), ticked=option.value == now)
        if now and now not in {option.value for option in known}:
            yield Choice(Box("", entry.name, now), now, ticked=True)


@dataclass(frozen=True)
class Line:
    """One section in the list of all of them; `count` are the problems in it."""

    name: str
    heading: str
    about: str
    count: int


def overview(parts: Iterable[Part], problems: tuple[Problem, ...]) -> list[Line]:
    """Return every section, and how much has to be put right in it."""
    return [
        Line(part.name, gettext(part.heading), gettext(part.about), len(problems_in(part, problems))) for part in parts
    ]


def after(part: Part) -> Part | None:
    """Return the section that follows, None after the last one."""
    return next((one for before, one in pairwise(PARTS) if before == part), None)


def units(now: str) -> list[Choice]:
    """Return the units of a length of time, with nothing first where nothing is chosen."""
    none = [] if now else [Choice(Box("", "", ""), "", ticked=True)]
    return none + [
        Choice(Box("", "", option.value), called(option), ticked=option.value == now) for option in choices_of(Unit)
    ]


def is_day(text: str) -> bool:
    """Tell whether a field for days can show this."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _in_line(error: Error, spot: str) -> Error:
    """Return a problem with the line of the field it is in; as it is where it is about all of them, or there are no lines."""
    number = spot.rpartition(".")[2]
    if not number.isdecimal():
        return error
    return replace(error, text=gettext("Line %(line)s:") % {"line": int(number) + 1} + f" {error.text}")


def _is_choice(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)


def _spot(key: str) -> str:
    """Return the place of a problem as the name of a field: `way_in[2].kind` is `way_in.1.kind`."""
    return re.sub(r"\[(\d{1,4})\]", lambda found: f".{int(found[1]) - 1}", key)
