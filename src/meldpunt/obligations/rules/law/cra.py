"""Cyber Resilience Act, Regulation (EU) 2024/2847, article 14: manufacturers of products with digital elements.

It applies from 11 September 2026 (art. 71(2)), also to products that were placed on the market before (art. 69(3)).
"""

from dataclasses import replace
from datetime import date
from typing import Final

from meldpunt.obligations.rules.law import fields as asked
from meldpunt.obligations.rules.law.fields import SENDER, asked_in
from meldpunt.obligations.terms.law import Counting, Doubt, FactKind, Field, Law, Need, Stage, Words
from meldpunt.policy.terms import Span, Unit

PLATFORM: Final = Words(
    "het CSIRT dat coördineert in de lidstaat van uw hoofdvestiging, en ENISA, via het centrale meldplatform",
    "the CSIRT designated as coordinator in the member state of your main establishment, and ENISA, via the single reporting platform",
)
USERS: Final = Words("de gebruikers van het product", "the users of the product")

_PRODUCT: Final = Field(
    "product",
    Words("Product", "Product"),
    Words("Naam, soort en versies van het product.", "Name, kind and versions of the product."),
)
_EXPLOIT: Final = Field(
    "exploit",
    Words("Misbruik", "Exploit"),
    Words("Hoe de kwetsbaarheid in het algemeen wordt misbruikt.", "The general nature of the exploit."),
)
_FLAW: Final = Field(
    "flaw",
    Words("Kwetsbaarheid", "Vulnerability"),
    Words(
        "Wat het voor kwetsbaarheid is; in het eindverslag ook hoe ernstig en met welke gevolgen.",
        "Its general nature; in the final report its severity and impact as well.",
    ),
)
_ACTOR: Final = Field(
    "actor",
    Words("Wie misbruik maakt", "Who exploits it"),
    Words("Wat bekend is over wie er misbruik van maakt.", "What is known of any malicious actor that exploits it."),
    need=Need.IF_KNOWN,
)
_UPDATE: Final = Field(
    "update",
    Words("Beveiligingsupdate", "Security update"),
    Words(
        "De update of andere maatregel die er nu is.", "The update or other corrective measure that is now available."
    ),
)
_FIRST_LOOK: Final = Field(
    "first_look",
    Words("Eerste beoordeling", "Initial assessment"),
    Words("Uw eerste oordeel over het incident.", "Your initial assessment of the incident."),
)
_ADVICE: Final = (asked.MEASURES_TAKEN, asked.USER_MEASURES, asked.SENSITIVE)

_WARNING: Final = Stage(
    id="cra-exploited-warning",
    law=Law.CRA,
    article="art. 14(2)(a)",
    title=Words("Misbruikte kwetsbaarheid: vroege waarschuwing", "Exploited vulnerability: early warning"),
    to=PLATFORM,
    seen=date(2026, 11, 22),
    in_force=date(2026, 9, 11),
    link="https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
    event=FactKind.EXPLOITED,
    term=Span(24, Unit.HOURS),
    fields=(*SENDER, replace(_PRODUCT, check=True), *asked_in("art. 14(2)(a)", asked.MEMBER_STATES)),
    counting=Counting.EU,
)
_EXPLOITED: Final = (
    _WARNING,
    replace(
        _WARNING,
        id="cra-exploited-notification",
        article="art. 14(2)(b)",
        title=Words("Misbruikte kwetsbaarheid: melding", "Exploited vulnerability: notification"),
        term=Span(72, Unit.HOURS),
        fields=(*SENDER, *asked_in("art. 14(2)(b)", _PRODUCT, _EXPLOIT, _FLAW, *_ADVICE)),
    ),
    replace(
        _WARNING,
        id="cra-exploited-final",
        article="art. 14(2)(c)",
        title=Words("Misbruikte kwetsbaarheid: eindverslag", "Exploited vulnerability: final report"),
        term=Span(14, Unit.DAYS),
        runs_from=FactKind.FIX_AVAILABLE,
        doubts=(Doubt.TERM,),  # from which moment, where the fix was there before we knew
        fields=(*SENDER, *asked_in("art. 14(2)(c)", _FLAW, _ACTOR, _UPDATE)),
    ),
    replace(
        _WARNING,
        id="cra-exploited-users",
        article="art. 14(8)",
        title=Words("Misbruikte kwetsbaarheid: gebruikers informeren", "Exploited vulnerability: inform users"),
        to=USERS,
        term=None,
        fields=asked_in("art. 14(8)", _FLAW, asked.USER_MEASURES),
    ),
)
_INCIDENT_WARNING: Final = replace(
    _WARNING,
    id="cra-incident-warning",
    article="art. 14(4)(a)",
    title=Words("Ernstig incident: vroege waarschuwing", "Severe incident: early warning"),
    event=FactKind.SEVERE_INCIDENT,
    fields=(
        *SENDER,
        replace(_PRODUCT, check=True),
        *asked_in("art. 14(4)(a)", asked.MALICIOUS, asked.MEMBER_STATES),
    ),
)
_INCIDENT: Final = (
    _INCIDENT_WARNING,
    replace(
        _INCIDENT_WARNING,
        id="cra-incident-notification",
        article="art. 14(4)(b)",
        title=Words("Ernstig incident: melding", "Severe incident: notification"),
        term=Span(72, Unit.HOURS),
        fields=(*SENDER, *asked_in("art. 14(4)(b)", asked.INCIDENT, _FIRST_LOOK, *_ADVICE)),
    ),
    replace(
        _INCIDENT_WARNING,
        id="cra-incident-final",
        article="art. 14(4)(c)",
        title=Words("Ernstig incident: eindverslag", "Severe incident: final report"),
        term=Span(1, Unit.MONTHS),
        after="cra-incident-notification",
        fields=(*SENDER, *asked_in("art. 14(4)(c)", asked.INCIDENT, asked.CAUSE, asked.MITIGATION)),
    ),
    replace(
        _INCIDENT_WARNING,
        id="cra-incident-users",
        article="art. 14(8)",
        title=Words("Ernstig incident: gebruikers informeren", "Severe incident: inform users"),
        to=USERS,
        term=None,
        fields=asked_in("art. 14(8)", asked.INCIDENT, asked.USER_MEASURES),
    ),
)
_ASKED: Final = replace(
    _WARNING,
    id="cra-asked",
    article="art. 14(6)",
    title=Words("Tussentijds verslag waar het CSIRT om vroeg", "Intermediate report that the CSIRT asked for"),
    event=FactKind.CRA_REPORT_ASKED,
    term=None,
    fields=(*SENDER, *asked_in("art. 14(6)", asked.MITIGATION)),
)
STAGES: Final = (*_EXPLOITED, *_INCIDENT, _ASKED)
