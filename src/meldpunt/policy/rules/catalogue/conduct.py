"""Rules for the finder: how a report is sent, use of what was found, silence, data and access."""

from typing import Final

from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.terms import ClauseKind

_rule = of_kind(ClauseKind.RULE)

CONDUCT: Final = (
    _rule(
        "send_confidentially",
        "Send your report in a way that nobody else can read along.",
        "Stuur uw melding zo dat niemand anders kan meelezen.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "tell_only_us",
        "Tell only us until it is solved. Do not share it with others before that.",
        "Vertel het alleen aan ons totdat het is opgelost. Deel het niet eerder met anderen.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "share_nothing_with_others",
        "Share nothing of what you found with others.",
        "Deel niets van wat u hebt gevonden met anderen.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "publish_no_details",
        "Publish nothing about it, and no details of it, as long as it is not solved.",
        "Publiceer er niets over, ook geen details, zolang het niet is opgelost.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "treat_confidentially",
        "Handle what you found with care, and keep it between you and us.",
        "Ga zorgvuldig om met wat u hebt gevonden en houd het tussen u en ons.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "no_misuse",
        "Use the weakness only for your report.",
        "Gebruik de zwakke plek alleen voor uw melding.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "only_what_is_needed",
        "Do only what you must do to show the problem, and then stop.",
        "Doe alleen wat nodig is om het probleem te laten zien. Stop daarna.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_more_than_needed",
        "Download no more data than you need to show the problem.",
        "Download niet meer gegevens dan nodig is om het probleem te laten zien.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_looking_at_others_data",
        "Do not look at data about other people.",
        "Bekijk geen gegevens van andere mensen.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_changing_data",
        "Do not change or delete data.",
        "Verander of verwijder geen gegevens.",
        "sample_text",
        by.AGREEMENT,
    ),
    _rule(
        "no_copying_data",
        "Do not copy data.",
        "Kopieer geen gegevens.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "file_list_allowed",
        "A list of file names is fine as proof.",
        "Een lijst met bestandsnamen mag u wel maken, als bewijs.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_changing_system",
        "Do not change anything in the system itself.",
        "Verander niets aan het systeem zelf.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_backdoor",
        "Leave nothing behind through which you or others can get in again, not even as proof. "
        "That can do harm, and it is a risk.",
        "Laat niets achter waarmee u of anderen weer binnen kunnen komen, ook niet als bewijs. "
        "Dat kan schade geven en is onveilig.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_repeated_access",
        "Do not go in again once you have seen the problem.",
        "Ga niet opnieuw naar binnen als u het probleem hebt gezien.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "no_shared_access",
        "Do not give your access to anybody else.",
        "Geef uw toegang niet aan anderen.",
        "ncsc_guideline",
        by.AGREEMENT,
    ),
    _rule(
        "own_accounts",
        "Use your own accounts, or an account whose owner agreed to it beforehand.",
        "Gebruik uw eigen accounts, of een account waarvan de eigenaar dat vooraf goed vond.",
        "practice",
        by.AGREEMENT,
    ),
    _rule(
        "erase_after_telling",
        "Delete all data you obtained as soon as you have told us.",
        "Hebt u het ons verteld? Verwijder dan meteen alle gegevens die u hebt gekregen.",
        "practice",
        by.DECLARE_DELETION,
    ),
    _rule(
        "erase_after_fix",
        "Delete all confidential data you obtained as soon as the problem is solved.",
        "Is het probleem opgelost? Verwijder dan meteen alle vertrouwelijke gegevens die u hebt gekregen.",
        "sample_text",
        by.DECLARE_DELETION,
    ),
    _rule(
        "erase_within",
        "Delete all data you obtained within {amount} {unit} after your report.",
        "Verwijder binnen {amount} {unit} na uw melding alle gegevens die u hebt gekregen.",
        "meldpunt",
        by.DECLARE_DELETION,
        "amount",
        "unit",
    ),
    _rule(
        "no_demands",
        "Do not ask for money in return for your silence, or for not using what you know.",
        "Vraag geen geld om te zwijgen, of om niet te gebruiken wat u weet.",
        "practice",
        by.HOLD,
    ),
    _rule(
        "no_paid_report",
        "Do not ask for money for telling us what you found.",
        "Vraag geen geld om ons te vertellen wat u hebt gevonden.",
        "practice",
        by.DECLINE,
    ),
    _rule(
        "no_sales",
        "Do not try to sell us something by way of a report.",
        "Probeer ons met een melding niets te verkopen.",
        "practice",
        by.DECLINE,
    ),
    _rule(
        "no_own_publicity",
        "Do not go public on your own initiative. Talk to us first.",
        "Zoek niet zelf de publiciteit. Overleg eerst met ons.",
        "practice",
        by.AGREE_PUBLICATION,
    ),
)
