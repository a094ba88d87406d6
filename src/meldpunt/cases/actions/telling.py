"""Whether finders were told: what became of the letters, kept before the outbox forgets them."""

from datetime import UTC, datetime
from typing import Final

from meldpunt.cases.models import Notice
from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.outbox.queries import fates
from meldpunt.outbox.terms import Fate

AT_ONCE = 500
FORGOTTEN: Final = Fate(None, datetime.min.replace(tzinfo=UTC))
"""What a letter came to that the outbox does not know any more: nobody can say that it was taken."""


def note_told(*, by: Actor, now: datetime) -> int:
    """Keep when the letters about our words were taken or given up, and write it down; return how many were settled."""
    waiting = Notice.objects.filter(told_at__isnull=True, failed_at__isnull=True).order_by("id")
    letters = list(waiting.values_list("id", "letter"))
    known = {letter: FORGOTTEN for _row, letter in letters} | fates({letter for _row, letter in letters})
    settled = [row for row, letter in letters if known[letter].is_settled][:AT_ONCE]
    if not settled:
        return 0
    with transaction():
        rows = Notice.objects.select_for_update(of=("self",)).select_related("thread__case").filter(pk__in=settled)
        return sum(_keep(row, known[row.letter].delivered_at, by, now) for row in rows.order_by("id"))


def _keep(row: Notice, taken_at: datetime | None, by: Actor, now: datetime) -> bool:
    if row.told_at is not None or row.failed_at is not None:
        return False
    row.told_at, row.failed_at = taken_at, None if taken_at else now
    row.save(update_fields=["told_at", "failed_at"])
    case = row.thread.case
    deed = "case.told" if taken_at else "case.not_told"
    record(organisation=case.organisation_id, case=case.uuid, by=by, deed=deed, facts={}, now=now)
    return True
