"""What a member does with an entry of the mail room. Whoever comes second does nothing: the row says who was first."""

from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.actions.mails import KEEP_SETTLED, empty
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import EntrySettled, MailEnd
from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import allow_unlocked
from meldpunt.people.terms import Deed, NotThere, Visitor


def forget_entry(*, mail: UUID, by: Visitor, now: datetime) -> None:
    """Forget a mail of the mail room: its keys are destroyed and what was stored of it is removed. That it came stays, for 30 days.

    Raises NotThere, EntrySettled, NotAllowed, DeskLocked.
    """
    allow_unlocked(by, Deed.SORT_MAIL)
    with transaction():
        empty_entry(mail=mail, by=by, now=now)
        write_down_entry(mail=mail, deed="mail.forgotten", by=by, now=now)


def keep_entry_as(
    *, mail: UUID, end: MailEnd, thread: UUID, message: UUID | None = None, by: Visitor, now: datetime
) -> None:
    """Settle an open entry that became a report or a message, in the caller's transaction: it goes with the case. Raises NotThere, EntrySettled."""
    _settle(mail, by, now)
    Mail.objects.filter(pk=mail).update(end=end, thread=thread, message=message)


def empty_entry(*, mail: UUID, end: MailEnd | None = None, by: Visitor, now: datetime) -> None:
    """Settle an open entry and keep nothing of what it says, in the caller's transaction; `end` is how it ended instead, if otherwise.

    Raises NotThere, EntrySettled.
    """
    _settle(mail, by, now)
    found = Mail.objects.filter(pk=mail)
    empty(found)
    found.update(thread=None, forget_at=now + KEEP_SETTLED, **({"end": end} if end else {}))


def write_down_entry(*, mail: UUID, deed: str, by: Visitor, now: datetime) -> None:
    """Record what a member did with an entry, in the caller's transaction."""
    facts = {"mail": str(mail)}
    record(organisation=by.organisation.id, case=None, by=by.actor, deed=deed, facts=facts, now=now)


def _settle(mail: UUID, by: Visitor, now: datetime) -> None:
    found = Mail.objects.filter(organisation=by.organisation.id, pk=mail)
    if found.filter(settled_at__isnull=True).update(settled_at=now, settled_by=by.member):
        return
    raise EntrySettled if found.exists() else NotThere
