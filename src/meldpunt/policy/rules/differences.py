"""What changed between two versions of a policy, clause by clause."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meldpunt.policy.rules.changed_keys import ChangedKey
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

    `changed` is what changes and is no clause. `needs_two`: one person does not publish it alone.
    """

    number: int
    policy: Policy
    differences: tuple[Difference, ...]
    needs_two: bool = False
    changed: tuple[ChangedKey, ...] = ()


def editions(policies: Sequence[Policy]) -> tuple[Edition, ...]:
    """Return the history of these versions (oldest first), newest first."""
    found = [
        Edition(policy, differences(before.terms.clauses, policy.terms.clauses) if before else ())
        for before, policy in zip([None, *policies], policies, strict=False)
    ]
    return tuple(reversed(found))


def differences(before: Sequence[ShownClause], after: Sequence[ShownClause]) -> tuple[Difference, ...]:
    """Return what changed, in the order of the new page; what is gone comes last. Order alone is no change.

    Versions that were stored before ids were unique may have several clauses of one id: of those, what is there twice and was there once is new.
    """
    old: dict[str, list[ShownClause]] = {}
    for clause in before:
        old.setdefault(clause.id, []).append(clause)
    other = [clause for clause in after if not _taken_out(clause, old.get(clause.id, []))]
    return (*(_difference(clause, old.get(clause.id, [])) for clause in other), *_gone(old))


def _taken_out(clause: ShownClause, old: list[ShownClause]) -> bool:
    """Take a clause that stayed as it was out of the old ones of its id; return whether it was there."""
    if clause not in old:
        return False
    old.remove(clause)
    return True


def _difference(clause: ShownClause, old: list[ShownClause]) -> Difference:
    """Return a clause beside the next old one of its id that is left, if any; that one is taken out."""
    if not old:
        return Difference(Change.ADDED, None, clause)
    return Difference(Change.CHANGED, old.pop(0), clause)


def _gone(old: Mapping[str, Sequence[ShownClause]]) -> Iterator[Difference]:
    return (Difference(Change.REMOVED, clause, None) for left in old.values() for clause in left)
