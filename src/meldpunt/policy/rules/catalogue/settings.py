"""Clauses that follow from a setting: who a finder may be, ways in, reward, credit, publication, law, and who publishes."""

from typing import Final

from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.terms import ClauseKind

_term = of_kind(ClauseKind.TERM)

FINDER: Final = (
    _term(
        "may_be_anonymous",
        "You may stay anonymous.",
        "U mag anoniem blijven.",
        "ncsc_guideline",
        by.IDENTITY,
    ),
    _term(
        "may_use_pseudonym",
        "You may use a pseudonym: a name that is not your own.",
        "U mag een schuilnaam gebruiken in plaats van uw eigen naam.",
        "sample_text",
        by.IDENTITY,
    ),
    _term(
        "contact_required",
        "We need an address or number at which we can reach you.",
        "Wij hebben een adres of nummer nodig waarop wij u kunnen bereiken.",
        "practice",
        by.CONTACT,
    ),
    _term(
        "contact_optional",
        "You choose whether you tell us how to reach you.",
        "U kiest zelf of u ons vertelt hoe wij u kunnen bereiken.",
        "practice",
        by.CONTACT,
    ),
    _term(
        "key_on_request",
        "We send you our key when you ask for it.",
        "Wij sturen u onze sleutel als u erom vraagt.",
        "practice",
        by.KEY_BY_HAND,
    ),
    _term(
        "key_published",
        "Our key stands on the key page.",
        "Onze sleutel staat op de sleutelpagina.",
        "sample_text",
        by.KEY_PAGE,
    ),
)

RECOGNITION: Final = (
    _term(
        "reward_offered",
        "As a thank-you we offer a reward. How much depends on how serious and how large the problem is.",
        "Als dank bieden wij een beloning. Hoeveel hangt af van hoe ernstig en hoe groot het probleem is.",
        "sample_text",
        by.OFFER_REWARD,
    ),
    _term(
        "reward_first_only",
        "Only the first to report a problem gets the reward.",
        "Alleen wie een probleem als eerste meldt, krijgt de beloning.",
        "practice",
        by.OFFER_REWARD,
    ),
    _term(
        "reward_unknown_only",
        "There is no reward for a problem that we knew already.",
        "Er is geen beloning voor een probleem dat wij al kenden.",
        "sample_text",
        by.OFFER_REWARD,
    ),
    _term(
        "credit_with_consent",
        "If there is news about the problem, we name you as the finder if you agree, "
        "and otherwise not. You can withdraw that.",
        "Komt er een bericht over het probleem? Dan noemen wij u als ontdekker als u dat goed vindt, en anders niet. "
        "U kunt dat ook weer intrekken.",
        "sample_text",
        by.CONSENT_TO_CREDIT,
    ),
    _term(
        "hall_of_fame",
        "If you want, your name comes on our page of thanks.",
        "Als u dat wilt, komt uw naam op onze bedankpagina.",
        "practice",
        by.HALL_OF_FAME,
    ),
)

PUBLICATION: Final = (
    _term(
        "embargo",
        "We propose that you and we stay silent until {amount} {unit} after your report, or until it is solved "
        "if that is earlier. You can propose something else.",
        "Wij stellen voor dat u en wij zwijgen tot {amount} {unit} na uw melding, of tot het is opgelost "
        "als dat eerder is. U kunt iets anders voorstellen.",
        "cert_guide",
        by.PROPOSE_EMBARGO,
        "amount",
        "unit",
    ),
    _term(
        "publication_together",
        "You and we decide together whether, when and how something is published.",
        "U en wij beslissen samen of, wanneer en hoe er iets wordt gepubliceerd.",
        "ncsc_guideline",
        by.AGREE_PUBLICATION,
    ),
    _term(
        "publication_by_us",
        "We take the first step to a publication. Please do not take it yourself without talking to us.",
        "Wij nemen de eerste stap naar een publicatie. Doe dat niet zelf zonder overleg met ons.",
        "practice",
        by.AGREE_PUBLICATION,
    ),
    _term(
        "publication_after_fix",
        "When it is solved, you may publish about it.",
        "Is het opgelost? Dan mag u erover publiceren.",
        "sample_text",
        by.AGREE_PUBLICATION,
    ),
    _term(
        "want_to_be_involved",
        "We would like to be involved in a publication, after it is solved.",
        "Wij willen graag betrokken zijn bij een publicatie, nadat het is opgelost.",
        "sample_text",
        by.AGREE_PUBLICATION,
    ),
)

LAW: Final = (
    _term(
        "own_early_notice",
        "The law may ask you yourself to send a first notice to {authority} within {amount} {unit}.",
        "De wet vraagt misschien dat u zelf binnen {amount} {unit} een eerste bericht stuurt aan {authority}.",
        "be_law_2024",
        by.POLICY_PAGE,
        "amount",
        "unit",
        "authority",
    ),
    _term(
        "own_full_notice",
        "The law may ask you yourself to send a full report to {authority} within {amount} {unit}.",
        "De wet vraagt misschien dat u zelf binnen {amount} {unit} een volledige melding doet bij {authority}.",
        "be_law_2024",
        by.POLICY_PAGE,
        "amount",
        "unit",
        "authority",
    ),
    _term(
        "publication_needs_authority",
        "Publish nothing before {authority} has agreed.",
        "Publiceer niets voordat {authority} dat goed vindt.",
        "be_law_2024",
        by.AGREE_PUBLICATION,
        "authority",
    ),
)

PUBLISHING: Final = (
    _term(
        "two_people_publish",
        "Two people publish a new version of this policy: one proposes it, another reads and approves it.",
        "Een nieuwe versie van dit beleid publiceren wij met twee mensen: de een stelt die voor, een ander leest die en keurt die goed.",
        "meldpunt",
        by.TWO_PEOPLE,
    ),
)
