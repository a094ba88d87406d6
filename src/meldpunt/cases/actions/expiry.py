"""Forgetting what is over: sessions of finders, and addresses that an organisation lets nobody keep any more."""

from datetime import datetime

from django.db.models import Q

from meldpunt.cases.models import FinderKey, FinderSession, Thread
from meldpunt.cases.terms import SESSION_IDLE, SESSION_LIFE
from meldpunt.journal.actions import transaction

AT_ONCE = 500


def expire_sessions(*, now: datetime) -> int:
    """Remove a batch of sessions that idled too long or lived long enough; return how many."""
    over = FinderSession.objects.filter(Q(created_at__lte=now - SESSION_LIFE) | Q(last_seen_at__lte=now - SESSION_IDLE))
    gone = list(over.values_list("pk", flat=True)[:AT_ONCE])
    if not gone:
        return 0
    with transaction():
        return FinderSession.objects.filter(pk__in=gone).delete()[0]


def expire_addresses(*, now: datetime) -> int:  # noqa: ARG001 - as every verb
    """Erase addresses for notices of organisations that switched that off; return how many."""
    unwanted = Thread.objects.filter(notice_address__isnull=False, case__organisation__finder_mail_enabled=False)
    gone = list(unwanted.values_list("pk", flat=True)[:AT_ONCE])
    if not gone:
        return 0
    with transaction():
        FinderKey.objects.filter(thread__in=gone).delete()
        return Thread.objects.filter(pk__in=gone).update(notice_address=None, mail_references=None)
