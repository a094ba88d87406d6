"""Words for values, in both languages at once: a published version keeps all its texts."""

from collections.abc import Mapping
from typing import Final

from meldpunt.policy.terms import Matter, Rest, Severity, Size, Unit, WayKind

LANGUAGES: Final = ("nl", "en")

_UNITS: Final[Mapping[Unit, Mapping[str, tuple[str, str]]]] = {
    Unit.HOURS: {"nl": ("uur", "uur"), "en": ("hour", "hours")},
    Unit.WORKING_DAYS: {"nl": ("werkdag", "werkdagen"), "en": ("working day", "working days")},
    Unit.DAYS: {"nl": ("dag", "dagen"), "en": ("day", "days")},
    Unit.WEEKS: {"nl": ("week", "weken"), "en": ("week", "weeks")},
    Unit.MONTHS: {"nl": ("maand", "maanden"), "en": ("month", "months")},
}
MATTERS: Final[Mapping[Matter, Mapping[str, str]]] = {
    Matter.FRAUD: {"nl": "fraude", "en": "fraud"},
    Matter.PHISHING: {"nl": "phishing", "en": "phishing"},
    Matter.FAKE_MAIL: {"nl": "valse e-mails", "en": "fake mail"},
    Matter.COMPLAINT: {"nl": "klachten", "en": "complaints"},
    Matter.ABUSE: {"nl": "misbruik en overlast", "en": "abuse and nuisance"},
    Matter.QUESTION: {"nl": "vragen", "en": "questions"},
    Matter.OUTAGE: {"nl": "storingen", "en": "outages"},
}
WAYS: Final[Mapping[WayKind, Mapping[str, str]]] = {
    WayKind.MAIL: {"nl": "Per e-mail: {address}.", "en": "By mail: {address}."},
    WayKind.FORM: {"nl": "Met het formulier op deze website.", "en": "With the form on this website."},
    WayKind.PLATFORM: {"nl": "Via {name}: {address}.", "en": "Through {name}: {address}."},
    WayKind.PHONE: {"nl": "Per telefoon: {address}.", "en": "By phone: {address}."},
}
PREFERRED: Final = {"nl": " Dit heeft onze voorkeur.", "en": " We prefer this."}
RESTS: Final[Mapping[Rest, Mapping[str, str]]] = {
    Rest.INSIDE: {
        "nl": "Dit beleid geldt ook voor onze andere systemen.",
        "en": "This policy also holds for our other systems.",
    },
    Rest.OUTSIDE: {
        "nl": "Voor andere systemen geldt dit beleid niet.",
        "en": "This policy does not hold for other systems.",
    },
    Rest.ASK_FIRST: {
        "nl": "Gaat het om een ander systeem? Vraag het ons dan eerst.",
        "en": "Is it another system? Then ask us first.",
    },
}
SEVERITIES: Final[Mapping[Severity, Mapping[str, str]]] = {
    Severity.LOW: {"nl": "Laag", "en": "Low"},
    Severity.MEDIUM: {"nl": "Gemiddeld", "en": "Medium"},
    Severity.HIGH: {"nl": "Hoog", "en": "High"},
    Severity.CRITICAL: {"nl": "Kritiek", "en": "Critical"},
}
SIZES: Final[Mapping[Size, Mapping[str, str]]] = {
    Size.SMALL: {"nl": "kleine omvang", "en": "small"},
    Size.LARGE: {"nl": "grote omvang", "en": "large"},
}


def unit_word(amount: int, unit: Unit, language: str) -> str:
    """Return the word for a unit after a number: `werkdag` after 1, `werkdagen` after 5."""
    one, many = _UNITS[unit][language]
    return one if amount == 1 else many
