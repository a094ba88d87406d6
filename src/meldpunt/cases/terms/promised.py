"""What was said and done towards one finder, as far as promises are kept or broken by it: codes and moments, no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from meldpunt.cases.terms.details import Details
from meldpunt.cases.terms.errors import CaseError
from meldpunt.cases.terms.withholding import Withheld
from meldpunt.cases.terms.words import ClosingReason, DeclineReason, MessageKind, ReportState
from meldpunt.policy.terms import PromiseKind


class NoDate(StrEnum):
    """Why an answer names no day by which we expect to have solved it."""

    NOT_VALID = "not_valid"
    NOT_OURS = "not_ours"
    ALREADY_KNOWN = "already_known"
    TOO_EARLY = "too_early"


LONGEST_EXPECTED: Final = timedelta(days=5 * 366)
"""A day that is further away is a typing error, and no clock runs to it."""


class SaysFlaw(StrEnum):
    """Why what an answer is said to hold cannot be."""

    BOTH = "both"
    FAR = "far"
    PAST = "past"


class SaysRefused(CaseError):
    """An answer cannot hold this; `flaw` says why."""

    def __init__(self, flaw: SaysFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class Says:
    """What a message of ours tells a finder, as the handler who sent it says.

    `assessment`: what we think of the report. `fix_by`: the day by which we expect to have solved it; `no_date`: why there is none.
    """

    assessment: bool = False
    fix_by: date | None = None
    no_date: NoDate | None = None

    @property
    def fix_date(self) -> bool:
        """Whether it names the day, or why there is none."""
        return self.fix_by is not None or self.no_date is not None

    def __bool__(self) -> bool:
        """Tell whether it says anything of this."""
        return self.assessment or self.fix_date


@dataclass(frozen=True)
class Late:
    """A promise that was broken and that the finder heard nothing about since.

    `due` is the day by which it was promised, `assessed` whether our assessment was promised with it; `again` is the day by which they
    hear more, as a ready word offers it. Days are those of the organisation.
    """

    kind: PromiseKind
    assessed: bool
    due: date
    again: date


def says_of_no(reason: DeclineReason) -> Says:
    """Return what a no tells by itself: our assessment, and why nothing will be solved."""
    return Says(assessment=True, no_date=NoDate(reason.value))


@dataclass(frozen=True)
class Returned:
    """A mail (a letter's id) that came back: when the finder was taken to be told by it, and when somebody recorded that they were not."""

    mail: UUID
    told_at: datetime
    noted_at: datetime


@dataclass(frozen=True)
class OwnWord:
    """One message of ours. `told_at`: when our mail server took the news of it, or it was posted where the page is the only way.

    Until then it is None; `failed_at` says that the letter was given up or came back, `returned` what was taken to be so until then.
    """

    id: UUID
    kind: MessageKind
    at: datetime
    told_at: datetime | None
    failed_at: datetime | None
    says: Says
    returned: Returned | None = None


@dataclass(frozen=True)
class Move:
    """The report went to another state. `reason` only where it was closed; the rest as of an own word, of the letter about the closing."""

    id: int
    at: datetime
    after: ReportState
    reason: ClosingReason | None
    told_at: datetime | None
    failed_at: datetime | None
    returned: Returned | None = None


@dataclass(frozen=True)
class PromisedFacts:
    """All that the promises to one finder depend on. `known_at` is when we had the report in hand here: later than `received_at` for one entered by hand.

    `own` and `finder_words` (moments) are in the order in which they were written, `moves`, `withheld` and `details` (of who the finder
    is) in that in which they happened.
    """

    organisation: UUID
    case: UUID
    case_row: int
    number: str
    thread: UUID
    policy_version: int
    policy_row: int
    language: str
    assigned_to: UUID | None
    received_at: datetime
    known_at: datetime
    own: tuple[OwnWord, ...]
    finder_words: tuple[datetime, ...]
    moves: tuple[Move, ...]
    withheld: tuple[Withheld, ...] = ()
    details: tuple[Details, ...] = ()
