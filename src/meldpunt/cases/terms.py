"""The words of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from meldpunt.arrivals.terms import FormAlreadyUsed, FormExpired
from meldpunt.reports.terms import FileSummary, ReportContent

__all__ = ("FormAlreadyUsed", "FormExpired")

SESSION_IDLE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=8)
EVIDENCE_DAYS = 14


class CaseError(Exception):
    """Something about a case that a caller must handle."""


class IntakeStopped(CaseError):
    """The organisation takes no reports now: its key or its people need attention first."""


class CodeUnknown(CaseError):
    """No page opens with this access code: it was mistyped, or the page is gone."""


class SessionOver(CaseError):
    """The finder's session ended or never was: ask for the access code again."""


class CaseNotFound(CaseError):
    """There is no such case, or it is not yours: the answer is the same."""


class NothingSaid(CaseError):
    """A message or note without text and without files."""


class NoSuchMember(CaseError):
    """The case cannot be given to this person: not a member here, or not one who opens cases."""


class TransitionRefused(CaseError):
    """The report cannot go to that state from where it is.

    `reason` is the English sentence (a msgid) that says why; `possible` are the states it can go to.
    """

    def __init__(self, reason: str, possible: tuple[ReportState, ...]) -> None:
        """Remember why, and what can be done instead."""
        super().__init__(reason)
        self.reason = reason
        self.possible = possible


class ReportState(StrEnum):
    """Vultron's report states (RM), as far as they exist after receipt."""

    RECEIVED = "received"
    INVALID = "invalid"
    VALID = "valid"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class ClosingReason(StrEnum):
    """Why a case was closed."""

    SOLVED = "solved"
    NOT_VALID = "not_valid"
    NOT_OURS = "not_ours"
    ALREADY_KNOWN = "already_known"
    ACCEPTED_RISK = "accepted_risk"
    NO_ANSWER = "no_answer"
    SALES_PITCH = "sales_pitch"


class DeclineReason(StrEnum):
    """Why the organisation says no; each has a saved reply that explains it kindly."""

    NOT_VALID = "not_valid"
    NOT_OURS = "not_ours"
    ALREADY_KNOWN = "already_known"


class MessageKind(StrEnum):
    """What a message from the organisation is: an answer, a question, or a no with its reason."""

    ANSWER = "answer"
    ASK = "ask"
    DECLINE = "decline"


class Side(StrEnum):
    """Whose word was last."""

    FINDER = "finder"
    ORGANISATION = "organisation"


class FinderStatus(StrEnum):
    """Where a report stands, as the finder reads it; the doors say it in plain words."""

    RECEIVED = "received"
    BEING_READ = "being_read"
    QUESTION_FOR_YOU = "question_for_you"
    CONFIRMED = "confirmed"
    BEING_SOLVED = "being_solved"
    POSTPONED = "postponed"
    DECLINED = "declined"
    CLOSED_SOLVED = "closed_solved"
    CLOSED_DECLINED = "closed_declined"
    CLOSED_OTHER = "closed_other"


@dataclass(frozen=True)
class Receipt:
    """What the finder is shown once.

    `code` is the access code in groups; `digest` and `salt` are hex; `manifest` is the exact text whose
    SHA-256 is `digest` (the recipe stands in `arrivals.rules.content`); `due_at` is when the first answer is promised;
    `page_days` is how long the page stays after closing.
    """

    number: str
    code: str = field(repr=False)
    digest: str = field(repr=False)
    salt: str = field(repr=False)
    manifest: str = field(repr=False)
    received_at: datetime
    due_at: datetime | None
    page_days: int
    language: str


@dataclass(frozen=True)
class FinderPass:
    """What a finder's browser holds: the session token of its cookie, and the organisation it speaks to."""

    token: str = field(repr=False)
    organisation: UUID


@dataclass(frozen=True)
class MessageView:
    """One message, opened. `kind` is None for the finder's; `by` is the handler's name, for the desk only."""

    id: int
    from_finder: bool
    kind: MessageKind | None
    by: str = field(repr=False)
    at: datetime
    text: str = field(repr=False)
    files: tuple[FileSummary, ...]


