"""What the organisation stands for, beside the promises with a clock."""

from typing import Final

from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.terms import ClauseKind

_pledge = of_kind(ClauseKind.PLEDGE)

PLEDGES: Final = (
    _pledge(
        "confidential",
        "We treat your report as confidential. Only people who work on it can read it.",
        "Wij behandelen uw melding vertrouwelijk. Alleen mensen die eraan werken, kunnen die lezen.",
        "sample_text",
        by.NEED_TO_KNOW,
    ),
    _pledge(
        "details_not_shared",
        "We share your personal data with nobody unless you agree, or the law obliges us to.",
        "Wij delen uw persoonlijke gegevens met niemand, behalve als u dat goed vindt of als de wet ons verplicht.",
        "sample_text",
        by.CONSENT_TO_SHARE,
    ),
    _pledge(
        "details_not_published",
        "We do not publish your data without talking to you first, unless the law obliges us to.",
        "Wij publiceren uw gegevens niet zonder eerst met u te overleggen, behalve als de wet ons verplicht.",
        "practice",
        by.AGREE_PUBLICATION,
    ),
    _pledge(
        "contact_kept_with_care",
        "We handle your contact details with care.",
        "Wij gaan zorgvuldig om met uw contactgegevens.",
        "practice",
        by.NEED_TO_KNOW,
    ),
    _pledge(
        "looked_into",
        "We take every report seriously. A person looks into every one.",
        "Wij nemen elke melding serieus. Een mens bekijkt elke melding.",
        "sample_text",
        by.ASSESS,
    ),
    _pledge(
        "work_starts_at_once",
        "We start working on it as soon as we have your report.",
        "Wij gaan er meteen mee aan de slag als wij uw melding hebben.",
        "practice",
        by.people("handlers", "Whether work has begun cannot be read from a system; the date of the first answer can."),
    ),
    _pledge(
        "solved_soon",
        "We do our best to solve every problem as soon as we can.",
        "Wij doen ons best om elk probleem zo snel mogelijk op te lossen.",
        "sample_text",
        by.people("handlers", "How soon is possible differs from case to case; the expected date is told and kept."),
    ),
    _pledge(
        "fitting_measures",
        "We take measures that fit the risk, to protect the people whose data we hold.",
        "Wij nemen maatregelen die passen bij het risico. Zo beschermen wij de mensen van wie wij gegevens hebben.",
        "practice",
        by.people("handlers", "Which measures fit is a judgement about systems outside Meldpunt."),
    ),
    _pledge(
        "work_together",
        "We would like to work with you until it is safe.",
        "Wij werken graag met u samen totdat het veilig is.",
        "sample_text",
        by.ANSWER,
    ),
    _pledge(
        "kept_informed",
        "We keep you informed of how it is going.",
        "Wij vertellen u steeds hoe het gaat.",
        "sample_text",
        by.STATUS_PAGE,
    ),
    _pledge(
        "informed_unless_forbidden",
        "We keep you informed of how it is going, unless we are obliged not to. "
        "Then it may take longer before you hear from us.",
        "Wij vertellen u steeds hoe het gaat, behalve als wij verplicht zijn dat niet te doen. "
        "Dan kan het langer duren voordat u van ons hoort.",
        "practice",
        by.WITHHOLD,
    ),
    _pledge(
        "told_when_solved",
        "We tell you when it is solved.",
        "Wij laten het u weten als het is opgelost.",
        "practice",
        by.CLOSE,
    ),
    _pledge(
        "may_ask_expertise",
        "For a larger problem we may ask for your knowledge, or ask you to test our solution. You need not do it.",
        "Bij een groter probleem vragen wij u misschien om uw kennis, of om onze oplossing te testen. U hoeft dat niet.",
        "practice",
        by.RETEST,
    ),
    _pledge(
        "duplicates_told",
        "If somebody else reported it before you, we tell you so.",
        "Heeft iemand anders het eerder gemeld? Dan laten wij u dat weten.",
        "iso_29147",
        by.DECLINE,
    ),
    _pledge(
        "vendor_told",
        "If the weakness is in a product of somebody else, we tell the maker, without your name unless you agree.",
        "Zit de zwakke plek in een product van een ander? Dan vertellen wij het aan de maker, zonder uw naam, "
        "behalve als u dat goed vindt.",
        "ncsc_guideline",
        by.CONSENT_TO_SHARE,
    ),
    _pledge(
        "breach_assessed",
        "If personal data may have leaked, we assess that at once, and warn who must be warned.",
        "Zijn er misschien persoonsgegevens gelekt? Dan beoordelen wij dat meteen en waarschuwen wij wie dat moet weten.",
        "gdpr",
        by.ASSESS_BREACH,
    ),
    _pledge(
        "erase_contact_yourself",
        "You can erase your contact details yourself, at any moment.",
        "U kunt uw contactgegevens zelf wissen, op elk moment.",
        "meldpunt",
        by.FORGET,
    ),
    _pledge(
        "misdirected_passed_on",
        "Did you send us something that belongs elsewhere? We tell you where, and do not keep it.",
        "Hebt u ons iets gestuurd dat ergens anders hoort? Dan zeggen wij u waar, en bewaren wij het niet.",
        "practice",
        by.REROUTE,
    ),
)
