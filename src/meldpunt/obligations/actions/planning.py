"""Warnings that are still to come follow their obligation: planned with it, moved with its date, gone when nothing is owed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from meldpunt.journal.actions import insert_all
from meldpunt.obligations.models import Obligation, PlannedWarning
from meldpunt.obligations.rules.warning import warnings_of


def plan_warnings(*, rows: Iterable[Obligation], known: Collection[Obligation], now: datetime) -> None:
    """Plan what is to be sent about these obligations, in the caller's transaction.

    What was sent is not sent again, unless the date moved so that its moment comes after the one at which it was sent: that is a
    warning about another date. `known` are those of them that may have warnings already, because they are not new.
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
    zone = row.reckoning["zone"]
    planned = warnings_of(row.started_at, row.due_at, zone=zone, now=now) if owed else {}
    if owed and not planned:  # history by now, but what was planned for before is sent: the worker stood still for long
        for step in [step for step, warning in there.items() if warning.at <= now]:
            del there[step]
    fresh: list[PlannedWarning] = []
    for step, at in planned.items():
        warning = there.pop(step.value, None)
        if warning is None:
            fresh.append(PlannedWarning(obligation=row, step=step.value, at=at))
        elif at > warning.sent_at if warning.sent_at else at != warning.at:
            warning.at, warning.sent_at = at, None
            warning.save(update_fields=["at", "sent_at"])
    return fresh
