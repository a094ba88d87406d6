"""Who is expected to answer, and how much: as seen last year, or as somebody says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.obligations.rules.keeping.seen import per_day_seen
from meldpunt.obligations.terms.keeping import Colleague, Days, Worker
from meldpunt.policy.terms import Region

UNSEEN: Final = 1.0
"""What somebody answers on a working day where nobody answered anything last year."""


def colleagues_of(
    handlers: Mapping[UUID, str],
    answered: Mapping[UUID, Iterable[datetime]],
    away: Mapping[UUID, Sequence[Days]],
    region: Region,
    *,
    per_day: float | None,
) -> tuple[Colleague, ...]:
    """Return everybody who is expected to answer.

    With `per_day` that is every handler, each as much. Without it they are those who answered last year, as much as they did; where
    nobody did, every handler is taken to answer one report a day.
    """
    seen = {member: per_day_seen(answered.get(member, ()), region) for member in handlers}
    if per_day is None and any(seen.values()):
        return tuple(
            Colleague(handlers[member], Worker(much, tuple(away.get(member, ()))), seen=True)
            for member, much in seen.items()
            if much
        )
    return tuple(
        Colleague(name, Worker(UNSEEN if per_day is None else per_day, tuple(away.get(member, ()))), seen=False)
        for member, name in handlers.items()
    )
