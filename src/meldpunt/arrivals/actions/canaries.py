"""Mails by which the way in is tested: what is sent, what became of it, and forgetting that. Upkeep tells the journal how the way in is."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from meldpunt.arrivals.models import MailCanary
from meldpunt.arrivals.terms import Channel
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor

KNOWN_FOR: Final = timedelta(days=7)
"""So long a canary is known when it comes: a mail server tries for five days (RFC 5321, 4.5.4.1)."""


def await_canary(*, canary: UUID, organisation: UUID, letter: UUID, by: Actor, now: datetime) -> None:
    """Keep that a canary leaves by a letter, in the caller's transaction, and forget those of more than a week ago."""
    del by
    MailCanary.objects.filter(organisation=organisation, sent_at__lt=now - KNOWN_FOR).delete()
    MailCanary.objects.create(id=canary, organisation_id=organisation, letter=letter, sent_at=now)


def note_canary_came(*, canary: UUID, thread: UUID | None, is_read_back: bool, by: Channel, now: datetime) -> None:
    """Keep that a canary came and as which report; what came by two ways came when it came first."""
    del by
    with transaction():
        MailCanary.objects.filter(pk=canary, came_at__isnull=True).update(
            came_at=now, thread=thread, is_read_back=is_read_back
        )


def note_canary_returned(*, canary: UUID, by: Channel, now: datetime) -> None:
    """Keep that a mail server sent a canary back."""
    del by
    with transaction():
        MailCanary.objects.filter(pk=canary, returned_at__isnull=True).update(returned_at=now)


def note_canary_forgotten(*, canary: UUID, by: Actor, now: datetime) -> bool:
    """Keep that the report of a canary is forgotten, in the caller's transaction; False where somebody else did."""
    del by, now
    return MailCanary.objects.filter(pk=canary, thread__isnull=False).update(thread=None) == 1
