"""A reader of mails without a child process: it knows plain mails of headers and text, and files that are named in a header of their own."""

from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes
from email.utils import parseaddr

from meldpunt.arrivals.terms import CannotRead, Envelope, Mailbox, MailFlaw, MailPart, ReadMail
from meldpunt.people.terms import HeldKey


class FakeReader:
    """Reads `Subject`, `From`, `To` and the text; each `X-File: name content` is a file, `X-Inside` the text of a mail inside. `X-Broken` cannot be read, and while `is_busy` nothing can."""

    is_busy = False

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return what is in a message."""
        del keys, signers, envelope
        if self.is_busy:
            raise CannotRead(MailFlaw.BUSY)
        message = message_from_bytes(raw)
        if "X-Broken" in message:
            raise CannotRead(MailFlaw.DAMAGED)
        name, address = parseaddr(message.get("From", ""))
        inside = message.get("X-Inside", "")
        files = [line.partition(" ") for line in message.get_all("X-File", ())]
        return ReadMail(
            message_id=message.get("Message-ID", ""),
            sender=Mailbox(name, address) if address else None,
            to=(Mailbox("", message.get("To", "")),),
            subject=message.get("Subject", ""),
            date=now,
            text=str(message.get_payload()),
            parts=tuple(MailPart(name, "text/plain", content.encode()) for name, _, content in files),
            forwarded=ReadMail(text=inside) if inside else None,
        )
