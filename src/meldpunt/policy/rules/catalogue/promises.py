"""Promises with a clock, and what the first answer holds. They follow from the tables under `[promises]`."""

from typing import Final

from meldpunt.policy.rules.catalogue.making import of_kind
from meldpunt.policy.rules.catalogue.mechanisms import BIND_VERSION, ERASE, STATUS_PAGE, obligation
from meldpunt.policy.terms import ClauseKind, PromiseKind

_promise = of_kind(ClauseKind.PROMISE)

PROMISES: Final = (
    _promise(
        "receipt",
        "Within {amount} {unit} we tell you that we have your report.",
        "Binnen {amount} {unit} laten wij u weten dat wij uw melding hebben.",
        "iso_29147",
        BIND_VERSION,
        "amount",
        "unit",
    ),
    _promise(
        "first_answer",
        "We answer your report within {amount} {unit}.",
        "Wij antwoorden binnen {amount} {unit} op uw melding.",
        "sample_text",
        obligation(PromiseKind.FIRST_ANSWER),
        "amount",
        "unit",
    ),
    _promise(
        "answer_has_assessment",
        "That answer tells you what we think of your report.",
        "In dat antwoord staat wat wij van uw melding vinden.",
        "sample_text",
        obligation(PromiseKind.FIRST_ANSWER),
    ),
    _promise(
        "answer_has_fix_date",
        "That answer names the day by which we expect to have solved it, or tells you why we cannot name one.",
        "In dat antwoord staat op welke dag wij een oplossing verwachten, of waarom wij nog geen dag kunnen noemen.",
        "sample_text",
        obligation(PromiseKind.FIRST_ANSWER),
    ),
    _promise(
        "silence",
        "Until it is solved, you hear from us again within {amount} {unit} of our last message.",
        "Totdat het is opgelost, hoort u steeds binnen {amount} {unit} na ons laatste bericht weer van ons.",
        "sample_text",
        obligation(PromiseKind.SILENCE),
        "amount",
        "unit",
    ),
    _promise(
        "solved",
        "When it is solved, we tell you within {amount} {unit}.",
        "Is het opgelost? Dan laten wij u dat binnen {amount} {unit} weten.",
        "practice",
        obligation(PromiseKind.SOLVED),
        "amount",
        "unit",
    ),
    _promise(
        "fix",
        "We aim to have it solved within {amount} {unit} after your report.",
        "Ons doel is dat het binnen {amount} {unit} na uw melding is opgelost.",
        "ncsc_guideline",
        obligation(PromiseKind.FIX),
        "amount",
        "unit",
    ),
    _promise(
        "publication",
        "Within {amount} {unit} after your report we make public what was found, unless you and we agree otherwise.",
        "Binnen {amount} {unit} na uw melding maken wij bekend wat er is gevonden, "
        "behalve als u en wij iets anders afspreken.",
        "cert_cc_policy",
        obligation(PromiseKind.PUBLICATION, planned=True),
        "amount",
        "unit",
    ),
    _promise(
        "key",
        "When you ask for our key, we send it within {amount} {unit}. The time for our answer runs from your report.",
        "Vraagt u om onze sleutel? Dan sturen wij die binnen {amount} {unit}. "
        "De tijd voor ons antwoord telt vanaf uw melding.",
        "practice",
        obligation(PromiseKind.KEY, planned=True),
        "amount",
        "unit",
    ),
    _promise(
        "pauses",
        "While we wait for an answer of yours, the time of this promise stands still. Your page shows when.",
        "Wachten wij op een antwoord van u? Dan staat de tijd van deze toezegging stil. Op uw pagina ziet u wanneer.",
        "meldpunt",
        obligation(PromiseKind.FIRST_ANSWER),
    ),
    _promise(
        "days_counted",
        "The day on which a time limit begins does not count. A limit in days, weeks or months ends on its last day at 23:59.",
        "De dag waarop een termijn begint, telt niet mee. Een termijn in dagen, weken of maanden eindigt op de laatste dag om 23:59 uur.",
        "meldpunt",
        obligation(PromiseKind.FIRST_ANSWER),
    ),
    _promise(
        "counts_from_opening",
        "What you send outside our office hours (working days, {hours}) counts from when we open again.",
        "Stuurt u iets buiten onze kantooruren (werkdagen, {hours})? Dan telt het vanaf het moment dat wij weer open zijn.",
        "practice",
        obligation(PromiseKind.FIRST_ANSWER),
        "hours",
    ),
    _promise(
        "moves_to_working_day",
        "Is the last day no working day? Then the time limit ends on the next working day.",
        "Is de laatste dag geen werkdag? Dan eindigt de termijn op de volgende werkdag.",
        "practice",
        obligation(PromiseKind.FIRST_ANSWER),
    ),
    _promise(
        "erasure",
        "Within {amount} {unit} after your case is closed we erase your name and your contact details.",
        "Binnen {amount} {unit} nadat uw dossier is gesloten, wissen wij uw naam en uw contactgegevens.",
        "practice",
        obligation(PromiseKind.ERASURE),
        "amount",
        "unit",
    ),
    _promise(
        "page_stays",
        "Your page with the whole conversation stays for {amount} {unit} after your case is closed.",
        "Uw pagina met het hele gesprek blijft nog {amount} {unit} staan nadat uw dossier is gesloten.",
        "meldpunt",
        STATUS_PAGE,
        "amount",
        "unit",
    ),
    _promise(
        "files_erased",
        "Within {amount} {unit} after your case is closed we erase the files that you sent.",
        "Binnen {amount} {unit} nadat uw dossier is gesloten, wissen wij de bestanden die u hebt gestuurd.",
        "gdpr",
        ERASE,
        "amount",
        "unit",
    ),
    _promise(
        "report_erased",
        "Within {amount} {unit} after your case is closed we erase your report and the conversation.",
        "Binnen {amount} {unit} nadat uw dossier is gesloten, wissen wij uw melding en het gesprek.",
        "gdpr",
        ERASE,
        "amount",
        "unit",
    ),
)
