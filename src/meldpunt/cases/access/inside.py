"""The inside of a case, for what is kept beside its notes: the key that no finder has."""

from meldpunt.cases.access.keys import case_of, key_of_inside
from meldpunt.cases.terms import Inside
from meldpunt.people.terms import Deed, Visitor


def open_inside(*, number: str, visitor: Visitor, deed: Deed) -> Inside:
    """Return which case it is and the key of its inside. Raises CaseNotFound, NotAllowed, DeskLocked, CannotOpen.

    Nothing is opened with it yet: who does so writes that into the journal.
    """
    case, _, ring = case_of(number=number, visitor=visitor, deed=deed)
    return Inside(row=case.pk, id=case.uuid, number=case.number, key=key_of_inside(case, ring))
