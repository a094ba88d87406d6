"""What is said of a mail that came in: why it waits and what to do, whose it is, and what its signature is worth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meldpunt.arrivals.rules.domains import is_domain_of
from meldpunt.arrivals.terms import NULL_SENDER, SENDERS, MailEnd, ReadMail
from meldpunt.doors.desk.words import Words
from meldpunt.policy.terms import Matter

type Said = str | Promise


@dataclass(frozen=True)
class Waiting:
    """Why a mail waits: what it is in a few words, why it is not a report or a message, and what to do with it."""

    what: Said
    why: Said
    todo: Said


LOOK: Final = _("Download it as it came, and open it only on a machine that may break.")
STRANGER: Final = Waiting(
    _("A message for a case, from an address we do not know there"),
    _("It answers a mail of a case, but was not sent from the address of its finder. Anybody can forge an address."),
    _("Is it from the finder? Take it into the case. Is it somebody else's report? Make a report of it."),
)
MACHINE: Final = Waiting(
    _("An automatic mail in a case"),
    _("A machine sent it, in answer to a mail of a case. It got no answer."),
    _("Is there news in it, such as that somebody is away? Take it into the case. Else forget it."),
)
WAITING: Final[Mapping[tuple[MailEnd, str], Waiting]] = {
    (MailEnd.PENDING, ""): STRANGER,
    (MailEnd.PENDING, "no_address"): Waiting(
        _("A message for a case whose finder left no address"),
        _("It answers a mail of a case. We keep no address of its finder to compare it with."),
        _("Is it from the finder? Take it into the case. Is it somebody else's report? Make a report of it."),
    ),
    (MailEnd.PENDING, "closed"): Waiting(
        _("A message for a case that is closed"),
        _("It answers a mail of a case. The address of its finder was erased when the case was closed."),
        _(
            "Is it from the finder? Take it into the case: that opens the case again. Is it another report? Make a report of it."
        ),
    ),
    (MailEnd.PENDING, "notices_off"): Waiting(
        _("A message for a case, of whose finder the server keeps no address"),
        _(
            "It answers a mail of a case. Mails to finders are switched off under Settings, so every answer by mail waits for you."
        ),
        _("Is it from the finder? Take it into the case. Is it somebody else's report? Make a report of it."),
    ),
    (MailEnd.PENDING, "forged"): Waiting(
        _("A message for a case, with a sender that may be forged"),
        _(
            "It answers a mail of a case. Our mail server found that the domain of its sender does not stand behind it, or it names more than one sender."
        ),
        _("Ask the finder in the case whether it is theirs. If so, take it into the case. Else forget it."),
    ),
    (MailEnd.PENDING, "own_address"): Waiting(
        _("A mail that says to be from one of your own addresses"),
        _("It was forwarded by a colleague, came back to us, or is forged. It got no answer, and no case was made."),
        _("Did a colleague send a report on? Make a report of it, or of the mail inside. Else forget it."),
    ),
    (MailEnd.PENDING, "key_request"): Waiting(
        _("Somebody asks for your OpenPGP key"),
        _("It was not answered by itself: it has no address, or too many such answers left today."),
        _("Send them the public key from your own mail program, or forget it."),
    ),
    (MailEnd.PENDING, "key_sent"): Waiting(
        _("Somebody asked for your OpenPGP key, and got it"),
        _("It looked like that question and nothing else, so no case was made."),
        _("Does it tell of a weakness all the same? Make a report of it. Else forget it."),
    ),
    (MailEnd.PENDING, "handed_on"): Waiting(
        _("A mail with another mail inside"),
        _("It is not from a member. It got no answer, and no case was made."),
        _(
            "Did a colleague send a report on? Make a report of the mail inside. Is it about the mail inside? Make a report of it."
        ),
    ),
    (MailEnd.PENDING, "misdirected"): Waiting(
        _("Something that may belong elsewhere"),
        _("Its words are about something for which your policy names another channel. No case was made."),
        _(
            "Read it. Does it belong elsewhere? Answer where to go, and it is forgotten. Is it a report after all? Make a report of it."
        ),
    ),
    (MailEnd.PENDING, "reply"): MACHINE,
    (MailEnd.PENDING, "generated"): MACHINE,
    (MailEnd.PENDING, "list"): MACHINE,
    (MailEnd.PENDING, "bulk"): MACHINE,
    (MailEnd.AUTOMATIC, ""): Waiting(
        _("An automatic mail"),
        _("A machine sent it: a list, a newsletter or a system. It got no answer, and no case was made."),
        _(
            "Is it a report all the same, such as of a scanner or a form on your web site? Make a report of it. Else forget it."
        ),
    ),
    (MailEnd.BOUNCE, ""): Waiting(
        _("A mail of ours that came back"),
        _("Another mail server says that it did not deliver a mail of ours. It does not say which one."),
        _("Look whether it names a case or a finder. If so, record on the page of that case that the mail came back."),
    ),
    (MailEnd.UNDECRYPTABLE, ""): Waiting(
        _("An encrypted mail that we cannot open"),
        _("It is encrypted, and not to a key that is here. Who sent it was asked to send it again."),
        _(
            "Nothing need be done: wait for the new mail. Does somebody else have the key? Download it and let them open it."
        ),
    ),
    (MailEnd.UNREADABLE, ""): Waiting(
        _("A mail that could not be read"),
        _("Its form is broken or made to do harm, so it was not opened. It lies here sealed, as it came."),
        LOOK,
    ),
    (MailEnd.UNREADABLE, "too_large"): Waiting(
        _("A mail that is too large"),
        _(
            "It is larger than 25 MB, so it was not opened. It lies here sealed, but of one out of a mailbox only the beginning: the whole lies there until it is deleted."
        ),
        LOOK,
    ),
    (MailEnd.UNREADABLE, "timed_out"): Waiting(
        _("A mail that took too long to read"),
        _("Reading it was stopped. It lies here sealed, as it came."),
        LOOK,
    ),
}
"""What waits in the mail room, by how it ended and the code that says why."""
ELSE: Final = Waiting(_("A mail that waits"), _("It is neither a report nor a message of a case."), LOOK)

BECAME: Words = {
    MailEnd.REPORT: _("It was made a report."),
    MailEnd.MESSAGE: _("It was taken into its case."),
    MailEnd.REROUTED: _("Who sent it was told where to go, and it was forgotten."),
}
FORGOTTEN: Final = _("It was forgotten.")
"""What became of an entry that somebody dealt with."""

DONE: Words = {
    "mail_forgotten": _("The mail was forgotten. Nothing of what was in it is kept."),
    "mail_rerouted": _("Who sent it is told where to go. Nothing of what was in the mail is kept."),
}
"""What was just done with an entry; the address carries only the key."""

NO_TIME: Final = _("The mail could not be read at this moment. Nothing was done: try again in a moment.")
"""What is said where a mail has to be read anew, and all that reads mails is busy."""

MATTERS: Words = {
    Matter.FRAUD: _("fraud"),
    Matter.PHISHING: _("phishing"),
    Matter.FAKE_MAIL: _("fake mail"),
    Matter.COMPLAINT: _("a complaint"),
    Matter.ABUSE: _("abuse and nuisance"),
    Matter.QUESTION: _("a question of a customer"),
    Matter.OUTAGE: _("an outage"),
}

SPF: Words = {
    "pass": _(
        "It came from a server that may send mail for the domain of its envelope (SPF). That says nothing of the address that you see."
    ),
    "fail": _("It came from a server that may not send mail for its domain (SPF): the address may be forged."),
    "softfail": _("It came from a server that should not send mail for its domain (SPF): the address may be forged."),
    "neutral": _("Its domain does not say which servers may send mail for it (SPF)."),
    "none": _("Its domain does not say which servers may send mail for it (SPF)."),
}
DKIM: Words = {
    "pass": _("Our mail server found a signature that fits (DKIM)."),
    "fail": _(
        "Our mail server found the signature of a domain that does not fit (DKIM): it was changed on its way, or forged."
    ),
    "none": _("No domain signed it (DKIM)."),
}
DMARC: Words = {
    "pass": _("The domain of the address stands behind this mail (DMARC)."),
    "fail": _("The domain of the address does not stand behind this mail (DMARC): the address may be forged."),
    "none": _("The domain of the address does not say what to do with forged mail (DMARC)."),
}
OWN_DKIM: Words = {
    "pass": _("We checked the signature ourselves: it fits."),
    "part": _(
        "We checked the signature ourselves: it fits, but it covers only a part of this mail. Anybody can have written the rest."
    ),
    "fail": _("We checked the signature of the domain ourselves: it does not fit."),
    "none": _("We looked for the signature of a domain ourselves: there is none."),
}
"""What RFC 8601 has words for, as a handler reads it."""


def waiting(end: MailEnd, reason: str) -> Waiting:
    """Return why a mail waits."""
    return WAITING.get((end, reason)) or WAITING.get((end, "")) or ELSE


def became(end: MailEnd, *, is_kept: bool) -> str:
    """Say what became of an entry that somebody dealt with."""
    return str(BECAME[end] if end in BECAME else gettext("It is dealt with.") if is_kept else FORGOTTEN)


def origin_of(mail: ReadMail) -> Iterator[str]:
    """Say in one sentence each what is known of where a mail came from."""
    found = mail.authentication
    if SENDERS in mail.defects:
        yield gettext("It names more than one sender. The first one is shown; none of them is believed.")
    if NULL_SENDER in mail.defects:
        yield gettext("It asks that nothing be mailed back, as machines do: no receipt leaves by itself.")
    told = [(SPF, found.spf, "SPF"), (DKIM, found.dkim, "DKIM"), (DMARC, found.dmarc, "DMARC")]
    said = [
        words.get(code) or gettext("This could not be checked: %(what)s.") % {"what": what}
        for words, code, what in told
        if code
    ]
    if not said:
        yield gettext("Our mail server noted nothing about where it came from.")
    yield from map(str, said)
    if found.own_dkim in OWN_DKIM:
        yield str(OWN_DKIM[found.own_dkim])
    signed = [found.dkim_domain] * (found.dkim == "pass") + [found.own_domain] * (found.own_dkim in {"pass", "part"})
    yield from (_signed_by(domain, mail) for domain in dict.fromkeys(signed) if domain)


def _signed_by(domain: str, mail: ReadMail) -> str:
    """Say whose a signature that fits is, and whether that is the sender's."""
    if mail.sender is not None and is_domain_of(domain, mail.sender.address):
        return gettext("The signature is of %(domain)s, the domain of the address.") % {"domain": domain}
    return gettext(
        "The signature is of %(domain)s. That is not the domain of the address, so it says nothing of the sender."
    ) % {"domain": domain}
