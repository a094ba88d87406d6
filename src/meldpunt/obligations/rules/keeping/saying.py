"""What was played, and what would help, in plain words: Dutch and English."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from meldpunt.obligations.terms.keeping import Days, Help, How, Played, Remedy
from meldpunt.policy.rules.reckoning.dates import full_date
from meldpunt.policy.rules.showing.words import PROMISES, unit_word
from meldpunt.policy.terms import Promise

MOST_NAMED: Final = 5
_SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "machine": {
        "nl": "{promise}: dat doet het systeem zelf.",
        "en": "{promise}: the system does this itself.",
    },
    "one_press": {
        "nl": "{promise}: dat doet een behandelaar met één druk op de knop, nadat het dossier is gesloten. Het is niet doorgerekend.",
        "en": "{promise}: a handler does this with one press, after the case was closed. It was not played.",
    },
    "none": {
        "nl": "{promise}: hierover is van vorig jaar niets bekend.",
        "en": "{promise}: nothing is known of this from last year.",
    },
    "kept": {
        "nl": "{promise}: {made} van de {made} keer nagekomen.",
        "en": "{promise}: kept {made} of {made} times.",
    },
    "broken": {
        "nl": "{promise}: {broken} van de {made} keer niet nagekomen. De laatste dag was dan {days}.",
        "en": "{promise}: broken {broken} of {made} times. It was due on {days}.",
    },
    "longer": {
        "nl": "Met {changed} in plaats van {span}: {after} keer niet nagekomen in plaats van {before} keer.",
        "en": "With {changed} instead of {span}: broken {after} times instead of {before}.",
    },
    "one_more": {
        "nl": "Met één persoon meer, die er {per_day} per dag beantwoordt: {after} keer niet nagekomen in plaats van {before} keer. Nodig {days}.",
        "en": "With one more person, who answers {per_day} a day: broken {after} times instead of {before}. Needed {days}.",
    },
    "opening": {
        "nl": "Als een melding buiten {office} telt vanaf de volgende opening: {after} keer niet nagekomen in plaats van {before} keer.",
        "en": "If a report outside {office} counts from the next opening: broken {after} times instead of {before}.",
    },
    "in_fact": {
        "nl": "In werkelijkheid, met het beleid van toen: in de afgelopen 52 weken {broken} keer niet nagekomen.",
        "en": "In fact, by the policy of then: broken {broken} times in the last 52 weeks.",
    },
    "in_fact_once": {
        "nl": "In werkelijkheid, met het beleid van toen: in de afgelopen 52 weken één keer niet nagekomen.",
        "en": "In fact, by the policy of then: broken once in the last 52 weeks.",
    },
    "no_help": {
        "nl": "Geen van de veranderingen die zijn doorgerekend helpt.",
        "en": "None of the changes that were played helps.",
    },
    "run": {"nl": "van {first} tot en met {last}", "en": "from {first} to {last}"},
    "on": {"nl": "op {first}", "en": "on {first}"},
    "and": {"nl": " en ", "en": " and "},
    "more_days": {"nl": "nog {amount} andere dagen", "en": "{amount} other days"},
    "more_day": {"nl": "nog een andere dag", "en": "one other day"},
    "more_runs": {"nl": "in nog {amount} andere perioden", "en": "in {amount} other periods"},
    "more_run": {"nl": "in nog een andere periode", "en": "in one other period"},
}


def say_played(played: Played, language: str) -> str:
    """Return in one sentence what would have come of a promise."""
    promise = PROMISES[played.promise.kind][language]
    if played.how in {How.MACHINE, How.ONE_PRESS}:
        return _say(played.how, language, promise=promise)
    if not played.made:
        return _say("none", language, promise=promise)
    if not played.broken:
        return _say("kept", language, promise=promise, made=str(played.made))
    return _say(
        "broken",
        language,
        promise=promise,
        broken=str(len(played.broken)),
        made=str(played.made),
        days=_listed([_day(day, language) for day in played.days], "more_day", language),
    )


def say_remedy(remedy: Remedy, language: str) -> str:
    """Return what a change would do."""
    numbers = {"before": str(remedy.before), "after": str(remedy.after)}
    match remedy.help:
        case Help.LONGER:
            spans = {"changed": _span(remedy.changed, language), "span": _span(remedy.promise, language)}
            return _say("longer", language, **numbers, **spans)
        case Help.ONE_MORE:
            days = _listed([_run(each, language) for each in remedy.days], "more_run", language)
            return _say("one_more", language, **numbers, per_day=f"{remedy.per_day:g}", days=days)
        case Help.OPENING:
            return _say("opening", language, **numbers, office=remedy.changed.office)


def say_in_fact(broken: int, language: str) -> str:
    """Return how often a promise was broken in fact, at least once."""
    return _say("in_fact_once" if broken == 1 else "in_fact", language, broken=str(broken))


def say_no_help(language: str) -> str:
    """Return what to say where a promise is broken and nothing that was played helps."""
    return _say("no_help", language)


def _listed(names: Sequence[str], more: str, language: str) -> str:
    """Return names with commas and a last `and`; those beyond the first few by their number."""
    shown = list(names) if len(names) <= MOST_NAMED else list(names[: MOST_NAMED - 1])
    left = len(names) - len(shown)
    if left:
        shown.append(_say(more if left == 1 else f"{more}s", language, amount=str(left)))
    return _say("and", language).join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown)


def _run(days: Days, language: str) -> str:
    first, last = _day(days.first, language), _day(days.last, language)
    return _say("on" if first == last else "run", language, first=first, last=last)


def _day(day: date, language: str) -> str:
    return full_date(day, language)


def _span(promise: Promise, language: str) -> str:
    return f"{promise.amount} {unit_word(promise.amount, promise.unit, language)}"


def _say(sentence: str, language: str, **values: str) -> str:
    return _SENTENCES[sentence][language].format(**values)
