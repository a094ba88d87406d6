"""GDPR, Regulation (EU) 2016/679, articles 33 and 34: breaches of personal data."""

from dataclasses import replace
from datetime import date
from typing import Final

from meldpunt.obligations.rules.law.fields import DELAY_REASONS, SENDER, asked_in
from meldpunt.obligations.terms.law import Counting, FactKind, Field, FieldKind, Law, Need, Stage, Words
from meldpunt.policy.terms import Span, Unit

AUTHORITY: Final = Words(
    "de toezichthouder op persoonsgegevens (Nederland: Autoriteit Persoonsgegevens; België: Gegevensbeschermingsautoriteit)",
    "the data protection authority (Netherlands: Autoriteit Persoonsgegevens; Belgium: Data Protection Authority)",
)

_NATURE: Final = Field(
    "breach_nature",
    Words("Aard van de inbreuk", "Nature of the breach"),
    Words(
        "Wat is er gebeurd: gelezen, gekopieerd, gewijzigd, verloren? Hoe en waar?",
        "What happened: read, copied, changed, lost? How and where?",
    ),
    article="art. 33(3)(a)",
)
_PEOPLE: Final = (
    Field(
        "people_kinds",
        Words("Welke mensen", "Which people"),
        Words("Soorten betrokkenen: klanten, patiënten, medewerkers, kinderen.", "Categories of data subjects."),
        need=Need.IF_KNOWN,
        article="art. 33(3)(a)",
    ),
    Field(
        "people_number",
        Words("Hoeveel mensen", "How many people"),
        Words("Ongeveer. Laat leeg als u het nog niet weet.", "Approximately. Leave empty if not yet known."),
        FieldKind.NUMBER,
        Need.IF_KNOWN,
        "art. 33(3)(a)",
    ),
    Field(
        "record_kinds",
        Words("Welke gegevens", "Which records"),
        Words(
            "Soorten gegevens, ook bijzondere zoals gezondheid.",
            "Categories of records, special ones such as health too.",
        ),
        need=Need.IF_KNOWN,
        article="art. 33(3)(a)",
    ),
    Field(
        "record_number",
        Words("Hoeveel gegevens", "How many records"),
        Words("Aantal records, ongeveer.", "Number of records, approximately."),
        FieldKind.NUMBER,
        Need.IF_KNOWN,
        "art. 33(3)(a)",
    ),
)
_ABOUT: Final = (
    Field(
        "privacy_contact",
        Words("Contact voor privacy", "Privacy contact"),
        Words(
            "Naam en gegevens van de functionaris gegevensbescherming, of van een ander contactpunt.",
            "Name and contact details of the data protection officer or another contact point.",
        ),
        article="art. 33(3)(b)",
    ),
    Field(
        "consequences",
        Words("Gevolgen", "Consequences"),
        Words(
            "De waarschijnlijke gevolgen voor de mensen om wie het gaat.",
            "The likely consequences for the people concerned.",
        ),
        article="art. 33(3)(c)",
    ),
    Field(
        "breach_measures",
        Words("Maatregelen", "Measures"),
        Words(
            "Wat u hebt gedaan of gaat doen, ook om nadelige gevolgen te beperken.",
            "What you did or propose to do, also to mitigate adverse effects.",
        ),
        article="art. 33(3)(d)",
    ),
)
_TOLD: Final = tuple(replace(each, article="art. 34(2)") for each in (_NATURE, *_ABOUT))

_NOTIFICATION: Final = Stage(
    id="gdpr-notification",
    law=Law.GDPR,
    article="art. 33(1)",
    title=Words("Datalek melden bij de toezichthouder", "Notify the authority of the breach"),
    to=AUTHORITY,
    seen=date(2026, 11, 22),
    in_force=date(2018, 5, 25),
    link="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    event=FactKind.BREACH,
    term=Span(72, Unit.HOURS),
    fields=(*SENDER, _NATURE, *_PEOPLE, *_ABOUT, *asked_in("art. 33(1)", DELAY_REASONS)),
    unless=FactKind.BREACH_NO_RISK,
    despite=FactKind.BREACH_HIGH_RISK,
    counting=Counting.EU,
)
STAGES: Final = (
    _NOTIFICATION,
    replace(
        _NOTIFICATION,
        id="gdpr-completion",
        article="art. 33(4)",
        title=Words("Melding aanvullen", "Complete the notification"),
        term=None,
        fields=(_NATURE, *_PEOPLE, *_ABOUT),
        runs_from=FactKind.BREACH_INCOMPLETE,
    ),
    replace(
        _NOTIFICATION,
        id="gdpr-people",
        article="art. 34(1)",
        title=Words("De betrokken mensen informeren", "Tell the people concerned"),
        to=Words("de mensen om wie het gaat", "the people concerned"),
        event=FactKind.BREACH_HIGH_RISK,
        unless=None,
        despite=None,
        term=None,
        fields=_TOLD,
    ),
    replace(
        _NOTIFICATION,
        id="gdpr-controller",
        article="art. 33(2)",
        title=Words("De verwerkingsverantwoordelijke informeren", "Notify the controller"),
        to=Words("de organisatie voor wie u de gegevens verwerkt", "the organisation for which you process the data"),
        event=FactKind.BREACH_AS_PROCESSOR,
        unless=None,
        despite=None,
        term=None,
        fields=(*SENDER, replace(_NATURE, article="", check=True)),
    ),
)
