"""What figures are called and how they are told, in Dutch and English."""

from collections.abc import Mapping
from typing import Final

from meldpunt.obligations.terms.figures import ALL, LEAST, Count, Hidden, Outcome, Row, Table, Took
from meldpunt.policy.rules.showing.words import PROMISES, unit_word
from meldpunt.policy.terms import Unit

Texts = Mapping[str, str]
OUTCOMES: Final[Mapping[Outcome, Texts]] = {
    Outcome.KEPT: {"nl": "nagekomen", "en": "kept"},
    Outcome.BROKEN: {"nl": "niet nagekomen", "en": "broken"},
    Outcome.RUNNING: {"nl": "loopt nog", "en": "running"},
    Outcome.LAPSED: {"nl": "vervallen", "en": "lapsed"},
}
WORDS: Final[Mapping[str, Texts]] = {
    "made": {"nl": "gedaan", "en": "made"},
    "median": {"nl": "helft binnen", "en": "half within"},
    "tail": {"nl": "9 van de 10 binnen", "en": "9 of 10 within"},
    "declined": {"nl": "{promise}, afgewezen meldingen", "en": "{promise}, declined reports"},
    "few": {"nl": "minder dan {least}", "en": "fewer than {least}"},
    "with_it": {"nl": "niet getoond", "en": "not shown"},
    "longer": {"nl": "nog niet bekend", "en": "not known yet"},
    "all": {"nl": "hele periode", "en": "whole period"},
    "quarter": {"nl": "{number}e kwartaal {year}", "en": "Q{number} {year}"},
    "took": {"nl": "{days} ({hours})", "en": "{days} ({hours})"},
    "outcomes": {
        "nl": "{promise}: nagekomen of niet, per kwartaal",
        "en": "{promise}: kept or broken, quarter by quarter",
    },
    "times": {"nl": "{promise}: hoe snel, per kwartaal", "en": "{promise}: how soon, quarter by quarter"},
    "both": {
        "nl": "{period}: helft binnen {median}, 9 van de 10 binnen {tail}",
        "en": "{period}: half within {median}, 9 of 10 within {tail}",
    },
}


def name_of(table: Table, language: str) -> str:
    """Return what a table is about."""
    promise = PROMISES[table.kind][language]
    return say("declined", language, promise=promise) if table.declined else promise


def period(row: Row, language: str) -> str:
    """Return the name of a row's period."""
    if row.period == ALL:
        return say("all", language)
    year, number = row.period.split("-Q")
    return say("quarter", language, number=number, year=year)


def count(of: Count, language: str, *, least: int = LEAST) -> str:
    """Return a count, or what stands in its place."""
    if of.value is not None:
        return str(of.value)
    return say("few", language, least=str(least)) if of.hidden is Hidden.FEW else say("with_it", language)


def sign(hidden: Hidden, least: int = LEAST) -> str:
    """Return what stands for a count that is not told, where there is no room for words."""
    return f"<{least}" if hidden is Hidden.FEW else "-"


def duration(of: Took | None, language: str) -> str:
    """Return a time in working days and hours, or what stands in its place."""
    if of is None:
        return say("with_it", language)
    if of.hours is None or of.working_days is None:
        return say("longer", language)
    return say(
        "took",
        language,
        days=f"{of.working_days} {unit_word(of.working_days, Unit.WORKING_DAYS, language)}",
        hours=f"{of.hours} {unit_word(of.hours, Unit.HOURS, language)}",
    )


def say(word: str, language: str, **values: str) -> str:
    """Return one of the words above, with its values."""
    return WORDS[word][language].format(**values)
