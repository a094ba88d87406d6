"""What can be wrong with a policy file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right: where, what is wrong, and what to do.

    `message` and `remedy` are English msgids with named places (`%(name)s`) for `values`. `line` counts from 1; `key` is
    written as in the file (`promises.first_answer.within`), "" for the file as a whole. `near` is what may have been meant.
    """

    line: int
    key: str
    message: str
    remedy: str
    values: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def near(self) -> str:
        """Return what may have been meant, "" where nothing is near."""
        return self.values.get("near", "")

    def __str__(self) -> str:
        """Say it in English on one line."""
        where = f"line {self.line}" + (f", {self.key}" if self.key else "")
        hint = f' Did you mean "{self.near}"?' if self.near else ""
        return f"{where}: {self.message % self.values} {self.remedy % self.values}{hint}"


class PolicyError(Exception):
    """Something about a policy that a caller must handle."""


class NoSuchVersion(PolicyError):
    """The organisation never published a version with this number."""


class NoSuchDocument(PolicyError):
    """This version has no document of this name."""


class SameAsBefore(PolicyError):
    """The file is the one that was published last: there is nothing to publish."""


class PublishedMeanwhile(PolicyError):
    """Somebody else published a version at the same moment: look at the differences and publish again."""


class CannotEdit(PolicyError):
    """This text is laid out in such a way that fields cannot change it; the text itself can be changed."""


class TooLong(PolicyError):
    """What was typed in fields is more than a policy may hold, or a list of it, or too much to write at once."""


class PolicyRefused(PolicyError):
    """The file cannot be used; `problems` tells every reason that was found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Remember the problems, in the order of their lines."""
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = problems
