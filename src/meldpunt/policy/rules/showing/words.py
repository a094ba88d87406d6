"""Words for values, in both languages at once: a published version keeps all its texts."""

from collections.abc import Mapping
from typing import Final

from meldpunt.policy.terms import Currency, Matter, PromiseKind, Rest, Section, Severity, Size, Unit, WayKind

LANGUAGES: Final = ("nl", "en")

_UNITS: Final[Mapping[Unit, Mapping[str, tuple[str, str]]]] = {
    Unit.HOURS: {"nl": ("uur", "uur"), "en": ("hour", "hours")},
    Unit.WORKING_DAYS: {"nl": ("werkdag", "werkdagen"), "en": ("working day", "working days")},
    Unit.DAYS: {"nl": ("dag", "dagen"), "en": ("day", "days")},
    Unit.WEEKS: {"nl": ("week", "weken"), "en": ("week", "weeks")},
    Unit.MONTHS: {"nl": ("maand", "maanden"), "en": ("month", "months")},
}
MONEY: Final[Mapping[Currency, str]] = {Currency.EUR: "€", Currency.USD: "US$", Currency.GBP: "£"}
"""The sign before an amount; without one the code stands there."""
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
OR: Final = {"nl": "of", "en": "or"}
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
EVERYTHING: Final[Mapping[bool, Mapping[str, str]]] = {
    False: {
        "nl": "Dit beleid geldt voor al onze systemen.",
        "en": "This policy holds for all our systems.",
    },
    True: {
        "nl": "Dit beleid geldt voor al onze andere systemen.",
        "en": "This policy holds for all our other systems.",
    },
}
SEVERITIES: Final[Mapping[Severity, Mapping[str, str]]] = {
    Severity.LOW: {"nl": "Laag", "en": "Low"},
    Severity.MEDIUM: {"nl": "Gemiddeld", "en": "Medium"},
    Severity.HIGH: {"nl": "Hoog", "en": "High"},
    Severity.CRITICAL: {"nl": "Kritiek", "en": "Critical"},
}
SIZES: Final[Mapping[Size, Mapping[str, str]]] = {
    Size.SMALL: {"nl": "kleine omvang", "en": "small in size"},
    Size.LARGE: {"nl": "grote omvang", "en": "large in size"},
}

SECTIONS: Final[Mapping[Section, Mapping[str, str]]] = {
    Section.WELCOME: {"nl": "Welkom", "en": "Welcome"},
    Section.ELSEWHERE: {"nl": "Wat u ergens anders meldt", "en": "What you report elsewhere"},
    Section.SCOPE: {"nl": "Welke systemen", "en": "Which systems"},
    Section.EXCLUDED: {"nl": "Dit hoeft u niet te melden", "en": "What you need not report"},
    Section.WAYS_IN: {"nl": "Zo meldt u", "en": "Ways to report"},
    Section.ASK: {"nl": "Wat wij graag weten", "en": "What we would like to know"},
    Section.IDENTITY: {"nl": "Wie u bent", "en": "Who you are"},
    Section.RULES: {"nl": "Wat wij van u vragen", "en": "What we ask of you"},
    Section.PROMISES: {"nl": "Wanneer u van ons hoort", "en": "When you hear from us"},
    Section.PLEDGES: {"nl": "Waar wij voor staan", "en": "What we stand for"},
    Section.SAFE_HARBOUR: {"nl": "Juridische stappen", "en": "Legal steps"},
    Section.REWARD: {"nl": "Beloning", "en": "Reward"},
    Section.PUBLICATION: {"nl": "Naam en publicatie", "en": "Credit and publication"},
    Section.LAW: {"nl": "Wat de wet u vraagt", "en": "What the law asks of you"},
    Section.RETENTION: {"nl": "Hoe lang wij gegevens bewaren", "en": "How long we keep data"},
    Section.DOCUMENTS: {"nl": "Wat erbij hoort", "en": "What belongs to it"},
    Section.INFORMATION: {"nl": "Goed om te weten", "en": "Good to know"},
}

PROMISES: Final[Mapping[PromiseKind, Mapping[str, str]]] = {
    PromiseKind.RECEIPT: {"nl": "Ontvangstbevestiging", "en": "Confirmation of receipt"},
    PromiseKind.FIRST_ANSWER: {"nl": "Eerste antwoord", "en": "First answer"},
    PromiseKind.SILENCE: {"nl": "Bericht over de voortgang", "en": "Word of progress"},
    PromiseKind.SOLVED: {"nl": "Bericht dat het is opgelost", "en": "Word that it is solved"},
    PromiseKind.FIX: {"nl": "Oplossing", "en": "Fix"},
    PromiseKind.EXPECTED_FIX: {"nl": "Opgelost op de verwachte dag", "en": "Solved by the expected day"},
    PromiseKind.PUBLICATION: {"nl": "Publicatie", "en": "Publication"},
    PromiseKind.KEY: {"nl": "Sleutel sturen", "en": "Key sent"},
    PromiseKind.ERASURE: {"nl": "Gegevens wissen", "en": "Data erased"},
}
"""What each promise is called, wherever it is named: in lists, figures, journals."""


def unit_word(amount: int, unit: Unit, language: str) -> str:
    """Return the word for a unit after a number: `werkdag` after 1, `werkdagen` after 5."""
    one, many = _UNITS[unit][language]
    return one if amount == 1 else many
