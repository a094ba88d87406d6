"""How many mails an hour come from one envelope sender: what is more stays with the mail server that brings it, which tries again."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.models import CameFrom
from meldpunt.arrivals.rules.mail_marks import mark_of_sender
from meldpunt.arrivals.terms import Channel
from meldpunt.journal.actions import transaction

HOUR: Final = timedelta(hours=1)
AT_ONCE: Final = 500


def admit_mail(*, organisation: UUID, sender: str, by: Channel, now: datetime) -> bool:  # noqa: ARG001 - no journal yet
    """Tell whether one more mail of an envelope sender is taken this hour, and count it if so; the null sender is one like any.

    An address has its own number and its domain may have another: MELDPUNT_MAILS_PER_HOUR, MELDPUNT_MAILS_OF_DOMAIN_PER_HOUR. Nobody vouched for
    either: whoever forges a large provider's domain would make everybody there wait, so that one has no number unless it is set.
    """
    here = settings.MELDPUNT
    limits = {sender: here.mails_per_hour}
    if here.mails_of_domain_per_hour:
        limits.setdefault(sender.rpartition("@")[2], here.mails_of_domain_per_hour)
    secret = settings.MELDPUNT_SECRETS.mail
    marks = {
        mark_of_sender(who, organisation=organisation, day=now.date(), secret=secret): most
        for who, most in limits.items()
    }
    with transaction():
        came = CameFrom.objects.filter(at__gt=now - HOUR)
        if any(came.filter(mark=mark).count() >= most for mark, most in marks.items()):
            return False
        CameFrom.objects.bulk_create(CameFrom(organisation_id=organisation, mark=mark, at=now) for mark in marks)
    return True


def expire_senders(*, now: datetime) -> int:
    """Forget a batch of senders of an hour ago and longer; return how many."""
    old = list(CameFrom.objects.filter(at__lte=now - HOUR).order_by("at").values_list("pk", flat=True)[:AT_ONCE])
    return CameFrom.objects.filter(pk__in=old).delete()[0] if old else 0
