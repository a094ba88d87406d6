"""Words of what lies beside a policy: files while it is written at the desk, and the look that it decides or leaves to the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meldpunt.journal.terms import Actor
from meldpunt.policy.terms.problems import PolicyError, Problem

MOST_FILES = 40
MOST_BYTES = 10 * 1024 * 1024
"""Of all files of an organisation together: every try of a policy reads them."""


class FileKind(StrEnum):
    """What a file beside a policy is for."""

    DOCUMENT = "document"
    LOGO = "logo"
    KEY = "key"


@dataclass(frozen=True)
class FileBeside:
    """A file beside the policy: `size` in bytes, `digest` its SHA-256 in hexadecimal, and who put it there when."""

    name: str
    kind: FileKind
    size: int
    digest: str
    at: datetime
    by: Actor


@dataclass(frozen=True)
class DecidedLook:
    """Whether the policy in force decides colours and font, and the logo, of the organisation."""

    theme: bool
    logo: bool


class PolicyDecides(PolicyError):
    """The policy in force says how this looks: it is changed there."""


class FileRefused(PolicyError):
    """The file cannot lie beside a policy; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        """Keep what is wrong."""
        super().__init__("file refused")
        self.problem = problem


class FileThere(PolicyError):
    """Another file of this name is there: it is replaced where it stands, by who saw it."""


class FileChanged(PolicyError):
    """The file is not there any more, or is not the one that was seen."""


class TooManyFiles(PolicyError):
    """There is no room for one more: too many files, or too large together."""
