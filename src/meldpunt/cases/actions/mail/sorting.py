"""What a member makes of an entry of the mail room. Everything slow comes before the transaction; who is second does nothing."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from meldpunt.arrivals.access import entry_to_sort, read_entry
from meldpunt.arrivals.actions import empty_entry, keep_entry_as, write_down_entry
from meldpunt.arrivals.rules.misdirected import channel_for
from meldpunt.arrivals.terms import Channel, MailEnd, MailPart, MailReader, ReadEntry, ReadMail
from meldpunt.cases.actions.mail.messages import message_by_mail
from meldpunt.cases.actions.mail.reports import ToTake, report_by_mail
from meldpunt.cases.actions.mail_letters import answer_rerouted
from meldpunt.cases.rules.mail_contents import address_of, may_be_answered
from meldpunt.cases.rules.mail_ends import is_answerable
from meldpunt.cases.terms import RerouteRefused
from meldpunt.journal.actions import transaction
from meldpunt.people.terms import NotThere, Visitor
from meldpunt.policy.queries import other_channels
from meldpunt.policy.terms import Matter

RAW_NAME: Final = "mail.eml"
RAW_TYPE: Final = "message/rfc822"


def make_report_of_entry(*, mail: UUID, inside: bool = False, reader: MailReader, by: Visitor, now: datetime) -> str:
    """Open a case for a mail of the mail room and return its number; every clock runs from the moment at which the mail came.

    `inside` takes the mail that it only carries, with the finder who wrote that. A mail that cannot be read is attached to the report as it came.
    Raises CannotRead where nobody has time to read it now, NotThere, EntrySettled, IntakeStopped, NotAllowed, DeskLocked.
    """
    entry = read_entry(mail=mail, reader=reader, visitor=by)

    def keep(thread: UUID) -> None:
        keep_entry_as(mail=mail, end=MailEnd.REPORT, thread=thread, by=by, now=now)
        write_down_entry(mail=mail, deed="mail.made_report", by=by, now=now)

    return report_by_mail(
        taking=ToTake(
            _report_in(entry, by, inside=inside),
            Channel.MAIL,
            entry.came_at,
            is_answerable=entry.mail is not None and is_answerable(entry.mail),
        ),
        organisation=by.organisation.id,
        keep=keep,
        by=Channel.MAIL,
        now=now,
    )


def accept_entry(*, mail: UUID, inside: bool = False, reader: MailReader, by: Visitor, now: datetime) -> str:
    """Take a mail of the mail room into the conversation that it answers, as the finder's word, and return the case's number.

    `inside` takes the words and files of the mail that it only carries, such as a finder's answer that a colleague sent on. It teaches us no key and no address: who sent it was not known there. Raises NotThere, also where it names no case or cannot be read,
    CannotRead where nobody has time to read it now, EntrySettled, IntakeStopped, NotAllowed, DeskLocked.
    """
    entry = read_entry(mail=mail, reader=reader, visitor=by)
    thread = entry.thread
    if thread is None or entry.mail is None:
        raise NotThere

    def keep(message: UUID) -> None:
        keep_entry_as(mail=mail, end=MailEnd.MESSAGE, thread=thread, message=message, by=by, now=now)
        write_down_entry(mail=mail, deed="mail.accepted", by=by, now=now)

    said = _inside(entry.mail) if inside else entry.mail
    return message_by_mail(thread=thread, mail=said, keep=keep, is_participant=False, by=Channel.MAIL, now=now)


def reroute_entry(*, mail: UUID, matter: Matter, by: Visitor, now: datetime) -> None:
    """Answer whoever sent a mail of the mail room with the policy's channel for its matter, in their language, and forget the mail.

    Raises RerouteRefused where there is no such channel, no address, or a machine that is never answered (RFC 3834), and NotThere,
    EntrySettled, NotAllowed, DeskLocked. Then nothing was done.
    """
    kept = entry_to_sort(mail=mail, visitor=by).kept
    channel = channel_for(matter, other_channels(by.organisation.id, now=now))
    if kept is None or channel is None or not may_be_answered(kept.mail):
        raise RerouteRefused
    with transaction():
        empty_entry(mail=mail, end=MailEnd.REROUTED, by=by, now=now)
        write_down_entry(mail=mail, deed="mail.rerouted", by=by, now=now)
        letter = answer_rerouted(
            organisation=by.organisation,
            to=address_of(kept.mail.sender),
            language=kept.mail.language,
            answers=[each for each in (kept.mail.message_id,) if each],
            matter=matter,
            channel=channel,
            now=now,
        )
        if letter is None:
            raise RerouteRefused


def _report_in(entry: ReadEntry, by: Visitor, *, inside: bool) -> ReadMail:
    if entry.mail is None:
        return _unread(entry, by)
    return _inside(entry.mail) if inside else entry.mail


def _inside(mail: ReadMail) -> ReadMail:
    """Return the mail that one carries; where it carries none, itself."""
    return mail if mail.forwarded is None else mail.forwarded


def _unread(entry: ReadEntry, by: Visitor) -> ReadMail:
    """Return a mail that only carries the one that cannot be read."""
    with translation.override(by.organisation.language):
        text = _("This mail could not be read. It is attached as it came.")
    return ReadMail(text=text, parts=(MailPart(RAW_NAME, RAW_TYPE, entry.raw),))
