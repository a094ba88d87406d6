"""Words of duties by law at the desk: what was recorded, what can be wrong with it, and how a case stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from meldpunt.cases.terms import Mark
from meldpunt.obligations.terms.law import Duty, FactKind, Law, Stage

MAX_EVENTS: Final = 50
MAX_RECORDS: Final = 200
"""Facts and submissions of one case, those that were withdrawn among them."""
MAX_ANSWER: Final = 20_000
"""Characters of one answer, of reasons, and of a line of evidence."""


class DutyEnd(StrEnum):
    """Why nothing is left to do about a duty. GONE: no fact begins it any more. LAW_OUT: its law holds no longer for the organisation."""

    SUBMITTED = "submitted"
    LIFTED = "lifted"
    GONE = "gone"
    LAW_OUT = "law_out"


class DutyStep(StrEnum):
    """Who is warned of a duty by law: the leads and whoever is named when it begins; then as of a promise."""

    BEGUN = "begun"
    HANDLER = "handler"
    LEAD = "lead"
    NAMED = "named"
    BROKEN = "broken"


class DutyFlaw(StrEnum):
    """Why something about a duty by law was not recorded. TOO_LONG also for what cannot be kept exactly."""

    FUTURE = "future"
    BEFORE_ANY_LAW = "before_any_law"
    NO_LAW = "no_law"
    NO_EVENT = "no_event"
    UNTIL = "until"
    NO_REASONS = "no_reasons"
    NO_LATE_REASONS = "no_late_reasons"
    NO_EVIDENCE = "no_evidence"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    BEFORE_IT_BEGAN = "before_it_began"
    BOTH = "both"
    THERE = "there"
    GAPS = "gaps"


class Recorded(StrEnum):
    """What became of a fact: it began, moved or ended a duty; it was kept and changed none; or it stood there already."""

    CHANGED = "changed"
    NOTHING = "nothing"
    THERE = "there"


class DutyRefused(Exception):
    """It was not recorded; nothing changed. `field` is the question it is about, where it is one."""

    def __init__(self, flaw: DutyFlaw, about: str = "") -> None:
        """Say why."""
        super().__init__(flaw.value)
        self.flaw, self.about = flaw, about


class AnswersMovedOn(Exception):
    """Somebody else saved answers about this event since the page was made; nothing was saved. `version` is the one there is now."""

    def __init__(self, version: int) -> None:
        """Keep which version there is now."""
        super().__init__(f"version {version}")
        self.version = version


@dataclass(frozen=True)
class Ending:
    """How many duties are owed that would end, how many of them are late, and in how many cases they are."""

    running: int
    late: int
    cases: int


class LawsChanged(Exception):
    """Other laws hold than those that were shown when these were chosen."""


class DutiesRun(Exception):
    """Taking a law out would end more duties than whoever chose agreed to; nothing changed."""

    def __init__(self, ending: Ending) -> None:
        """Keep how many."""
        super().__init__(f"{ending.running} duties run")
        self.ending = ending


class NoSuchDuty(Exception):
    """There is no such stage, fact or submission in this case."""


@dataclass(frozen=True)
class NewFact:
    """What a handler wants to record; moments are aware. `until` only for what an authority asked.

    `anew`: it is about an event that has no number yet; `event` is the one that was free when they looked, and somebody may have it by now.
    """

    kind: FactKind
    at: datetime
    event: int = 1
    until: datetime | None = None
    reasons: str = field(default="", repr=False)
    anew: bool = False


@dataclass(frozen=True)
class Withdrawal:
    """Who took something back, when and why."""

    at: datetime
    by: str
    because: str = field(repr=False)


@dataclass(frozen=True)
class RecordedFact:
    """One fact as it was recorded, opened."""

    id: UUID
    kind: FactKind
    event: int
    at: datetime
    until: datetime | None
    recorded_at: datetime
    by: str
    reasons: str = field(repr=False)
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True)
class Evidence:
    """What shows that a stage was submitted: who did it, under which reference, and the reasons where it was late.

    `incomplete` says that it was submitted all the same although questions are not answered here.
    """

    at: datetime
    who: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)
    late_reasons: str = field(default="", repr=False)
    incomplete: bool = False


@dataclass(frozen=True)
class RecordedSubmission:
    """One submission as it was recorded, opened, with the answers as they were then; `missing` are questions without one."""

    id: UUID
    stage: str
    event: int
    recorded_at: datetime
    by: str
    evidence: Evidence
    answers: Mapping[str, str] = field(repr=False)
    missing: tuple[str, ...] = ()
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True)
class FallenDuty:
    """A duty that nothing begins any more: when and why it was over, the end that had passed before, if one had, and when it was submitted, if it was."""

    stage: str
    event: int
    because: DutyEnd
    ended_at: datetime
    broken_at: datetime | None
    submitted_at: datetime | None

    @property
    def was_late(self) -> bool:
        """Tell whether it was late: not where it was submitted in time, and that was recorded after the end, whatever it fell away for since."""
        return self.broken_at is not None and (self.submitted_at is None or self.submitted_at > self.broken_at)


@dataclass(frozen=True)
class OpenedDuties:
    """The duties by law of one case, with everything that was recorded about them; `offered` are the facts that can be."""

    number: str
    laws: tuple[Law, ...]
    offered: tuple[FactKind, ...]
    duties: tuple[Duty, ...]
    facts: tuple[RecordedFact, ...]
    submissions: tuple[RecordedSubmission, ...]
    fallen: tuple[FallenDuty, ...] = ()

    @property
    def next_event(self) -> int:
        """The number that a further event would get."""
        return max((fact.event for fact in self.facts), default=0) + 1


@dataclass(frozen=True)
class OpenedDuty:
    """One stage of a case with the answers to its questions; `answers_version` is 0 while there are none."""

    number: str
    duty: Duty
    submissions: tuple[RecordedSubmission, ...]
    answers: Mapping[str, str] = field(repr=False)
    answers_version: int = 0
    newer: Stage | None = None


@dataclass(frozen=True)
class DutyLine:
    """What the due list shows of a duty by law: nothing in it was sealed. `due_at` is None where the law names no end."""

    mark: Mark
    number: str
    case: UUID
    stage: str
    event: int
    started_at: datetime
    due_at: datetime | None
    assigned_to: UUID | None
