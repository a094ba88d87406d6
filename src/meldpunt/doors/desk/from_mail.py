"""What a mail that a member has as a file says for the form by which a report is entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.timezone import localtime

from meldpunt.arrivals.access import read_mail_file
from meldpunt.arrivals.actions import sealed_part
from meldpunt.arrivals.terms import CannotRead, Channel, MailFlaw, MailPart, ReadMail, SealedUpload
from meldpunt.cases.rules.mail_contents import sender_of, storable, words_of
from meldpunt.cases.rules.receiving import check_received
from meldpunt.cases.terms import MomentRefused
from meldpunt.doors.desk import posting
from meldpunt.doors.desk.mail_room import reader
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.look.posted import limits
from meldpunt.policy.terms import IdentityMode
from meldpunt.reports.terms import TEXT_LIMIT

RAW: Final = ("mail.eml", "message/rfc822")
NAMELESS: Final = "part"


@dataclass(frozen=True)
class MailFile:
    """What a mail says for the form, and its files with the mail itself in front, sealed."""

    initial: dict[str, str] = field(repr=False)
    files: tuple[SealedUpload, ...]


def mail_in(request: DeskRequest, *, begun: Mapping[str, str], now: datetime) -> MailFile:
    """Read the mail that was sent along; the form begins with `begun` where that says nothing. Raises CannotRead."""
    content = posting.content_of(request, request.visitor)
    if not content:
        raise CannotRead(MailFlaw.DAMAGED)
    mail = read_mail_file(content=content, reader=reader(), visitor=request.visitor, now=now)
    parts = [MailPart(*RAW, content), *mail.parts][: limits().count]
    return MailFile({**begun, **_said(request, mail, now)}, tuple(_sealed(request, part, now) for part in parts))


def _said(request: DeskRequest, mail: ReadMail, now: datetime) -> dict[str, str]:
    identity, contact = sender_of(mail)
    text = "\n\n".join(part for part in (mail.subject.strip(), words_of(mail)) if part)
    said = {"channel": Channel.MAIL.value, "what": storable(text, TEXT_LIMIT), **_when(mail, now)}
    if identity.mode is IdentityMode.NAME:
        said |= {"name": identity.name, "own_name": "on"}
    if contact.value:
        said |= {"contact": contact.value, "notices": "on"}
    return said | ({"language": mail.language} if mail.language in request.organisation.languages else {})


def _when(mail: ReadMail, now: datetime) -> dict[str, str]:
    """Return when it was sent, by the clock of the organisation; nothing where that cannot be."""
    if mail.date is None:
        return {}
    try:
        check_received(mail.date, now=now)
    except MomentRefused:
        return {}
    here = localtime(mail.date)
    return {"day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}"}


def _sealed(request: DeskRequest, part: MailPart, now: datetime) -> SealedUpload:
    return sealed_part(
        content=part.content,
        name=part.name or NAMELESS,
        media_type=part.media_type,
        organisation=request.organisation.id,
        by=Channel.DESK,
        now=now,
    )
