"""The catalogue of clauses, and the version every organisation starts with.

A published version keeps its texts, so a better wording here changes no version that was shown to a finder.
"""

from meldpunt.policy.terms import (
    Clause,
    ContactMode,
    IdentityMode,
    PolicyTerms,
    Promise,
    PromiseKind,
    Unit,
)


def _clause(name: str, en: str, nl: str) -> Clause:
    return Clause(name, {"en": en, "nl": nl})


RULES = (
    _clause(
        "tell_only_us",
        "Tell only us until it is solved. Do not share it with others before that.",
        "Vertel het alleen aan ons totdat het is opgelost. Deel het niet eerder met anderen.",
    ),
    _clause(
        "no_more_than_needed",
        "Look at no more than you need to show the problem. Do not copy, change or delete data. "
        "A list of file names is fine.",
        "Bekijk niet meer dan nodig is om het probleem te laten zien. Kopieer, verander of verwijder geen gegevens. "
        "Een lijst met bestandsnamen mag.",
    ),
    _clause(
        "own_accounts",
        "Use your own accounts, or accounts of people who agreed to it.",
        "Gebruik uw eigen accounts, of accounts van mensen die dat goed vinden.",
    ),
    _clause(
        "no_way_back",
        "Leave nothing behind to get in again, and do not go in more often than needed.",
        "Laat niets achter om opnieuw binnen te komen en ga niet vaker naar binnen dan nodig is.",
    ),
    _clause(
        "no_shared_access",
        "Do not give your access to anybody else.",
        "Geef uw toegang niet aan anderen.",
    ),
    _clause(
        "no_harm",
        "Use no attacks that stop a service, no spam, no malware, no guessing of passwords by the thousand.",
        "Gebruik geen aanvallen die een dienst stilleggen, geen spam, geen schadelijke software, "
        "en raad geen wachtwoorden met duizenden tegelijk.",
    ),
    _clause(
        "no_people_no_doors",
        "Do not deceive people, do not enter buildings, and leave the systems of other organisations alone.",
        "Misleid geen mensen, ga geen gebouwen binnen en blijf van systemen van andere organisaties af.",
    ),
    _clause(
        "no_heavy_scanning",
        "Do not run heavy automatic scans.",
        "Voer geen zware automatische scans uit.",
    ),
    _clause(
        "erase_what_you_have",
        "Delete what you obtained as soon as the problem is solved.",
        "Verwijder wat u hebt verkregen zodra het probleem is opgelost.",
    ),
    _clause(
        "no_demands",
        "Do not ask money for keeping silent.",
        "Vraag geen geld om te zwijgen.",
    ),
)

PLEDGES = (
    _clause(
        "confidential",
        "We treat your report confidentially. We share your details with nobody unless you agree or the law requires it.",
        "Wij behandelen uw melding vertrouwelijk. Wij delen uw gegevens met niemand, "
        "behalve als u dat goed vindt of als de wet dat eist.",
    ),
    _clause(
        "looked_into",
        "A person looks into every report.",
        "Een mens bekijkt elke melding.",
    ),
    _clause(
        "kept_informed",
        "We keep you informed, and tell you when it is solved.",
        "Wij houden u op de hoogte en laten u weten wanneer het is opgelost.",
    ),
    _clause(
        "no_legal_steps",
        "If you keep to the rules, we take no legal steps against you because of your report.",
        "Houdt u zich aan de regels? Dan nemen wij geen juridische stappen tegen u vanwege uw melding.",
    ),
    _clause(
        "name_with_consent",
        "We only name you as the finder if you want that.",
        "Wij noemen u alleen als ontdekker als u dat wilt.",
    ),
)

FIRST_TERMS = PolicyTerms(
    rules=RULES,
    pledges=PLEDGES,
    promises=(
        Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS),
        Promise(PromiseKind.SILENCE, 30, Unit.DAYS),
    ),
    page_days=180,
    identity_modes=tuple(IdentityMode),
    contact_modes=tuple(ContactMode),
)
