"""Mails that came in: sealed before the transaction, kept inside it, forgotten when their time is over."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.db import transaction as database
from django.db.models import Q, QuerySet

from meldpunt.arrivals.actions.uploads import begin_upload, discard_file
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.rules.mail_facts import seal_mail
from meldpunt.arrivals.rules.mail_marks import mark_of
from meldpunt.arrivals.terms import (
    NO_RECEIPT,
    Channel,
    MailEnd,
    MailSeen,
    ReadMail,
    SealedMail,
    SealedUpload,
    Suggestion,
    Way,
)
from meldpunt.journal.actions import insert, transaction
from meldpunt.journal.terms import Actor
from meldpunt.sealing.actions import destroy_keys
from meldpunt.sealing.rules.keys import key_name, key_with, new_key
from meldpunt.sealing.rules.streams import padded_size
from meldpunt.sealing.terms import ContentKey, Purpose

KEEP_SETTLED: Final = timedelta(days=30)
AT_ONCE: Final = 100


def sealed_mail(
    *,
    raw: bytes,
    mail: ReadMail,
    suggestion: Suggestion | None = None,
    way: Way,
    organisation: UUID,
    copy_for: UUID | None = None,
    by: Channel,
    now: datetime,
) -> SealedMail:
    """Seal a mail as it came into the store, and what was read in it; whoever does not keep it calls `drop_uploads`. `copy_for` is as in `mark_of`."""
    upload = sealed_part(
        content=raw, name="message.eml", media_type="message/rfc822", organisation=organisation, by=by, now=now
    )
    key = new_key(purpose=Purpose.MAIL, organisation=organisation, thread=upload.id)
    return SealedMail(
        raw=upload,
        keys=(key, _raw_key(upload, organisation)),
        mark=mark_of(raw, organisation=organisation, copy_for=copy_for, secret=settings.MELDPUNT_SECRETS.mail),
        way=way,
        sealed=seal_mail(mail, suggestion=suggestion, id_=upload.id, key=key),
    )


def sealed_part(
    *, content: bytes, name: str, media_type: str, organisation: UUID, by: Channel, now: datetime
) -> SealedUpload:
    """Seal a part of a mail, or all of it, into the store."""
    upload = begin_upload(organisation=organisation, name=name, media_type=media_type, by=by, now=now)
    try:
        upload.write(content)
        return upload.finish()
    except BaseException:
        upload.abandon()
        raise


def drop_uploads(*, uploads: Iterable[SealedUpload]) -> None:
    """Remove what was sealed of a mail that is not kept after all; no error when it is gone already."""
    for upload in uploads:
        discard_file(stored_as=upload.stored_as)


def keep_mail(
    *,
    mail: SealedMail,
    end: MailEnd,
    reason: str = "",
    thread: UUID | None = None,
    message: UUID | None = None,
    is_settled: bool,
    by: Channel,  # noqa: ARG001 - the caller records it
    now: datetime,
) -> None:
    """Keep a mail in the caller's transaction, which keeps its wraps and records it; one that is not settled waits in the mail room.

    Raises MailSeen when it was taken in before; then the transaction must be rolled back, which leaving it with the error does.
    """
    _insert(
        Mail(
            id=mail.raw.id,
            organisation_id=mail.keys[0].organisation,
            mark=mail.mark,
            way=mail.way,
            end=end,
            reason=reason,
            came_at=now,
            thread=thread,
            message=message,
            sealed=mail.sealed,
            stored_as=mail.raw.stored_as,
            size_class=padded_size(mail.raw.size),
            settled_at=now if is_settled else None,
        )
    )


def count_mail(
    *,
    raw: bytes,
    organisation: UUID,
    copy_for: UUID | None = None,
    way: Way,
    end: MailEnd,
    reason: str = "",
    id_: UUID,
    by: Channel,  # noqa: ARG001 - the caller records it
    now: datetime,
) -> None:
    """Keep no more of a mail than that it came and how it ended, for thirty days; in the caller's transaction. Raises MailSeen."""
    _insert(
        Mail(
            id=id_,
            organisation_id=organisation,
            mark=mark_of(raw, organisation=organisation, copy_for=copy_for, secret=settings.MELDPUNT_SECRETS.mail),
            way=way,
            end=end,
            reason=reason,
            came_at=now,
            size_class=padded_size(len(raw)),
            settled_at=now,
            forget_at=now + KEEP_SETTLED,
        )
    )


def note_unthanked(*, thread: UUID, by: Actor, now: datetime) -> None:  # noqa: ARG001 - the caller records it
    """Keep, in the caller's transaction, that no receipt leaves for the report that this mail became."""
    Mail.objects.filter(thread=thread, end=MailEnd.REPORT).update(reason=NO_RECEIPT)


def note_thanked(*, thread: UUID, by: Actor, now: datetime) -> None:  # noqa: ARG001 - the caller records it
    """Keep, in the caller's transaction, that its finder was mailed a code after all."""
    Mail.objects.filter(thread=thread, end=MailEnd.REPORT, reason=NO_RECEIPT).update(reason="")


def forget_mails(*, threads: Sequence[UUID], by: Actor, now: datetime) -> None:  # noqa: ARG001 - the caller records it
    """Destroy what is kept of the mails of these threads but that they came, in the caller's transaction.

    What still waits for a person stays, except word that a letter to the finder came back: nobody has read it, and it may be from somebody else.
    """
    of = Mail.objects.filter(thread__in=threads, sealed__isnull=False)
    gone = list(of.filter(Q(settled_at__isnull=False) | Q(end=MailEnd.BOUNCE)).values_list("pk", flat=True))
    Mail.objects.filter(pk__in=gone, settled_at__isnull=True).update(settled_at=now)
    empty(Mail.objects.filter(pk__in=gone))


def expire_mails(*, now: datetime) -> int:
    """Remove a batch of mails whose time is over, with what is kept of them; return how many."""
    old = list(
        Mail.objects.filter(forget_at__lte=now).order_by("forget_at", "id").values_list("pk", flat=True)[:AT_ONCE]
    )
    if not old:
        return 0
    with transaction():
        rows = Mail.objects.filter(pk__in=old)
        empty(rows.filter(sealed__isnull=False))
        rows.delete()
    return len(old)


def empty(rows: QuerySet[Mail]) -> None:
    """Destroy the keys of these mails and what they opened, in the caller's transaction."""
    found = list(rows.values_list("pk", "organisation_id", "stored_as"))
    names = [key_name(purpose=Purpose.MAIL, organisation=owner, thread=mail).id for mail, owner, _ in found]
    destroy_keys(keys=[*names, *(mail for mail, _, _ in found)])
    Mail.objects.filter(pk__in=[mail for mail, _, _ in found]).update(sealed=None, stored_as=None)
    for _, _, stored_as in found:
        database.on_commit(partial(discard_file, stored_as=stored_as or ""), robust=True)


def _insert(row: Mail) -> None:
    try:
        insert(row=row)
    except IntegrityError:
        raise MailSeen from None


def _raw_key(upload: SealedUpload, organisation: UUID) -> ContentKey:
    name = key_name(purpose=Purpose.FILE, organisation=organisation, thread=upload.id, file=upload.id)
    return key_with(name, upload.secret)
