"""What a finder should know beforehand."""

from typing import Final

from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.terms import ClauseKind

_information = of_kind(ClauseKind.INFORMATION)

INFORMATION: Final = (
    _information(
        "security_matters",
        "The safety of our systems matters to us. Still, something can be wrong that we have not seen.",
        "De veiligheid van onze systemen is belangrijk voor ons. Toch kan er iets mis zijn dat wij niet hebben gezien.",
        "sample_text",
        by.POLICY_PAGE,
    ),
    _information(
        "watched_day_and_night",
        "Our network and systems are watched day and night.",
        "Ons netwerk en onze systemen worden dag en nacht bewaakt.",
        "practice",
        by.people("organisation", "A statement about other systems; Meldpunt cannot see whether it is so."),
    ),
    _information(
        "please_tell",
        "Did you find a weak spot? Please tell us, so that we can do something about it.",
        "Hebt u een zwakke plek gevonden? Vertel het ons. Dan kunnen wij er iets aan doen.",
        "sample_text",
        by.REPORT_PAGE,
    ),
    _information(
        "suspicion_is_enough",
        "You need not be sure. A suspicion is enough.",
        "U hoeft het niet zeker te weten. Een vermoeden is genoeg.",
        "practice",
        by.REPORT_PAGE,
    ),
    _information(
        "breach_welcome",
        "Here you can also report that personal data has leaked.",
        "Hier kunt u ook melden dat er persoonsgegevens zijn gelekt.",
        "practice",
        by.TOPIC,
    ),
    _information(
        "abuse_welcome",
        "Here you can also report hacking, attempts at it, and damage to the security of computers and data. "
        "The rules on this page are not meant for victims.",
        "Is er bij u of bij ons ingebroken (hacken), of is dat geprobeerd? Is de beveiliging van computers of gegevens "
        "beschadigd? Meld dat hier ook. "
        "De regels op deze pagina gelden niet voor slachtoffers.",
        "practice",
        by.TOPIC,
    ),
    _information(
        "no_invitation",
        "This is no invitation to search our systems for weak spots.",
        "Dit is geen uitnodiging om onze systemen te doorzoeken op zwakke plekken.",
        "practice",
        by.POLICY_PAGE,
    ),
    _information(
        "no_invitation_to_scan",
        "We do not ask you to scan or test our systems on a large scale.",
        "Wij vragen u niet om onze systemen op grote schaal te scannen of te testen.",
        "practice",
        by.POLICY_PAGE,
    ),
    _information(
        "we_search_ourselves",
        "We search our systems for weak spots ourselves.",
        "Wij zoeken zelf naar zwakke plekken in onze systemen.",
        "practice",
        by.people("organisation", "A statement about other systems; Meldpunt cannot see whether it is so."),
    ),
    _information(
        "help_valued",
        "We value your help. Thank you.",
        "Wij waarderen uw hulp. Dank u wel.",
        "sample_text",
        by.POLICY_PAGE,
    ),
    _information(
        "unsure_ask_first",
        "Not sure whether something is allowed? Ask us first.",
        "Twijfelt u of iets mag? Vraag het ons eerst.",
        "ncsc_guideline",
        by.ANSWER,
    ),
    _information(
        "report_on_paper_trail",
        "You agree to the version of this page that you saw. We keep that version with your report.",
        "U gaat akkoord met de versie van deze pagina die u zag. Die versie bewaren wij bij uw melding.",
        "meldpunt",
        by.BIND_VERSION,
    ),
    _information(
        "no_guarantee_without_address",
        "Without an address of yours we can only answer on the page behind your access code.",
        "Hebben wij geen adres van u? Dan kunnen wij alleen antwoorden op de pagina achter uw toegangscode.",
        "meldpunt",
        by.STATUS_PAGE,
    ),
)
