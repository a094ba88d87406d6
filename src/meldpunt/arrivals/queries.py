"""Questions about what is on its way in."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.models import Mail, MailCanary, UploadDraft, UsedForm
from meldpunt.arrivals.rules.forms import used_digest
from meldpunt.arrivals.rules.mail_marks import mark_of
from meldpunt.arrivals.terms import EntryLine, MailEnd, OpenForm, SeenMail, SentCanary, Way


def form_is_used(form: OpenForm) -> bool:
    """Tell whether a report was made with this form."""
    return UsedForm.objects.filter(digest=used_digest(form, secret=settings.MELDPUNT_SECRETS.form)).exists()


def waiting_files(names: Collection[str]) -> set[str]:
    """Return those of the stored names that belong to an upload that waits, or are a mail as it came."""
    waiting = UploadDraft.objects.filter(stored_as__in=names, taken=False).values_list("stored_as", flat=True)
    mails = Mail.objects.filter(stored_as__in=names).values_list("stored_as", flat=True)
    return {*waiting, *(name for name in mails if name)}


def list_entries(
    *, organisation: UUID, start: tuple[datetime, UUID] | None, backwards: bool, limit: int
) -> list[EntryLine]:
    """Return up to `limit` open entries of the mail room after `start` (before it when `backwards`), always newest first."""
    found = Mail.objects.filter(organisation=organisation, settled_at__isnull=True)
    if start is not None:
        at, row = start
        beyond = {"came_at__gte": at} if backwards else {"came_at__lte": at}
        same = {"id__lte": row} if backwards else {"id__gte": row}
        found = found.filter(**beyond).exclude(came_at=at, **same)
    order = ("came_at", "id") if backwards else ("-came_at", "-id")
    rows = list(found.defer("sealed").order_by(*order)[:limit])
    return [_entry(row) for row in (reversed(rows) if backwards else rows)]


def count_entries(*, organisation: UUID, at_most: int, since: datetime | None = None) -> int:
    """Return how many entries of the mail room are open, of those that came after `since`, counting no further than `at_most`."""
    found = Mail.objects.filter(organisation=organisation, settled_at__isnull=True)
    return (found.filter(came_at__gt=since) if since else found).order_by()[:at_most].count()


def waiting_mails(*, organisation: UUID, thread: UUID) -> tuple[EntryLine, ...]:
    """Return the open entries of the mail room that name a thread, oldest first."""
    rows = Mail.objects.filter(organisation=organisation, thread=thread, settled_at__isnull=True)
    return tuple(_entry(row) for row in rows.defer("sealed").order_by("came_at", "id"))


def keeps_mail(threads: Collection[UUID]) -> bool:
    """Tell whether a mail that became part of one of these threads lies here as it came."""
    return Mail.objects.filter(thread__in=threads, settled_at__isnull=False, sealed__isnull=False).exists()


def _entry(row: Mail) -> EntryLine:
    return EntryLine(
        id=row.id,
        came_at=row.came_at,
        way=Way(row.way),
        end=MailEnd(row.end),
        reason=row.reason,
        thread=row.thread,
        message=row.message,
    )


def seen_mail(*, raw: bytes, organisation: UUID) -> SeenMail | None:
    """Return what became of a mail that came to this organisation before, or None where it did not."""
    mark = mark_of(raw, organisation=organisation, secret=settings.MELDPUNT_SECRETS.mail)
    found = Mail.objects.filter(organisation=organisation, mark=mark).values_list("end", "thread").first()
    return None if found is None else SeenMail(MailEnd(found[0]), found[1])


def mail_came(organisation: UUID) -> bool:
    """Tell whether a mail came in to an organisation, ever."""
    return Mail.objects.filter(organisation=organisation).exclude(way=Way.FILE).exists()


def mail_canaries(organisation: UUID) -> list[SentCanary]:
    """Return the mails by which the way in was tested lately, the newest first."""
    return [_sent(row) for row in MailCanary.objects.filter(organisation=organisation).order_by("-sent_at", "id")]


def canaries_on_their_way() -> list[SentCanary]:
    """Return those of every organisation that did not come in yet, the newest first."""
    return [_sent(row) for row in MailCanary.objects.filter(came_at__isnull=True).order_by("-sent_at", "id")]


def _sent(row: MailCanary) -> SentCanary:
    return SentCanary(
        id=row.id,
        organisation=row.organisation_id,
        letter=row.letter,
        sent_at=row.sent_at,
        came_at=row.came_at,
        returned_at=row.returned_at,
        thread=row.thread,
        is_read_back=row.is_read_back,
    )