@dataclass(frozen=True)
class FinderEvent:
    """One thing that happened, for the finder: `status` is what it became."""

    at: datetime
    status: FinderStatus


@dataclass(frozen=True)
class OpenedThread:
    """All that a finder sees of their own report.

    `has_identity` and `notices` tell what is kept, never what it is: it is write-only here.
    `due_at` is when we promised to be heard next, None once closed; `page_until` is set once closed.
    """

    number: str
    status: FinderStatus
    closing_reason: ClosingReason | None
    received_at: datetime
    due_at: datetime | None
    page_until: datetime | None
    language: str
    report: ReportContent
    files: tuple[FileSummary, ...]
    messages: tuple[MessageView, ...]
    events: tuple[FinderEvent, ...]
    has_identity: bool
    notices: bool
    digest: str = field(repr=False)


@dataclass(frozen=True)
class NoteView:
    """One internal note, opened."""

    id: int
    by: str = field(repr=False)
    at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True)
class Change:
    """One line of the timeline. `deed` is an id; `side` is finder, member, system or operator; `who` a member's name or ""."""

    at: datetime
    deed: str
    side: str
    who: str = field(repr=False)
    facts: dict[str, str | int | bool | None] = field(default_factory=dict, repr=False)


class CaseMovedOn(CaseError):
    """Somebody changed the case since it was shown; `changes` says what, nothing was done yet."""

    def __init__(self, version: int, changes: tuple[Change, ...]) -> None:
        """Remember the version as it is now and what led to it."""
        super().__init__("the case has changed since it was shown")
        self.version = version
        self.changes = changes


class Step(StrEnum):
    """The next step a handler should take."""

    TAKE_IT = "take_it"
    READ_AND_ANSWER = "read_and_answer"
    ANSWER_THE_FINDER = "answer_the_finder"
    ASSESS = "assess"
    DECIDE = "decide"
    SOLVE = "solve"
    SEND_AN_UPDATE = "send_an_update"
    SAY_WHY_NOT = "say_why_not"
    WAIT_FOR_THE_FINDER = "wait_for_the_finder"
    CLOSE = "close"
    NOTHING = "nothing"


class Avoid(StrEnum):
    """What not to do."""

    THREATEN = "threaten"
    IGNORE = "ignore"
    PAY = "pay"
    FORWARD = "forward"
    ARGUE = "argue"
    CLOSE_IN_SILENCE = "close_in_silence"


class HandTo(StrEnum):
    """Whom to bring in."""

    SYSTEM_OWNER = "system_owner"
    PRIVACY_OFFICER = "privacy_officer"
    INCIDENT_TEAM = "incident_team"


@dataclass(frozen=True)
class Advice:
    """What now? `why` and `reply` are ids; the texts are in `queries`. `by` is when the step must be done."""

    step: Step
    why: str
    reply: str | None
    hand_to: HandTo | None
    by: datetime | None
    avoid: tuple[Avoid, ...]


@dataclass(frozen=True)
class CaseFacts:
    """What the rules need to know of a case; nothing of it is content but the topic."""

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
    topic: str = "weakness"


@dataclass(frozen=True)
class OpenedCase:
    """All that a handler sees of a case. `identity_name` and `contact` are the finder's, empty when not given or erased.

    `closing_reasons` are those it can be closed with now: none means that it cannot be closed yet.
    """

    number: str
    id: UUID
    version: int
    state: ReportState
    closing_reason: ClosingReason | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    assigned_to: UUID | None
    assigned_name: str = field(repr=False)
    last_word: Side
    policy_version: int
    language: str
    identity_mode: str
    identity_name: str = field(repr=False)
    contact_mode: str
    contact: str = field(repr=False)
    report: ReportContent
    digest: str = field(repr=False)
    salt: str = field(repr=False)
    files: tuple[FileSummary, ...]
    messages: tuple[MessageView, ...]
    notes: tuple[NoteView, ...]
    timeline: tuple[Change, ...]
    possible: tuple[ReportState, ...]
    closing_reasons: tuple[ClosingReason, ...]
    may_decline: bool
    facts: CaseFacts
    advice: Advice


class Filter(StrEnum):
    """Which cases of an organisation to list."""

    OPEN = "open"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    CLOSED = "closed"


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
