"""The worker's sign of life."""

from datetime import datetime

from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor
from meldpunt.upkeep.models import Heartbeat


def beat(*, by: Actor, now: datetime) -> None:
    """Say that the worker is there. Not journalled: it happens all the time and changes nothing."""
    del by
    with transaction():
        Heartbeat.objects.update_or_create(only=True, defaults={"at": now})
