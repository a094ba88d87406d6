"""The date of a case and the promises that it owes: the queue goes by what the due list says."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.cases.models import Case
from meldpunt.cases.queries.facts import dues_with
from meldpunt.journal.actions import transaction


def agree_due(*, promised: Mapping[UUID, datetime | None]) -> None:
    """Let each of these cases be due by the soonest promise that it owes; None where it owes none.

    Every change of a case reckons its date anew without its promises, and leaves a line in the journal, after which this is asked
    again; so a case that changed meanwhile is left alone.
    """
    moved = [(case, due_at) for case, due_at in dues_with(promised) if due_at != case.due_at]
    if not moved:
        return
    with transaction():
        for case, due_at in moved:
            Case.objects.filter(pk=case.pk, version=case.version).update(due_at=due_at)
