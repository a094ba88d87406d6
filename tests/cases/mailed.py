"""What the tests of mail have in common: bytes that come, and a verb with what it needs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from meldpunt.arrivals.terms import Channel, Ended, Envelope, ReadMail, Way
from meldpunt.cases.actions import receive_mail
from tests.factories.people import NOW, MadeOrganisation
from tests.fakes.mail_reading import MAIL, SaysReader

PIPE = Envelope(Way.PIPE)


def raw(message_id: str = "1@finder.example", body: str = "Iedereen kan elk dossier openen.") -> bytes:
    """Return a mail as it comes."""
    head = f"Message-ID: <{message_id}>\r\nFrom: Sam <sam@finder.example>\r\nSubject: Open portaal\r\n"
    return f"{head}\r\n{body}\r\n".encode()


def received(
    organisation: MadeOrganisation,
    mail: ReadMail | Exception = MAIL,
    *,
    content: bytes | None = None,
    envelope: Envelope = PIPE,
    now: datetime = NOW,
) -> Ended:
    """Take in a mail that reads as `mail`."""
    name = mail.message_id if isinstance(mail, ReadMail) else "broken@finder.example"
    return receive_mail(
        raw=raw(name) if content is None else content,
        envelope=envelope,
        organisation=organisation.id,
        reader=SaysReader(mail),
        by=Channel.MAIL,
        now=now,
    )


def written(message_id: str, **facts: Any) -> ReadMail:
    """Return a mail that is as `MAIL` but for these facts."""
    return replace(MAIL, message_id=message_id, **facts)
