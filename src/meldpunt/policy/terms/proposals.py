"""Words of publishing with a second pair of eyes: what one person proposed, and why it may not go through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from meldpunt.journal.terms import Actor
from meldpunt.policy.terms.problems import PolicyError

LONGEST_REMARK = 2000
"""Signs of the remark with which a proposal comes back."""


@dataclass(frozen=True)
class Remark:
    """Why a proposal came back: who sent it back, when, and in which words."""

    at: datetime
    by: UUID
    text: str = field(repr=False)


@dataclass(frozen=True)
class Proposal:
    """A policy that one person wants published and a second one has to approve; with a `remark` it came back.

    `after` is the newest version when it was proposed, `files` are those it names, by name, and `digest` changes with all of these.
    """

    organisation: UUID
    by: Actor
    at: datetime
    after: int
    digest: str
    source: str = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    remark: Remark | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a second person."""
        return self.remark is None


class ProposalTrouble(StrEnum):
    """Why nobody may approve what waits: there is nobody else, or who proposed it may not publish any more."""

    NOBODY_ELSE = "nobody_else"
    PROPOSER_GONE = "proposer_gone"


class NeedsTwo(PolicyError):
    """One person cannot publish this: the file, or a version in force or to come, asks for a second pair of eyes."""


class ProposalOpen(PolicyError):
    """Somebody else's proposal is waiting: there is one at a time."""


class NoProposal(PolicyError):
    """Nothing is waiting: it was withdrawn, sent back or published."""


class ProposalChanged(PolicyError):
    """What is waiting is not what was looked at."""


class OwnProposal(PolicyError):
    """Nobody is the second pair of eyes on a proposal of their own."""


class NotYours(PolicyError):
    """Only who proposed it withdraws what is waiting."""


class ProposerGone(PolicyError):
    """Who proposed it may no longer publish, so there are not two people."""


class DatesPassed(PolicyError):
    """A date in the file passed while it was waiting, and nobody has said that it may be published so."""


class RemarkRefused(PolicyError):
    """The remark is empty or too long."""
