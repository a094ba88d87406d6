"""Warnings that are still to come follow their obligation: planned with it, moved with its date, gone when nothing is owed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from meldpunt.journal.actions import insert_all
from meldpunt.obligations.models import Obligation, PlannedWarning
from meldpunt.obligations.rules.warning import warnings_of


def plan_warnings(*, rows: Iterable[Obligation], known: Collection[Obligation], now: datetime) -> None:
    """Plan what is to be sent about these obligations, in the caller's transaction; what was sent is never sent again.

    `known` are those of them that may have warnings already, because they are not new.
    """
    kept: defaultdict[int, dict[str, PlannedWarning]] = defaultdict(dict)
    for warning in PlannedWarning.objects.filter(obligation__in=known).order_by("id"):
        kept[warning.obligation_id][warning.step] = warning
    fresh: list[PlannedWarning] = []
    over: list[int] = []
    for row in rows:
        there = kept[row.pk]
        fresh += _planned(row, there, now)
        over += [warning.pk for warning in there.values() if warning.sent_at is None]
    insert_all(rows=fresh)
    if over:
        PlannedWarning.objects.filter(pk__in=over).delete()


def _planned(row: Obligation, there: dict[str, PlannedWarning], now: datetime) -> list[PlannedWarning]:
    """Return the warnings that are not there yet; those that are leave `there`, moved where the date did."""
    owed = row.ended_at is None and not row.paused
    planned = warnings_of(row.started_at, row.due_at, now=now) if owed else {}
    fresh: list[PlannedWarning] = []
    for step, at in planned.items():
        warning = there.pop(step.value, None)
        if warning is None:
            fresh.append(PlannedWarning(obligation=row, step=step.value, at=at))
        elif warning.sent_at is None and warning.at != at:
            warning.at = at
            warning.save(update_fields=["at"])
    return fresh
