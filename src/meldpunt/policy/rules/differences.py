"""What changed between two versions of a policy, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from meldpunt.policy.terms import ShownClause


class Change(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One clause that is not as it was: `before` is None where it is new, `after` where it is gone."""

    change: Change
    before: ShownClause | None
    after: ShownClause | None


def differences(before: Sequence[ShownClause], after: Sequence[ShownClause]) -> tuple[Difference, ...]:
    """Return what changed, in the order of the new page; what is gone comes last. Order alone is no change."""
    old = {clause.id: clause for clause in before}
    new = {clause.id: clause for clause in after}
    changed = tuple(
        Difference(Change.CHANGED if clause.id in old else Change.ADDED, old.get(clause.id), clause)
        for clause in after
        if old.get(clause.id) != clause
    )
    return changed + tuple(Difference(Change.REMOVED, clause, None) for clause in before if clause.id not in new)
