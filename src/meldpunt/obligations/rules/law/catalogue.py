"""All stages that are known, and what laws and facts are called."""

from collections.abc import Mapping
from typing import Final

from meldpunt.obligations.rules.law import cra, gdpr, nis2
from meldpunt.obligations.terms.law import Doubt, FactKind, Law, Stage, Words

STAGES: Final[tuple[Stage, ...]] = (*gdpr.STAGES, *cra.STAGES, *nis2.STAGES)

_TRUST: Final = Words(" (verlener van vertrouwensdiensten)", " (provider of trust services)")
_NIS2: Final = Words("NIS2, Richtlijn (EU) 2022/2555", "NIS2, Directive (EU) 2022/2555")
_CBW: Final = Words("Cyberbeveiligingswet", "Cyberbeveiligingswet (Netherlands)")
_BE: Final = Words("NIS2-wet van 26 april 2024 (België)", "NIS2 law of 26 April 2024 (Belgium)")
LAWS: Final[Mapping[Law, Words]] = {
    Law.GDPR: Words("AVG, Verordening (EU) 2016/679", "GDPR, Regulation (EU) 2016/679"),
    Law.CRA: Words(
        "Verordening cyberweerbaarheid (CRA), (EU) 2024/2847", "Cyber Resilience Act, Regulation (EU) 2024/2847"
    ),
    Law.NIS2: _NIS2,
    Law.NIS2_TRUST: Words(_NIS2.nl + _TRUST.nl, _NIS2.en + _TRUST.en),
    Law.CBW: _CBW,
    Law.CBW_TRUST: Words(_CBW.nl + _TRUST.nl, _CBW.en + _TRUST.en),
    Law.NIS2_BE: _BE,
    Law.NIS2_BE_TRUST: Words(_BE.nl + _TRUST.nl, _BE.en + _TRUST.en),
}
FACTS: Final[Mapping[FactKind, Words]] = {
    FactKind.BREACH: Words("Wij weten dat er persoonsgegevens zijn gelekt", "We know that personal data was breached"),
    FactKind.BREACH_AS_PROCESSOR: Words(
        "Wij weten dat er gegevens zijn gelekt die wij voor een ander verwerken",
        "We know that data was breached which we process for another",
    ),
    FactKind.BREACH_HIGH_RISK: Words(
        "Het lek is waarschijnlijk een hoog risico voor de mensen om wie het gaat",
        "The breach is likely to be a high risk for the people concerned",
    ),
    FactKind.BREACH_INCOMPLETE: Words(
        "Wij hebben het lek gemeld, maar nog niet alles", "We notified the breach, but not everything yet"
    ),
    FactKind.BREACH_NO_RISK: Words(
        "Het is onwaarschijnlijk dat het lek een risico is voor mensen",
        "The breach is unlikely to be a risk for people",
    ),
    FactKind.EXPLOITED: Words(
        "Wij hebben betrouwbaar bewijs dat de kwetsbaarheid wordt misbruikt",
        "We have reliable evidence that the vulnerability is actively exploited",
    ),
    FactKind.FIX_AVAILABLE: Words(
        "Er is een update of andere maatregel beschikbaar", "An update or other corrective measure is available"
    ),
    FactKind.SEVERE_INCIDENT: Words(
        "Er is een ernstig incident met gevolgen voor de veiligheid van het product",
        "There is a severe incident with an impact on the security of the product",
    ),
    FactKind.SIGNIFICANT_INCIDENT: Words(
        "Er is een significant incident in onze dienst", "There is a significant incident in our service"
    ),
    FactKind.INCIDENT_ONGOING: Words(
        "Het incident loopt nog als het eindverslag moet komen", "The incident goes on when the final report is due"
    ),
    FactKind.INCIDENT_HANDLED: Words("Het incident is afgehandeld", "The incident was handled"),
    FactKind.CRA_REPORT_ASKED: Words(
        "Het CSIRT vroeg om een tussentijds verslag over het product",
        "The CSIRT asked for an intermediate report on the product",
    ),
    FactKind.NIS2_REPORT_ASKED: Words(
        "Het CSIRT of de autoriteit vroeg om een tussentijds verslag over het incident",
        "The CSIRT or the authority asked for an intermediate report on the incident",
    ),
}
IMPLYING: Final[Mapping[FactKind, FactKind]] = {FactKind.BREACH_HIGH_RISK: FactKind.BREACH}
"""Facts that nobody can know without another one: who knows of a high risk knows of the breach (GDPR, art. 34(1))."""
DOUBTS: Final[Mapping[Doubt, Words]] = {
    Doubt.ARTICLE: Words("het nummer van het artikel", "the number of the article"),
    Doubt.IN_FORCE: Words("vanaf wanneer het geldt", "from when it is in force"),
    Doubt.TERM: Words("de termijn", "the term"),
    Doubt.RECIPIENT: Words("aan wie u het meldt", "to whom it goes"),
}
TO_BE_CHECKED: Final = Words("nog te controleren", "to be checked")
