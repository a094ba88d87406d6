"""From a TOML table to the classes of a policy, following the types of their fields.

Every problem is collected: a writer sees all of them at once, each at its place.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin, get_type_hints

from meldpunt.policy.rules.catalogue import CATALOGUE, KINDS_OF_WEAKNESS, SOURCES
from meldpunt.policy.rules.file.examples import example
from meldpunt.policy.rules.file.scalars import check
from meldpunt.policy.rules.file.source import MAX_NUMBER, text_of
from meldpunt.policy.rules.file.spans import read_chosen, read_span
from meldpunt.policy.rules.file.suggesting import nearest
from meldpunt.policy.rules.file.words import Complaint, Path, Wrong
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import Chosen, ClauseId, People, SourceId, Span, WeaknessId

MAX_ITEMS: Final = 200
MAX_COMPLAINTS: Final = 200
"""After so many, nothing more is looked at: a file with more is not a policy with mistakes."""
LISTS: Final[Mapping[object, Mapping[str, object]]] = {
    ClauseId: CATALOGUE,
    SourceId: SOURCES,
    WeaknessId: KINDS_OF_WEAKNESS,
}
"""Kinds of id, with what is known."""


class Builder:
    """One reading of one file."""

    def __init__(self) -> None:
        """Start without complaints."""
        self.complaints: list[Complaint] = []
        self._wrong = 0

    def table[T](self, kind: type[T], raw: object, path: Path) -> T | None:
        """Return the table as an instance of `kind`, or None when anything in it is wrong."""
        if not isinstance(raw, Mapping):
            self._tell(
                path, _("This must be a table."), _("Write it as [%(name)s] with keys below."), name=str(path[-1])
            )
            return None
        before = self._wrong
        known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type] # always one of our dataclasses
        for key in [key for key in raw if key not in known]:
            near = "" if self._enough() else nearest(str(key), known)
            self._tell(
                (*path, key),
                _('There is no key "%(name)s" here.'),
                _("Take it out."),
                name=str(key)[:80],
                near=near,
            )
        types = hints(kind)  # type: ignore[arg-type] # a class is hashable; mypy does not see it
        values = {name: self._field(types[name], raw[name], (*path, name)) for name in known if name in raw}
        for name, each in known.items():
            if name not in raw and _compulsory(each):
                self._missing(kind, name, path)
        return None if self._wrong > before else kind(**values)

    def _missing(self, kind: type, name: str, path: Path) -> None:
        hint = hints(kind)[name]
        if kind is People:
            remedy = _(
                "Without technical_contact, stand_in and breach_contact nothing is published. Add a table [people.%(name)s] with name and mail."
            )
        elif hint is People:
            remedy = _(
                "Add three tables: [people.technical_contact], [people.stand_in] and [people.breach_contact], each with name and mail."
            )
        else:
            remedy = _("Add %(example)s.")
        self._tell(path, _('"%(name)s" is missing.'), remedy, name=name, example=example(inner(hint), (*path, name)))

    def _field(self, hint: Any, raw: object, path: Path) -> Any:  # noqa: ANN401 - as many types as the format has
        """Return one value of the type `hint`; None when it is wrong, which has been told then."""
        hint = inner(hint)
        if self._enough():
            self._wrong += 1
            return None
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], raw, path)
        if is_dataclass(hint) and hint not in {Span, Chosen}:
            return self.table(hint, raw, path)  # type: ignore[arg-type] # a class, not an instance
        try:
            return scalar(hint, raw)
        except Wrong as wrong:
            self._keep(wrong.at(path))
            return None

    def _list(self, hint: Any, raw: object, path: Path) -> tuple[Any, ...]:  # noqa: ANN401 - as above
        if not isinstance(raw, list):
            self._tell(path, _("This must be a list."), _list_remedy(hint), name=str(path[-1]))
            return ()
        if len(raw) > MAX_ITEMS:
            self._tell(path, _("This list is too long."), _("Use at most %(most)s."), most=str(MAX_ITEMS))
            return ()
        values = tuple(self._field(hint, each, (*path, number)) for number, each in enumerate(raw))
        for number, value in enumerate(values):
            if value is not None and value in values[:number]:
                self._tell((*path, number), _("This stands in the list twice."), _("Take one of them out."))
        return values

    def _tell(self, path: Path, message: str, remedy: str, **values: str) -> None:
        self._keep(Wrong(message, remedy, **values).at(path))

    def _keep(self, complaint: Complaint) -> None:
        self._wrong += 1
        if len(self.complaints) < MAX_COMPLAINTS:
            self.complaints.append(complaint)

    def _enough(self) -> bool:
        return len(self.complaints) == MAX_COMPLAINTS


def scalar(hint: Any, raw: object) -> Any:  # noqa: ANN401 - as many types as the format has
    """Return a single value. Raises Wrong."""
    if isinstance(hint, NewType):
        return _named(hint, text_of(raw)) if hint in LISTS else check(hint, text_of(raw))
    return _READERS[hint](raw) if hint in _READERS else _choice(hint, raw)


def inner(hint: Any) -> Any:  # noqa: ANN401 - as many types as the format has
    """Return `X` for `X | None`, and every other type as it is."""
    if get_origin(hint) not in {Union, UnionType}:
        return hint
    return next(each for each in get_args(hint) if each is not type(None))


@cache
def hints(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a class
    """Return the types of the fields of a class."""
    return get_type_hints(kind)


def _compulsory(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _list_remedy(hint: object) -> str:
    if is_dataclass(hint) and hint not in {Span, Chosen}:
        return _("Write it as [[%(name)s]], with two brackets on each side.")
    return _('Put it between square brackets: %(name)s = ["..."].')


def _named(kind: object, text: str) -> str:
    known = LISTS[kind]
    if text not in known:
        raise Wrong(
            _('There is no "%(value)s" in the catalogue.'),
            _("Take one of the catalogue."),
            value=text[:80],
            near=nearest(text, known),
        )
    return text


def _choice(kind: type[StrEnum], raw: object) -> StrEnum:
    text = text_of(raw)
    known = [each.value for each in kind]
    if text not in known:
        raise Wrong(
            _('"%(value)s" cannot be chosen here.'),
            _("Choose from: %(known)s."),
            value=text[:80],
            known=", ".join(known),
            near=nearest(text, known),
        )
    return kind(text)


def _yes_or_no(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Wrong(_("This must be true or false."), _("Write true or false, without quotation marks."))
    return raw


def _number(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= MAX_NUMBER:
        raise Wrong(
            _("This must be a whole number."),
            _("Write a number from 0 to %(most)s, without quotation marks."),
            most=str(MAX_NUMBER),
        )
    return raw


def _day(raw: object) -> date:
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise Wrong(
            _('"%(value)s" is not a date.'),
            _("Write it as 2026-12-24, without quotation marks and without a time."),
            value=str(raw)[:80],
        )
    return raw


_READERS: Final[Mapping[object, Any]] = {
    bool: _yes_or_no,
    int: _number,
    date: _day,
    Span: lambda raw: read_span(text_of(raw)),
    Chosen: lambda raw: read_chosen(text_of(raw)),
}
