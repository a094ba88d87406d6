"""Rules for the finder: means that may not be used.

Kept apart on purpose, because policies mean different things by them: tools for attacking as such; systems of third parties
that are reached through ours; applications of others used to get in; tests that make use of applications of others; any use of
them at all.
"""

from typing import Final

from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.terms import ClauseKind

_rule = of_kind(ClauseKind.RULE)

METHODS: Final = (
    _rule(
        "no_denial_of_service",
        "Do not attack or overload a service so that others cannot use it (DoS or DDoS), and do not try to.",
        "Voer geen aanval uit waardoor een dienst het niet meer doet (DoS of DDoS). Probeer dat ook niet.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_disturbance",
        "Use no method that makes our services worse.",
        "Gebruik geen methode waardoor onze diensten slechter werken.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "no_spam",
        "Send no spam.",
        "Verstuur geen spam.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_unasked_messages",
        "Use no method that leads to spam, or to forms or messages that nobody asked for.",
        "Gebruik geen methode die leidt tot spam, of tot formulieren of berichten waar niemand om vroeg.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "no_malware",
        "Do not place, send, link to, keep or use malicious software.",
        "Plaats, verstuur, bewaar of gebruik geen schadelijke software, en verwijs er niet naar.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_brute_force",
        "Do not guess passwords or codes by trying many (brute force).",
        "Raad geen wachtwoorden of codes door er veel te proberen (brute force).",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_hacking_tools",
        "Do not use tools made for breaking in, such as programs that guess passwords.",
        "Gebruik geen programma's die gemaakt zijn om in te breken, zoals programma's die wachtwoorden raden.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "no_social_engineering",
        "Do not deceive or pressure people to get information or access (social engineering).",
        "Misleid geen mensen en zet ze niet onder druk om informatie of toegang te krijgen (social engineering).",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_physical_attack",
        "Do not attack doors, locks or other physical security.",
        "Val geen deuren, sloten of andere fysieke beveiliging aan.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_third_party_through_us",
        "Do not use our systems to examine websites, applications or systems of others, and do not try to.",
        "Gebruik onze systemen niet om websites, toepassingen of systemen van anderen te onderzoeken. Probeer dat ook niet.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "no_foreign_apps_for_access",
        "Do not use applications of others to get into our systems.",
        "Gebruik geen toepassingen van anderen om in onze systemen te komen.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "no_tests_with_foreign_apps",
        "Do no tests that make use of applications of others.",
        "Doe geen tests die gebruikmaken van toepassingen van anderen.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_foreign_apps",
        "Make no use of applications of others.",
        "Maak geen gebruik van toepassingen van anderen.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_third_party_systems",
        "Leave systems of other organisations alone, also when we use them. Report a weakness there to them.",
        "Blijf van systemen van andere organisaties af, ook als wij die gebruiken. Meld een zwakke plek daar bij hen.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_heavy_scanning",
        "Do not run large or heavy automatic scans.",
        "Voer geen grote of zware automatische scans uit.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "scan_at_most",
        "When you scan automatically, send at most {amount} requests per second.",
        "Scant u automatisch? Stuur dan niet meer dan {amount} verzoeken per seconde.",
        "meldpunt",
        by.AGREEMENT,
        "amount",
    ),
)
