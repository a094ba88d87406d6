"""Clauses on what to send, and how."""

from typing import Final

from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.terms import ClauseKind

_ask = of_kind(ClauseKind.ASK)

ASKS: Final = (
    _ask(
        "send_soon",
        "Tell us as soon as you can.",
        "Vertel het ons zo snel als u kunt.",
        "ncsc_guideline",
        by.people("finder", "Only the finder knows the moment of finding; nothing is refused for being late."),
    ),
    _ask(
        "send_place",
        "Tell us where it is: the web address or IP address of the system.",
        "Vertel ons waar het is: het webadres of IP-adres van het systeem.",
        "sample_text",
        by.WHERE,
    ),
    _ask(
        "send_description",
        "Describe what is wrong.",
        "Beschrijf wat er mis is.",
        "sample_text",
        by.WHAT,
    ),
    _ask(
        "send_moment",
        "Tell us the date and time at which you saw it.",
        "Vertel ons op welke datum en hoe laat u het zag.",
        "practice",
        by.WHEN,
    ),
    _ask(
        "send_steps",
        "Tell us step by step how we can see the same thing.",
        "Vertel ons stap voor stap hoe wij hetzelfde kunnen zien.",
        "sample_text",
        by.STEPS,
    ),
    _ask(
        "send_examples",
        "Add examples, such as a screenshot.",
        "Voeg voorbeelden toe, zoals een schermafbeelding.",
        "practice",
        by.FILES,
    ),
    _ask(
        "send_much",
        "Tell us as much as you can.",
        "Vertel ons zo veel mogelijk.",
        "practice",
        by.WHAT,
    ),
    _ask(
        "more_when_hard",
        "Place and description are often enough. For a difficult problem we may ask you for more.",
        "De plaats en een beschrijving zijn vaak genoeg. Bij een lastig probleem vragen wij u misschien om meer.",
        "sample_text",
        by.ANSWER,
    ),
    _ask(
        "send_contact",
        "Tell us how to reach you, by mail or by phone, so that we can work on it together.",
        "Vertel ons hoe wij u kunnen bereiken, per mail of telefoon. Dan kunnen wij er samen aan werken.",
        "practice",
        by.CONTACT,
    ),
    _ask(
        "send_encrypted",
        "If you send mail, you can encrypt it with our key.",
        "Stuurt u een mail? Die kunt u versleutelen met onze sleutel.",
        "sample_text",
        by.KEY_PAGE,
    ),
    _ask(
        "ask_for_key",
        "Send us a short mail first, without details. We then send you our key, so that you can encrypt the rest.",
        "Stuur ons eerst een korte mail, zonder details. Dan sturen wij u onze sleutel. Daarmee versleutelt u de rest.",
        "practice",
        by.KEY_BY_HAND,
    ),
    _ask(
        "write_dutch_or_english",
        "Write in Dutch or in English.",
        "Schrijf in het Nederlands of in het Engels.",
        "practice",
        by.REPORT_PAGE,
    ),
    _ask(
        "say_if_too_far",
        "Did you go further than our rules allow, by accident or not? Tell us. We would rather know than not.",
        "Bent u verder gegaan dan onze regels toestaan, per ongeluk of niet? Vertel het ons. Wij horen het liever wel dan niet.",
        "meldpunt",
        by.BEYOND,
    ),
)
