"""Questions that more than one form asks."""

from dataclasses import replace
from typing import Final

from meldpunt.obligations.terms.law import Choice, Field, FieldKind, Need, Words

YES_NO_UNKNOWN: Final = (
    Choice("yes", Words("ja", "yes")),
    Choice("no", Words("nee", "no")),
    Choice("unknown", Words("nog niet bekend", "not yet known")),
)
SENSITIVITY: Final = (
    Choice("open", Words("mag openbaar worden", "may become public")),
    Choice("limited", Words("alleen voor wie het nodig heeft", "only for those who need it")),
    Choice("strict", Words("alleen voor de ontvanger", "only for the recipient")),
)

ORGANISATION: Final = Field(
    "organisation",
    Words("Organisatie", "Organisation"),
    Words("Naam en inschrijvingsnummer (KvK, KBO).", "Name and registration number."),
    check=True,
)
CONTACT_NAME: Final = Field(
    "contact_name",
    Words("Contactpersoon", "Contact person"),
    Words("Naam en functie van wie de vragen beantwoordt.", "Name and role of the person who answers questions."),
    check=True,
)
CONTACT_REACH: Final = Field(
    "contact_reach",
    Words("Bereikbaar op", "Can be reached at"),
    Words(
        "Telefoonnummer en e-mailadres, ook buiten kantooruren.",
        "Telephone number and mail address, outside office hours too.",
    ),
    check=True,
)
AWARE_AT: Final = Field(
    "aware_at",
    Words("Wanneer wist u het", "When you became aware"),
    Words("Datum en tijd waarop vaststond dat het zo is.", "Date and time at which it was established."),
    FieldKind.MOMENT,
    check=True,
)
DELAY_REASONS: Final = Field(
    "delay_reasons",
    Words("Waarom later", "Reasons for the delay"),
    Words(
        "Waarom deze melding na de termijn komt. Alleen nodig als de termijn voorbij is.",
        "Why this notification comes after its end. Needed only when that has passed.",
    ),
    need=Need.IF_LATE,
)
SENDER: Final = (ORGANISATION, CONTACT_NAME, CONTACT_REACH, AWARE_AT)
"""Who notifies, and since when they know: every authority's form asks it, hardly any law says it in words."""

MEMBER_STATES: Final = Field(
    "member_states",
    Words("Lidstaten", "Member states"),
    Words(
        "De lidstaten waarvan u weet dat het product daar te krijgen is.",
        "The member states in which you know the product has been made available.",
    ),
    need=Need.IF_KNOWN,
)
MEASURES_TAKEN: Final = Field(
    "measures_taken",
    Words("Genomen maatregelen", "Measures taken"),
    Words(
        "Wat al is gedaan om het te verhelpen of te beperken.", "What was already done to correct or to mitigate it."
    ),
)
USER_MEASURES: Final = Field(
    "user_measures",
    Words("Maatregelen voor gebruikers", "Measures users can take"),
    Words("Wat gebruikers zelf kunnen doen, en hoe.", "What users can do themselves, and how."),
)
SENSITIVE: Final = Field(
    "sensitive",
    Words("Hoe gevoelig", "How sensitive"),
    Words("Hoe gevoelig u deze informatie vindt.", "How sensitive you consider this information to be."),
    FieldKind.CHOICE,
    Need.IF_KNOWN,
    choices=SENSITIVITY,
)
MALICIOUS: Final = Field(
    "malicious",
    Words("Opzet", "Malicious act"),
    Words(
        "Is het vermoedelijk onrechtmatig of met kwade opzet veroorzaakt?",
        "Is it suspected of being caused by unlawful or malicious acts?",
    ),
    FieldKind.CHOICE,
    choices=YES_NO_UNKNOWN,
)
INCIDENT: Final = Field(
    "incident",
    Words("Het incident", "The incident"),
    Words("Wat er is gebeurd, hoe ernstig het is en wat de gevolgen zijn.", "What happened, its severity and impact."),
)
CAUSE: Final = Field(
    "cause",
    Words("Oorzaak", "Cause"),
    Words(
        "Het soort dreiging of de oorzaak die het incident waarschijnlijk heeft veroorzaakt.",
        "The type of threat or root cause that is likely to have triggered the incident.",
    ),
)
MITIGATION: Final = Field(
    "mitigation",
    Words("Maatregelen", "Mitigation measures"),
    Words(
        "De maatregelen die zijn genomen en die nog lopen.", "The mitigation measures that were applied or are ongoing."
    ),
)


def asked_in(article: str, *fields: Field) -> tuple[Field, ...]:
    """Return the same questions, as asked by this article."""
    return tuple(replace(each, article=article) for each in fields)
