"""How a mail ends, whose report it is, and since when it is here.

Invariants: what a machine sent never becomes a report or a message by itself, but for the notifications of a platform that the policy names;
only who takes part in a conversation writes in it; where nothing else is sure, a mail is a report.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from meldpunt.arrivals.terms import NULL_SENDER, SENDERS, Automatic, MailEnd, ReadMail, Suggestion
from meldpunt.people.terms import MessageFlaw

BELIEVED: Final = timedelta(days=60)
"""A mail that was forwarded came when it says, if that is not longer ago."""
OWN_ADDRESS: Final = "own_address"
"""Why a person looks at a mail that says to be from us."""


class Stranger(StrEnum):
    """Why a mail to a case is not taken for its finder's."""

    OTHER = "other_sender"
    FORGED = "forged"
    CLOSED = "closed"
    NOTICES_OFF = "notices_off"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True)
class Known:
    """What is known here of a mail, beside what was read in it.

    `has_thread`: a token in its address, or the mails it answers, name a thread; `is_participant`: its sender is who that is with, else
    `stranger` says why not.
    `is_own`: it is from an address of ours; `is_ours`: its Message-ID is one that we made. `is_platform`: its sender is
    one that the policy names. `is_doubtful`: a mail is inside, and nobody can tell which of both is the report. `reroutes_alone`: what surely belongs elsewhere is answered with that.
    """

    has_thread: bool = False
    is_participant: bool = False
    stranger: Stranger = Stranger.OTHER
    is_own: bool = False
    is_ours: bool = False
    is_platform: bool = False
    is_doubtful: bool = False
    suggestion: Suggestion | None = None
    reroutes_alone: bool = False


@dataclass(frozen=True)
class Decision:
    """How a mail ends, and why as a short code."""

    end: MailEnd
    reason: str = ""


def end_of(came: ReadMail, mail: ReadMail, known: Known) -> Decision:
    """Return how a mail ends that was not seen before and could be read (RFC 3834 for what machines send).

    `came` is what came, `mail` what it is about: the one inside where it was handed on, else the same.
    """
    return _from_us(came, known) or _from_a_machine(came, known) or _about_a_case(mail, known) or _new(mail, known)


def the_report(mail: ReadMail, *, is_handed_on: bool) -> ReadMail:
    """Return the mail that somebody reported with: the one inside, where ours only hand it on."""
    return mail.forwarded if is_handed_on and mail.forwarded is not None else mail


def received_at(mail: ReadMail, *, is_vouched_for: bool, now: datetime) -> datetime:
    """Return when a report came in: now, or when a mail that was handed on says, if somebody of ours vouches for it and it can be."""
    if not is_vouched_for or mail.date is None:
        return now
    return mail.date if now - BELIEVED <= mail.date <= now else now


def is_participant(mail: ReadMail, address: str | None) -> bool:
    """Tell whether a mail says to be from the address at which a finder is mailed; addresses are compared as people do, without case."""
    return address is not None and mail.sender is not None and mail.sender.address.lower() == address.lower()


def is_forged(mail: ReadMail) -> bool:
    """Tell whether our own mail server found that the domain of its sender knows nothing of it (RFC 7489, 6.6.2), or it names several senders."""
    return mail.authentication.dmarc == "fail" or SENDERS in mail.defects


def is_vouched_for(mail: ReadMail) -> bool:
    """Tell whether our own mail server found that the domain of its sender stands behind a mail: whoever forges one of ours makes no promise late."""
    return mail.authentication.dmarc == "pass" and SENDERS not in mail.defects


def is_answerable(mail: ReadMail) -> bool:
    """Tell whether what comes from a machine may be sent to whoever a mail is from: not to the null sender (RFC 3834, 2), nor to one that is forged."""
    return NULL_SENDER not in mail.defects and not is_forged(mail)


def is_one_of(address: str, own: Collection[str], *, subaddress: str) -> bool:
    """Tell whether an address is one of our own, with or without a token behind the sign `subaddress`; `own` are in lower case."""
    local, _, domain = address.lower().rpartition("@")
    without = f"{local.partition(subaddress)[0]}@{domain}" if subaddress else address
    return address.lower() in own or without in own


def without_us(mail: ReadMail, own: Collection[str], *, subaddress: str) -> ReadMail:
    """Return a mail whose sender is not ourselves: from an address of ours, as web forms send, it is from whom it asks to answer, or nobody."""
    if mail.sender is None or not is_one_of(mail.sender.address, own, subaddress=subaddress):
        return mail
    asked = mail.reply_to
    is_another = asked is not None and not is_one_of(asked.address, own, subaddress=subaddress)
    return replace(mail, sender=asked if is_another else None)


def may_come_of_a_letter(came: ReadMail, decision: Decision) -> bool:
    """Tell whether a mail that waits may be what became of a letter which said that one waits: from a machine, or from us.

    Of such a one nobody is told in a way that brings the next: each round would need a person.
    """
    return came.automatic is not Automatic.NO or came.bounce is not None or decision.reason == OWN_ADDRESS


def is_shut(mail: ReadMail) -> bool:
    """Tell whether nobody here can read a mail, also not a handler with a key that is kept elsewhere."""
    return mail.encryption.is_closed and mail.encryption.flaw is not MessageFlaw.SECRET_ELSEWHERE


def _from_us(mail: ReadMail, known: Known) -> Decision | None:
    """Forget only what we made: web forms and ticket systems send reports from our addresses as well."""
    is_automatic = mail.automatic is not Automatic.NO
    if known.is_ours and (known.is_own or is_automatic):
        return Decision(MailEnd.LOOP, "own_mail")
    return Decision(MailEnd.PENDING, OWN_ADDRESS) if known.is_own and not is_automatic else None


def _from_a_machine(mail: ReadMail, known: Known) -> Decision | None:
    if mail.bounce is not None or mail.automatic is Automatic.BOUNCE:
        return Decision(MailEnd.BOUNCE)
    if mail.automatic is Automatic.NO or known.is_platform:
        return None
    return Decision(MailEnd.PENDING if known.has_thread else MailEnd.AUTOMATIC, mail.automatic.value)


def _about_a_case(mail: ReadMail, known: Known) -> Decision | None:
    if not known.has_thread:
        return None
    if is_shut(mail):
        return _shut(mail)
    return Decision(MailEnd.MESSAGE) if known.is_participant else Decision(MailEnd.PENDING, known.stranger.value)


def _new(mail: ReadMail, known: Known) -> Decision:
    if mail.asks_for_key and not known.is_platform:
        return Decision(MailEnd.KEY_REQUEST)
    if is_shut(mail):
        return _shut(mail)
    if known.is_doubtful:
        return Decision(MailEnd.PENDING, "handed_on")
    if known.suggestion is not None and known.suggestion.is_sure and not known.is_platform:
        return Decision(MailEnd.REROUTED if known.reroutes_alone else MailEnd.PENDING, "misdirected")
    return Decision(MailEnd.REPORT, "platform" if known.is_platform else "")


def _shut(mail: ReadMail) -> Decision:
    flaw = mail.encryption.flaw
    return Decision(MailEnd.UNDECRYPTABLE, flaw.name.lower() if flaw else "")
