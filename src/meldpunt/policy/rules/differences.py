"""What changed between two versions of a policy, clause by clause."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meldpunt.policy.rules.changed_keys import ChangedKey
from meldpunt.policy.rules.succession import Dated, replacements
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

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which a reader finds other words; none where only who keeps the clause changed, or a language came or went."""
        if self.before is None or self.after is None:
            return tuple((self.before or self.after).texts)  # type: ignore[union-attr]  # one of the two is there
        old, new = self.before.texts, self.after.texts
        return tuple(language for language in new if old.get(language, new[language]) != new[language])


@dataclass(frozen=True)
class Edition:
    """One version, and what changed since `before`: the one that was in force when it came; nothing for the first.

    `replaced_by` is the version that took its place before it ever was in force.
    """

    policy: Policy
    differences: tuple[Difference, ...]
    before: Policy | None = None
    replaced_by: int | None = None


@dataclass(frozen=True)
class FileChange:
    """A file that a new policy names and the newest version does not have so, or the other way round; `size` is in bytes."""

    name: str
    change: Change
    size: int
    digest: str


@dataclass(frozen=True)
class Tried:
    """A policy that is not published: the newest `number`, what it would say, and what would change.

    It is compared with the version `before`, which will be in force when it begins; 0 for the built-in one. `falls_away` are planned versions
    that would then never be in force. `changed` is what changes and is no clause. `files` are the
    documents and logos that change from the newest version. `needs_two`: one person does not publish it alone.
    `leaving` are host names that lead to a brand now and to none under it. `digest` changes with the file, with those beside it that it names, and with `number`.
    `numberless` are the tables under `[people]` of those whom the card for the front desk tells to call, without a number;
    `placeholders` are addresses that were left from an example.
    """

    number: int
    policy: Policy
    digest: str
    differences: tuple[Difference, ...]
    needs_two: bool = False
    changed: tuple[ChangedKey, ...] = ()
    before: int = 0
    falls_away: tuple[Dated, ...] = ()
    files: tuple[FileChange, ...] = ()
    leaving: tuple[str, ...] = ()
    numberless: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """Return what stands for this look at it: another text, another file or another version makes it another one."""
        return f"{self.number}-{self.before}-{self.digest}"


def dropped(differences: Sequence[Difference]) -> int:
    """Return how many clauses are gone."""
    return sum(each.change is Change.REMOVED for each in differences)


def files_changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """Return which files are new, gone or other than before, by name."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        change = (
            Change.CHANGED if name in before and name in after else Change.ADDED if name in after else Change.REMOVED
        )
        content = after.get(name, before.get(name, b""))
        found.append(FileChange(name, change, len(content), hashlib.sha256(content).hexdigest()))
    return tuple(found)


def editions(policies: Sequence[Policy]) -> tuple[Edition, ...]:
    """Return the history of these versions (oldest first), newest first."""
    replaced, found = replacements(policies), []
    before: Policy | None = None
    for policy in policies:
        told = differences(before.terms.clauses, policy.terms.clauses) if before else ()
        found.append(Edition(policy, told, before, replaced.get(policy.number)))
        before = before if policy.number in replaced else policy
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
