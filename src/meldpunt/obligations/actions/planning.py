"""Warnings that are still to come follow their obligation: planned with it, moved with its date, gone when nothing is owed."""

from datetime import datetime

from meldpunt.obligations.models import Obligation, PlannedWarning
from meldpunt.obligations.rules.warning import warnings_of
from meldpunt.obligations.terms import Settled


def plan_warnings(*, row: Obligation, settled: Settled, now: datetime) -> None:
    """Plan what is to be sent about an obligation, in the caller's transaction.

    What was sent is not sent again, unless the date moved so that its moment comes after the one at which it was sent: that is a
    warning about another date.
    """
    owed = settled.ended_at is None and not settled.paused
    planned = warnings_of(row.started_at, row.due_at, zone=settled.reckoning.zone, now=now) if owed else {}
    kept = {warning.step: warning for warning in PlannedWarning.objects.filter(obligation=row)}
    for step, at in planned.items():
        warning = kept.pop(step.value, None)
        if warning is None:
            PlannedWarning.objects.create(obligation=row, step=step.value, at=at)
        elif at > warning.sent_at if warning.sent_at else at != warning.at:
            warning.at, warning.sent_at = at, None
            warning.save(update_fields=["at", "sent_at"])
    over = [warning.pk for warning in kept.values() if warning.sent_at is None]
    if over:
        PlannedWarning.objects.filter(pk__in=over).delete()
