"""Which case a number means, and the other way round: nothing of this was sealed."""

from collections.abc import Collection
from uuid import UUID

from meldpunt.cases.models import Case
from meldpunt.cases.terms import CaseNotFound
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, Visitor


def case_id(*, number: str, visitor: Visitor) -> UUID:
    """Return the id under which the journal knows a case. Raises NotAllowed, CaseNotFound."""
    allow(visitor, Deed.READ_JOURNAL)
    found = Case.objects.filter(organisation=visitor.organisation.id, number=number).first()
    if found is None:
        raise CaseNotFound
    return found.uuid


def case_numbers(organisation: UUID, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of an organisation's cases by their ids."""
    found = Case.objects.filter(organisation=organisation, uuid__in=set(cases))
    return dict(found.values_list("uuid", "number"))
