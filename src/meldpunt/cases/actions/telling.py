"""Whether finders were told: what became of the letters, kept before the outbox forgets them."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.actions import note_unthanked
from meldpunt.cases.models import Case, Notice
from meldpunt.cases.queries.mail_threads import thread_of_references
from meldpunt.journal.actions import record, transaction
from meldpunt.journal.queries import entries_of_deeds
from meldpunt.journal.terms import Actor, Fact
from meldpunt.outbox.queries import fates, lost
from meldpunt.outbox.rules import message_id
from meldpunt.outbox.terms import Fate, Letter

AT_ONCE = 500
WITH_CODES: Final = (Letter.MAIL_RECEIVED, Letter.NEW_CODE)
LOST: Final = "case.code_not_mailed"
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


def note_codes_lost(*, by: Actor, now: datetime) -> int:
    """Keep that a mail with an access code, or with the way to one, never left, and write it down once; return how many were."""
    return sum(_note_lost(letter, organisation, by, now) for letter, organisation in lost(WITH_CODES))


def _note_lost(letter: UUID, organisation: UUID, by: Actor, now: datetime) -> bool:
    """Keep it, unless it is known already or its thread is not: where no mail comes in, letters are not known by their Message-IDs."""
    secret, sender = settings.MELDPUNT_SECRETS.mail, settings.MELDPUNT.mail_from
    thread = thread_of_references(organisation, [message_id(letter, secret=secret, sender=sender)])
    if thread is None:
        return False
    with transaction():
        case = Case.objects.select_for_update().get(threads=thread)
        if any(line.facts.get("letter") == str(letter) for line in entries_of_deeds({case.uuid}, (LOST,))):
            return False
        note_unthanked(thread=thread, by=by, now=now)
        facts: dict[str, Fact] = {"letter": str(letter)}
        record(organisation=organisation, case=case.uuid, by=by, deed=LOST, facts=facts, now=now)
    return True


def _keep(row: Notice, taken_at: datetime | None, by: Actor, now: datetime) -> bool:
    if row.told_at is not None or row.failed_at is not None:
        return False
    row.told_at, row.failed_at = taken_at, None if taken_at else now
    row.save(update_fields=["told_at", "failed_at"])
    case = row.thread.case
    deed = "case.told" if taken_at else "case.not_told"
    record(organisation=case.organisation_id, case=case.uuid, by=by, deed=deed, facts={}, now=now)
    return True
