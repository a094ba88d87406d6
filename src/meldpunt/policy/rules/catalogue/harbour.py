"""Legal steps: what the organisation promises, what it announces, and what it cannot promise for others."""

from typing import Final

from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.terms import ClauseKind

_harbour = of_kind(ClauseKind.SAFE_HARBOUR)

HARBOUR: Final = (
    _harbour(
        "no_legal_steps",
        "If you keep to the rules on this page, we take no legal steps against you because of your report.",
        "Houdt u zich aan de regels op deze pagina? Dan nemen wij vanwege uw melding geen juridische stappen tegen u.",
        "sample_text",
        by.REVIEW_CONDUCT,
    ),
    _harbour(
        "legal_restraint",
        "If you keep to the rules on this page, we are reluctant to take legal steps or go to the police. "
        "We prefer a solution that is good for everybody.",
        "Houdt u zich aan de regels op deze pagina? Dan zijn wij terughoudend met juridische stappen en met aangifte. "
        "Wij zoeken liever een oplossing die voor iedereen goed is.",
        "practice",
        by.REVIEW_CONDUCT,
    ),
    _harbour(
        "binds_us_only",
        "This promise binds us. It does not bind the public prosecutor, who decides independently.",
        "Deze toezegging geldt voor ons. Die geldt niet voor het Openbaar Ministerie: dat beslist zelf.",
        "ncsc_guideline",
        by.POLICY_PAGE,
    ),
    _harbour(
        "misuse_goes_to_police",
        "If you misuse a weakness, we report it to the police. What we call misuse stands below.",
        "Misbruikt u een zwakke plek? Dan doen wij aangifte. Wat wij misbruik noemen, staat hieronder.",
        "practice",
        by.REVIEW_CONDUCT,
    ),
    _harbour(
        "misuse_taking_more",
        "Misuse is: looking at or downloading more data than needed.",
        "Misbruik is: meer gegevens bekijken of downloaden dan nodig is.",
        "practice",
        by.REVIEW_CONDUCT,
    ),
    _harbour(
        "misuse_changing_more",
        "Misuse is: changing or deleting more data than needed.",
        "Misbruik is: meer gegevens veranderen of verwijderen dan nodig is.",
        "practice",
        by.REVIEW_CONDUCT,
    ),
    _harbour(
        "misuse_passing_on",
        "Misuse is: passing data or access on to others.",
        "Misbruik is: gegevens of toegang doorgeven aan anderen.",
        "practice",
        by.REVIEW_CONDUCT,
    ),
    _harbour(
        "misuse_demanding",
        "Misuse is: demanding money or anything else for keeping silent.",
        "Misbruik is: geld of iets anders eisen om te zwijgen.",
        "practice",
        by.HOLD,
    ),
)
MISUSE: Final = frozenset(clause.id for clause in HARBOUR if clause.id.startswith("misuse_")) - {
    "misuse_goes_to_police"
}
