"""Which case a number means, and the other way round: nothing of this was sealed."""

from collections.abc import Collection
from uuid import UUID

from meldpunt.cases.models import Case, Thread
from meldpunt.cases.terms import CaseNotFound
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, Visitor


def case_id(*, number: str, visitor: Visitor, deed: Deed) -> UUID:
    """Return the id of a case, for who may do this with it. Raises NotAllowed, CaseNotFound."""
    allow(visitor, deed)
    found = Case.objects.filter(organisation=visitor.organisation.id, number=number).first()
    if found is None:
        raise CaseNotFound
    return found.uuid


def number_of_thread(thread: UUID) -> str:
    """Return the number of a thread's case; empty where it is gone."""
    return Thread.objects.filter(pk=thread).values_list("case__number", flat=True).first() or ""


def numbers_of_threads(threads: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of these threads' cases, by thread."""
    return dict(Thread.objects.filter(pk__in=set(threads)).values_list("pk", "case__number"))


def case_numbers(organisation: UUID, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of an organisation's cases by their ids.

    Whose a case is, is looked at here: with the organisation in its question SQLite walks every case of it.
    """
    found = Case.objects.filter(uuid__in=set(cases)).values_list("organisation", "uuid", "number")
    return {case: number for owner, case, number in found if owner == organisation}
