"""Signs of life for tests."""

from datetime import datetime

from meldpunt.journal.terms import SYSTEM
from meldpunt.upkeep.actions import beat


def make_heartbeat(*, now: datetime) -> None:
    """Let the worker have been there at `now`."""
    beat(by=SYSTEM, now=now)
