"""What a calendar feed holds of what is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from meldpunt.policy.terms import PromiseKind


class FeedAbout(StrEnum):
    """What a date is about: a promise to a finder, a duty by law, or progress that is withheld and looked at again."""

    PROMISE = "promise"
    DUTY = "duty"
    REVIEW = "review"


@dataclass(frozen=True)
class FeedLine:
    """One date for a calendar: nothing in it was sealed. Only of a promise it says which (`kind`).

    `id` stays the same for as long as it is owed, and `revision` rises with each question that moved the date of a promise.
    """

    id: UUID
    number: str
    about: FeedAbout
    due_at: datetime
    broken: bool
    kind: PromiseKind | None = None
    revision: int = 0
    paused: bool = False
