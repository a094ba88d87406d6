"""What changed between two versions of a policy, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from meldpunt.policy.terms import Policy, ShownClause


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


@dataclass(frozen=True)
class Edition:
    """One version, and what changed since the one before it; nothing for the first."""

    policy: Policy
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Tried:
    """A policy that is not published: the newest `number` it was compared with, what it would say, and what would change.

    `needs_two`: one person does not publish it alone.
    """

    number: int
    policy: Policy
    differences: tuple[Difference, ...]
    needs_two: bool = False


def editions(policies: Sequence[Policy]) -> tuple[Edition, ...]:
    """Return the history of these versions (oldest first), newest first."""
    found = [
        Edition(policy, differences(before.terms.clauses, policy.terms.clauses) if before else ())
        for before, policy in zip([None, *policies], policies, strict=False)
    ]
    return tuple(reversed(found))


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
