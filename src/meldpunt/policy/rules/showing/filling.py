"""A clause of the catalogue with its values filled in."""

from collections.abc import Mapping

from meldpunt.policy.rules.catalogue import CATALOGUE
from meldpunt.policy.rules.showing.words import LANGUAGES, unit_word
from meldpunt.policy.terms import Section, ShownClause, Span, Unit


def shown(
    clause: str,
    section: Section,
    *,
    amount: int | None = None,
    unit: Unit | None = None,
    authority: Mapping[str, str] | None = None,
    hours: str = "",
    name: str = "",
) -> ShownClause:
    """Return a clause of the catalogue as it is shown; `name` is its id in this version where the clause may come twice."""
    found = CATALOGUE[clause]
    texts = {}
    for language in LANGUAGES:
        word = unit_word(amount, unit, language) if amount is not None and unit is not None else ""
        who = (authority or {}).get(language, "")
        texts[language] = found.texts[language].format(amount=amount, unit=word, authority=who, hours=hours)
    return ShownClause(name or clause, section, texts, kept_by_people=found.mechanism.kept_by_people)


def shown_span(
    clause: str, section: Section, span: Span, *, authority: Mapping[str, str] | None = None, name: str = ""
) -> ShownClause:
    """Return a clause with a length of time in it."""
    return shown(clause, section, amount=span.amount, unit=span.unit, authority=authority, name=name)
