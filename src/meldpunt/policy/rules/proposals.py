"""What a second person looks at: a proposal against what was published, beyond its clauses too."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import unified_diff
from enum import StrEnum
from typing import Final
from uuid import UUID

from meldpunt.policy.rules.changed_keys import ChangedKey
from meldpunt.policy.rules.differences import Difference, FileChange
from meldpunt.policy.rules.succession import Dated
from meldpunt.policy.terms import Policy, PolicyText, Problem, Proposal

MOST_LINES: Final = 4000
"""Longer files are not compared line by line: how long that takes grows faster than the file."""
CONTEXT: Final = 2
"""Lines shown around a line that changed."""
BOUNDS: Final = ("---", "+++")


class Mark(StrEnum):
    """What a line of a comparison is."""

    SAME = "same"
    NEW = "new"
    GONE = "gone"
    PLACE = "place"


@dataclass(frozen=True)
class Row:
    """One line of the comparison of two files; the text of a place is the number of the line that follows in the new one."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Comparison:
    """What would change from one published version: clauses, and what is none."""

    before: Policy
    differences: tuple[Difference, ...]
    changed: tuple[ChangedKey, ...] = ()


@dataclass(frozen=True)
class Review:
    """A proposal as the second person reads it.

    `policy` is None where the file cannot be published as things stand; `problems` says why. `comparisons` are with the version in force and, where
    that is another one, the newest. `rows` is None where the files are too long to be compared. `passed` are dates in the file that
    went by while it was waiting. `ends_second_eyes`: from then on one person publishes alone. `falls_away` are planned versions that would then never be in force. `approvers` are the names of those who may approve.
    """

    proposal: Proposal
    outdated: bool
    problems: tuple[Problem, ...] = ()
    policy: Policy | None = None
    comparisons: tuple[Comparison, ...] = ()
    rows: tuple[Row, ...] | None = ()
    files: tuple[FileChange, ...] = ()
    passed: tuple[tuple[str, date], ...] = ()
    ends_second_eyes: bool = False
    falls_away: tuple[Dated, ...] = ()
    approvers: Mapping[UUID, str] = field(default_factory=dict)


def digest_of(*, after: int, source: str, files: Mapping[str, bytes]) -> str:
    """Return what changes with anything a second person looks at: the file, those beside it, and the version they are compared with."""
    whole = hashlib.sha256(f"{after}\n".encode() + hashlib.sha256(source.encode()).digest())
    for name in sorted(files):
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return whole.hexdigest()


def passed_dates(policy: PolicyText, *, today: date) -> tuple[tuple[str, date], ...]:
    """Return the dates in a file, by their key, that would be refused if it were written today."""
    found = []
    if policy.takes_effect and policy.takes_effect < today:
        found.append(("takes_effect", policy.takes_effect))
    if policy.review_by and policy.review_by <= today:
        found.append(("review_by", policy.review_by))
    return tuple(found)


def rows_of(before: str, after: str) -> tuple[Row, ...] | None:
    """Return the lines of a file that changed, with a few around them; None where the files are too long."""
    old, new = before.split("\n"), after.split("\n")  # as TOML cuts: nowhere else
    if len(old) + len(new) > MOST_LINES:
        return None
    return tuple(_row(line) for line in list(unified_diff(old, new, lineterm="", n=CONTEXT))[len(BOUNDS) :])


def _row(line: str) -> Row:
    """Return a line of a unified comparison; of a place only the number of the line in the new file."""
    if line.startswith("@@"):
        return Row(Mark.PLACE, line.partition("+")[2].partition(" ")[0].partition(",")[0])
    return Row({"+": Mark.NEW, "-": Mark.GONE}.get(line[0], Mark.SAME), line[1:])
