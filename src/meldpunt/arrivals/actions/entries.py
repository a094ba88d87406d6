"""What a member does with an entry of the mail room. Whoever comes second does nothing: the row says who was first."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction as database

from meldpunt.arrivals.actions.uploads import discard_file
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import EntrySettled, MailEnd
from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import allow_unlocked
from meldpunt.people.terms import Deed, NotThere, Visitor
from meldpunt.sealing.actions import destroy_keys
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose

KEPT_AFTERWARDS: Final = timedelta(days=30)
"""How long the row says what became of a mail that is part of no case."""


def forget_entry(*, mail: UUID, by: Visitor, now: datetime, end: MailEnd | None = None) -> None:
    """Forget a mail of the mail room: its keys are destroyed and what was stored of it is removed. That it came stays, for 30 days.

    `end` is how it ended instead, where something else was done with it in this transaction. Raises NotThere, EntrySettled, NotAllowed,
    DeskLocked.
    """
    allow_unlocked(by, Deed.SORT_MAIL)
    with transaction():
        row = take_entry(mail=mail, by=by, now=now)
        record(
            organisation=row.organisation_id,
            case=None,
            by=by.actor,
            deed=f"mail.{end or 'forgotten'}",
            facts={"mail": str(row.id), "end": row.end},
            now=now,
        )
        _forget(row, end=end or MailEnd(row.end), now=now)


def take_entry(*, mail: UUID, by: Visitor, now: datetime) -> Mail:
    """Settle an open entry of the mail room and return it, inside the caller's transaction. Raises NotThere, EntrySettled."""
    found = Mail.objects.filter(organisation=by.organisation.id, pk=mail)
    taken = found.filter(settled_at__isnull=True).update(settled_at=now, settled_by=by.member)
    row = found.first()
    if row is None:
        raise NotThere
    if not taken:
        raise EntrySettled
    return row


def _forget(row: Mail, *, end: MailEnd, now: datetime) -> None:
    name = key_name(purpose=Purpose.MAIL, organisation=row.organisation_id, thread=row.id)
    destroy_keys(keys=[name.id, row.id])
    if row.stored_as:
        database.on_commit(partial(discard_file, stored_as=row.stored_as), robust=True)
    row.sealed = row.stored_as = row.thread = None
    row.end, row.forget_at = end.value, now + KEPT_AFTERWARDS
    row.save(update_fields=("sealed", "stored_as", "thread", "end", "forget_at"))
