"""Taking cases out of the hands of who does not work on cases any more, so that somebody else takes them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from meldpunt.cases.actions.changing import settle
from meldpunt.cases.models import Case
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.queries import handlers_of

AT_ONCE = 50


def release(*, organisation: UUID, members: Collection[UUID], by: Actor, now: datetime) -> int:
    """Leave a batch of the open cases of these members to nobody; return how many.

    Who may have a case keeps theirs. A case that was closed, or given to another, meanwhile is left alone.
    """
    found = list(_in_hands(organisation, members)[:AT_ONCE])
    if not found:
        return 0
    with transaction():
        gone = set(members) - handlers_of(organisation).keys()
        held = Case.objects.select_for_update().filter(pk__in=found).order_by("id")
        cases = [case for case in held if case.closed_at is None and case.assigned_to_id in gone]
        for case in cases:
            facts = {"member": str(case.assigned_to_id)}
            case.assigned_to_id = None
            settle(case, deed="case.released", facts=facts, by=by, now=now)
    return len(cases)


def _in_hands(organisation: UUID, members: Collection[UUID]) -> QuerySet[Case, int]:
    """Return the keys of their open cases, in the order of the index that holds open cases by member."""
    of = Case.objects.filter(organisation=organisation, closed_at__isnull=True, assigned_to__in=members)
    return of.order_by("assigned_to", "due_at", "id").values_list("pk", flat=True)
