"""The mails that told a finder of something of ours."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from meldpunt.cases.models import Notice, Thread
from meldpunt.cases.queries.details import kept_since
from meldpunt.cases.queries.promised import promised_facts
from meldpunt.cases.rules.promised import is_untold
from meldpunt.cases.terms import Mail


def mails_to(thread: Thread, *, names: Mapping[UUID, str]) -> tuple[Mail, ...]:
    """Return the mails about a thread, the oldest first; `names` are the members'."""
    rows = list(Notice.objects.filter(thread=thread).order_by("id"))
    since = kept_since(thread) if rows else None
    return tuple(
        Mail(
            id=row.letter,
            message=row.message_id,
            owed_at=row.owed_at,
            told_at=row.told_at,
            failed_at=row.failed_at,
            came_back_at=row.came_back_at,
            kept_since=since,
            by=names.get(row.came_back_by_id, "") if row.came_back_by_id else "",
        )
        for row in rows
    )


def newest_mail_failed(thread: Thread) -> bool:
    """Tell whether the newest mail to a finder that is not on its way any more is known not to have arrived.

    Not where they left an address since: no mail has failed there.
    """
    rows = Notice.objects.filter(thread=thread).exclude(told_at__isnull=True, failed_at__isnull=True)
    newest = rows.order_by("-id").first()
    if newest is None or not (newest.failed_at or newest.came_back_at):
        return False
    since = kept_since(thread)
    return since is None or since <= newest.owed_at


def left_untold(thread: Thread) -> bool:
    """Tell whether the newest of our words and of the closings is known not to have reached this finder."""
    lost = Q(failed_at__isnull=False) | Q(came_back_at__isnull=False)
    if not Notice.objects.filter(lost, thread=thread).exists():
        return False
    return any(is_untold(facts) for facts in promised_facts(thread.case.uuid) if facts.thread == thread.pk)
