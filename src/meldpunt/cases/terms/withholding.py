"""Words of progress that is withheld from a finder because the law demands it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from meldpunt.cases.terms.errors import CaseError

LONGEST_DAYS: Final = 183
"""In so many days at the latest somebody looks again."""
REVIEW_SOON: Final = timedelta(days=3)
"""So long before a review members are told that it comes."""


class Ground(StrEnum):
    """Why the law demands it."""

    INVESTIGATION = "investigation"
    COURT = "court"
    AUTHORITY = "authority"
    SECRECY = "secrecy"
    SECURITY = "security"


class WithholdingFlaw(StrEnum):
    """Why it cannot be decided so."""

    PAST = "past"
    FAR = "far"
    NO_REASON = "no_reason"


class WithholdingRefused(CaseError):
    """Progress cannot be withheld like this; `flaw` says why."""

    def __init__(self, flaw: WithholdingFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw


class NotWithheld(CaseError):
    """Nothing is withheld in this case: somebody ended it before."""


@dataclass(frozen=True)
class Withheld:
    """A time in which nothing was told because the law demanded it; `until` is None while it holds. `said`: finders may know of it."""

    since: datetime
    until: datetime | None
    said: bool


@dataclass(frozen=True)
class WithholdingView:
    """What the desk shows of it: `reason` in words and `by` (a name) were opened for whoever sees the case."""

    ground: Ground
    said: bool
    since: datetime
    review_at: datetime
    by: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True)
class ReviewLine:
    """A withholding in the list of what is due; nothing in it was sealed."""

    number: str
    case: UUID
    assigned_to: UUID | None
    review_at: datetime
