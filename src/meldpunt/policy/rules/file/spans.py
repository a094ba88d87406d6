"""Values that are written as a few words: `5 working days`, `scan_at_most: 5`."""

import re
from typing import Final

from meldpunt.policy.rules.catalogue import CATALOGUE
from meldpunt.policy.rules.file.suggesting import nearest
from meldpunt.policy.rules.file.words import Wrong
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import Chosen, Clause, ClauseKind, Span, Unit

SPAN: Final = r"([1-9][0-9]{0,3}) (hours?|working days?|days?|weeks?|months?)"
CHOSEN: Final = r"([a-z][a-z0-9_]*)(?:: *(.+))?"
MOST: Final = {Unit.HOURS: 720, Unit.WORKING_DAYS: 500, Unit.DAYS: 3660, Unit.WEEKS: 520, Unit.MONTHS: 120}


def read_span(text: str) -> Span:
    """Return the span a text names. Raises Wrong."""
    found = re.fullmatch(SPAN, text.strip())
    if found is None:
        raise Wrong(
            _('"%(value)s" is not a length of time.'),
            _('Write a number and hours, days, working days, weeks or months, such as "5 working days".'),
            value=text[:80],
        )
    unit = Unit(found[2].removesuffix("s").replace(" ", "_") + "s")
    if int(found[1]) > MOST[unit]:
        raise Wrong(
            _('"%(value)s" is too long.'), _("Use at most %(most)s."), value=text, most=span_text(MOST[unit], unit)
        )
    return Span(int(found[1]), unit)


def span_text(amount: int, unit: Unit) -> str:
    """Return a span as it is written in the file."""
    words = unit.value.replace("_", " ")
    return f"{amount} {words.removesuffix('s') if amount == 1 else words}"


def read_chosen(text: str) -> Chosen:
    """Return the clause a text takes, with the values of its parameters. Raises Wrong."""
    found = re.fullmatch(CHOSEN, text.strip())
    clause = CATALOGUE.get(found[1]) if found else None
    if found is None or clause is None:
        raise Wrong(
            _('There is no clause "%(value)s" in the catalogue.'),
            _("Take one of the catalogue, or write your own in an [[own_clause]]."),
            value=text[:80],
            near=nearest(text, CATALOGUE),
        )
    return _filled(clause, found[2])


def chosen_text(chosen: Chosen) -> str:
    """Return a taken clause as it is written in the file."""
    if chosen.amount is None:
        return chosen.clause
    value = str(chosen.amount) if chosen.unit is None else span_text(chosen.amount, chosen.unit)
    return f"{chosen.clause}: {value}"


def written_as(clause: Clause) -> str:
    """Return what to write to take a clause, with a value for example where it has one."""
    if clause.kind is ClauseKind.TERM or not clause.parameters:
        return clause.id
    return f"{clause.id}: {'3 days' if 'unit' in clause.parameters else '5'}"


def _filled(clause: Clause, value: str | None) -> Chosen:
    if not clause.parameters:
        if value is not None:
            raise Wrong(_("The clause %(clause)s takes no value."), _('Take "%(clause)s" alone.'), clause=clause.id)
        return Chosen(clause.id)
    example = written_as(clause)
    if value is None:
        raise Wrong(
            _("The clause %(clause)s needs a value."), _('Write "%(example)s".'), clause=clause.id, example=example
        )
    if "unit" in clause.parameters:
        span = read_span(value)
        return Chosen(clause.id, span.amount, span.unit)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise Wrong(
            _('"%(value)s" is not a whole number.'), _('Write "%(example)s".'), value=value[:80], example=example
        )
    return Chosen(clause.id, int(value))
