"""Mails that came in and were kept sealed, for tests: opened by the organisation's key alone."""

from datetime import UTC, datetime
from uuid import UUID

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.rules.mail_facts import seal_mail
from meldpunt.arrivals.terms import Mailbox, MailEnd, ReadMail, SealedUpload, Suggestion
from meldpunt.people.queries import current_key
from meldpunt.sealing.actions import keep_wrapped
from meldpunt.sealing.rules.keys import key_name, key_with, new_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import Purpose
from tests.factories.arrivals import make_mail, make_upload
from tests.factories.people import MadeOrganisation

CAME = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
READ = ReadMail(
    message_id="1@finder.example",
    sender=Mailbox("Sam de Vries", "sam@finder.example"),
    to=(Mailbox("", "security@haven.example"),),
    subject="Vraag",
    date=CAME,
    text="Ik heb een vraag over mijn rekening.",
    language="nl",
)
RAW = b"From: sam@finder.example\r\nTo: security@haven.example\r\nSubject: Vraag\r\n\r\nIk heb een vraag over mijn rekening.\r\n"


def make_entry(
    organisation: MadeOrganisation,
    *,
    read: ReadMail = READ,
    raw: bytes = RAW,
    end: MailEnd = MailEnd.PENDING,
    suggestion: Suggestion | None = None,
    came_at: datetime = CAME,
    **facts: object,
) -> Mail:
    """Keep a mail as an open entry of the mail room, unless `facts` say otherwise."""
    upload = make_upload(organisation, raw, name="mail.eml", media_type="message/rfc822")
    return make_mail(
        organisation,
        **_kept(organisation, upload, read, suggestion),
        end=end.value,
        came_at=came_at,
        **facts,
    )


def _kept(
    organisation: MadeOrganisation, upload: SealedUpload, read: ReadMail, suggestion: Suggestion | None
) -> dict[str, object]:
    """Seal what is kept of it, and hand its two keys to the organisation."""
    facts = new_key(purpose=Purpose.MAIL, organisation=organisation.id, thread=upload.id)
    raw = key_with(
        key_name(purpose=Purpose.FILE, organisation=organisation.id, thread=upload.id, file=upload.id), upload.secret
    )
    keep_wrapped(wrapped=wrap_all([facts, raw], to=[current_key(organisation.id)]))
    sealed = seal_mail(read, suggestion=suggestion, id_=upload.id, key=facts)
    return {"id": upload.id, "sealed": sealed, "stored_as": upload.stored_as, "size_class": upload.size}


def settled_by(mail: UUID) -> tuple[str, bool]:
    """Tell how an entry ended, and whether anything of it is kept."""
    row = Mail.objects.get(pk=mail)
    return row.end, row.sealed is not None
