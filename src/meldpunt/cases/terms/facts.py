"""What rules and lists know of a case: nothing of it was sealed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from meldpunt.cases.terms.words import (
    Avoid,
    ClosingReason,
    DeclineReason,
    HandTo,
    MessageKind,
    ReplyId,
    ReportState,
    Side,
    Step,
    Why,
)


@dataclass(frozen=True)
class CaseFacts:
    """What the rules need to know of a case; nothing of it is content. `review_at` is set while the law forbids telling the finder more."""

    state: ReportState
    opened_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    waiting_since: datetime | None
    last_own_word_at: datetime | None
    last_own_kind: MessageKind | None
    declined_as: DeclineReason | None
    closing_reason: ClosingReason | None
    assigned: bool
    review_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """What to do in one situation: a ready answer, the state that a step leads to, and what to avoid most."""

    step: Step
    reply: ReplyId | None = None
    to: ReportState | None = None
    avoid: Avoid | None = None


@dataclass(frozen=True)
class Advice:
    """What now? `why` and `reply` are ids; the texts are in `queries`. `to` is the state that the step leads to.

    `hand_to` is whom to bring in, in every open case, and `hand_first` that this comes before the step; `by` is when the step must be done.
    """

    step: Step
    why: Why
    reply: ReplyId | None
    to: ReportState | None
    hand_to: HandTo | None
    hand_first: bool
    by: datetime | None
    avoid: tuple[Avoid, ...]


@dataclass(frozen=True)
class Mark:
    """A place in a list: the moment it is sorted by, and the row's key for those of the same moment."""

    at: datetime
    row: int


@dataclass(frozen=True)
class CaseLine:
    """What a list shows of a case: nothing in it was sealed."""

    mark: Mark
    id: UUID
    number: str
    state: ReportState
    assigned_to: UUID | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    closing_reason: str
    answered: bool
    last_word: Side
    language: str
    identity_mode: str
    channel: str
    brand: str = ""
