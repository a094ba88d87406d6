"""What figures are called and how they are told, in Dutch and English."""

from collections.abc import Mapping, Sequence
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
    "few": {"nl": "minder dan {least} meldingen", "en": "fewer than {least} reports"},
    "many": {"nl": "{least} meldingen of meer", "en": "{least} reports or more"},
    "with_it": {"nl": "niet getoond", "en": "not shown"},
    "none": {"nl": "nog geen", "en": "none yet"},
    "too_few": {"nl": "te weinig", "en": "too few"},
    "longer": {"nl": "nog niet bekend", "en": "not known yet"},
    "all": {"nl": "samen", "en": "together"},
    "to": {"nl": "{first} t/m {last}", "en": "{first} to {last}"},
    "quarters": {"nl": "{first}e t/m {last}e kwartaal {year}", "en": "Q{first} to Q{last} {year}"},
    "quarter": {"nl": "{number}e kwartaal {year}", "en": "Q{number} {year}"},
    "took": {"nl": "{days} ({hours})", "en": "{days} ({hours})"},
    "outcomes": {
        "nl": "{promise}: nagekomen of niet, per kwartaal",
        "en": "{promise}: kept or broken, quarter by quarter",
    },
    "times": {"nl": "{promise}: hoe snel, per kwartaal", "en": "{promise}: how soon, quarter by quarter"},
}


def name_of(table: Table, language: str) -> str:
    """Return what a table is about."""
    promise = PROMISES[table.kind][language]
    return say("declined", language, promise=promise) if table.declined else promise


def period(row: Row, language: str) -> str:
    """Return the name of a row's period."""
    if row.period == ALL:
        return say("all", language)
    first, *after = (name.split("-Q") for name in row.period.split("/"))
    last = after[0] if after else first
    if first == last:
        return _quarter(first, language)
    if first[0] == last[0]:
        return say("quarters", language, first=first[1], last=last[1], year=first[0])
    return say("to", language, first=_quarter(first, language), last=_quarter(last, language))


def count(of: Count, language: str, *, least: int = LEAST) -> str:
    """Return a count, or what stands in its place."""
    if of.value is not None:
        return str(of.value)
    return say(of.hidden or Hidden.WITH_IT, language, least=str(least))


def brief(table: Table, language: str, *, least: int = LEAST) -> tuple[str, ...]:
    """Return all that a table tells where it tells no row whole: a line for what is told alike, with its periods. Else none."""
    if any(row.open for row in table.rows):
        return ()
    alike: dict[str, list[str]] = {}
    for row in table.rows:
        alike.setdefault(_told(row, language, least), []).append(period(row, language))
    return tuple(f"{told} ({', '.join(periods)})" for told, periods in alike.items())


def _told(row: Row, language: str, least: int) -> str:
    """Return the counts of a row that are told, by their names."""
    counts = [(WORDS["made"], row.made), *((OUTCOMES[each], getattr(row, each.value)) for each in Outcome)]
    told = [
        f"{words[language]}: {count(of, language, least=least)}"
        for words, of in counts
        if of.hidden is not Hidden.WITH_IT
    ]
    return ", ".join(told) or say("with_it", language)


def sign(hidden: Hidden, least: int = LEAST) -> str:
    """Return what stands for a count that is not told, where there is no room for words."""
    return {Hidden.FEW: f"<{least}", Hidden.MANY: f">{least - 1}", Hidden.WITH_IT: "-"}[hidden]


def no_time(row: Row, language: str) -> str:
    """Return what stands in the place of the times of a row: why there are none, where all else is told."""
    if not row.open:
        return say("with_it", language)
    return say("too_few" if row.kept.value or row.broken.value else "none", language)


def duration(of: Took, language: str) -> str:
    """Return a time in working days and hours, or what stands in its place."""
    if of.hours is None or of.working_days is None:
        return say("longer", language)
    return say(
        "took",
        language,
        days=f"{of.working_days} {unit_word(of.working_days, Unit.WORKING_DAYS, language)}",
        hours=f"{of.hours} {unit_word(of.hours, Unit.HOURS, language)}",
    )


def _quarter(of: Sequence[str], language: str) -> str:
    year, number = of
    return say("quarter", language, number=number, year=year)


def say(word: str, language: str, **values: str) -> str:
    """Return one of the words above, with its values."""
    return WORDS[word][language].format(**values)
