"""Delivery: takes what is due in small batches, under a lease."""

from collections.abc import Collection
from datetime import datetime

from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.actions import forget_done, forget_held_back, settle_delivered, settle_failed, take_due
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Carrier, CarrierRefused, Letter
from meldpunt.sealing.terms import SealingError


def deliver_due(
    *, carrier: Carrier, now: datetime, limit: int = 20, letters: Collection[Letter] = tuple(Letter)
) -> int:
    """Try the letters of these kinds that are due, at most `limit`; return how many were delivered. Others wait, sealed.

    Each letter settles for itself, so that a worker that is killed repeats at most one.
    """
    return sum(_deliver(row, carrier, now) for row in take_due(now=now, limit=limit, letters=letters))


def forget(*, now: datetime) -> int:
    """Erase what is left of letters that were done with, or could not leave, long ago; return how many."""
    return forget_done(now=now) + forget_held_back(now=now)


def _deliver(row: Owed, carrier: Carrier, now: datetime) -> bool:
    try:
        carrier.send(ready_letter(row))
    except SealingError:
        settle_failed(row=row, problem=CarrierRefused("cannot-open"), now=now)
        return False
    except Exception as problem:  # noqa: BLE001 -- whatever is wrong with one letter must not hold up the others
        settle_failed(row=row, problem=problem, now=now)
        return False
    settle_delivered(row=row, now=now)
    return True
