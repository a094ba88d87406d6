"""What a member makes of an entry of the mail room. Everything slow comes before the transaction; who is second does nothing."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from meldpunt.arrivals.access import read_entry
from meldpunt.arrivals.actions import keep_entry_as, write_down_entry
from meldpunt.arrivals.terms import Channel, MailEnd, MailPart, MailReader, ReadEntry, ReadMail
from meldpunt.cases.actions.mail.reports import ToTake, report_by_mail
from meldpunt.people.terms import Visitor

RAW_NAME: Final = "mail.eml"
RAW_TYPE: Final = "message/rfc822"


def make_report_of_entry(*, mail: UUID, inside: bool = False, reader: MailReader, by: Visitor, now: datetime) -> str:
    """Open a case for a mail of the mail room and return its number; every clock runs from the moment at which the mail came.

    `inside` takes the mail that it only carries, with the finder who wrote that. A mail that cannot be read is attached to the report as it came.
    Raises NotThere, EntrySettled, IntakeStopped, NotAllowed, DeskLocked.
    """
    entry = read_entry(mail=mail, reader=reader, visitor=by)

    def keep(thread: UUID) -> None:
        keep_entry_as(mail=mail, end=MailEnd.REPORT, thread=thread, by=by, now=now)
        write_down_entry(mail=mail, deed="mail.made_report", by=by, now=now)

    return report_by_mail(
        taking=ToTake(_report_in(entry, by, inside=inside), Channel.MAIL, entry.came_at),
        organisation=by.organisation.id,
        keep=keep,
        by=Channel.MAIL,
        now=now,
    )


def _report_in(entry: ReadEntry, by: Visitor, *, inside: bool) -> ReadMail:
    if entry.mail is None:
        return _unread(entry, by)
    return entry.mail.forwarded if inside and entry.mail.forwarded is not None else entry.mail


def _unread(entry: ReadEntry, by: Visitor) -> ReadMail:
    """Return a mail that only carries the one that cannot be read."""
    with translation.override(by.organisation.language):
        text = _("This mail could not be read. It is attached as it came.")
    return ReadMail(text=text, parts=(MailPart(RAW_NAME, RAW_TYPE, entry.raw),))
