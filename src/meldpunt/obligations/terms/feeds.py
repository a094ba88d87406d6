"""What a calendar feed holds of an obligation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from meldpunt.policy.terms import PromiseKind


@dataclass(frozen=True)
class FeedLine:
    """One date for a calendar: nothing in it was sealed.

    `id` stays the same for as long as the obligation is there, and `revision` rises with each question that moved its date.
    """

    id: UUID
    number: str
    kind: PromiseKind
    due_at: datetime
    revision: int
    paused: bool
    broken: bool
