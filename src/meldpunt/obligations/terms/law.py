"""Duties by law: their stages as versioned data, the facts that start them, and the forms they ask for.

Texts are in both languages at once, as in a published policy: what was shown then can be shown again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from meldpunt.policy.terms import Reckoning, Span


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    nl: str
    en: str

    def of(self, language: str) -> str:
        """Return the text in a language (`nl`, `en`)."""
        return self.nl if language == "nl" else self.en


class Law(StrEnum):
    """A law with a clock that may hold for an organisation; it says itself which do.

    `..._TRUST` is the same law for a provider of trust services, which has less time.
    """

    GDPR = "gdpr"
    CRA = "cra"
    NIS2 = "nis2"
    NIS2_TRUST = "nis2_trust"
    CBW = "cbw"
    CBW_TRUST = "cbw_trust"
    NIS2_BE = "nis2_be"
    NIS2_BE_TRUST = "nis2_be_trust"


class FactKind(StrEnum):
    """What a handler records about a case, with its moment and reasons: each is a decision of a person, never a finder's claim."""

    BREACH = "breach"
    BREACH_AS_PROCESSOR = "breach_as_processor"
    BREACH_HIGH_RISK = "breach_high_risk"
    BREACH_INCOMPLETE = "breach_incomplete"
    BREACH_NO_RISK = "breach_no_risk"
    EXPLOITED = "exploited"
    FIX_AVAILABLE = "fix_available"
    SEVERE_INCIDENT = "severe_incident"
    SIGNIFICANT_INCIDENT = "significant_incident"
    INCIDENT_ONGOING = "incident_ongoing"
    INCIDENT_HANDLED = "incident_handled"
    CRA_REPORT_ASKED = "cra_report_asked"
    NIS2_REPORT_ASKED = "nis2_report_asked"


ASKED: Final = frozenset({FactKind.CRA_REPORT_ASKED, FactKind.NIS2_REPORT_ASKED})
"""Facts that an authority asked for something: it may have named an end."""


@dataclass(frozen=True)
class Fact:
    """One recorded fact: it was so from `at` (aware).

    `event` numbers what it is about where a case holds more than one (two flaws, each exploited); facts of one event belong
    together. `until` is the end that an authority named (aware), for what it asked; None elsewhere.
    """

    kind: FactKind
    at: datetime
    event: int = 1
    until: datetime | None = None


@dataclass(frozen=True)
class Submission:
    """A person submitted a stage for an event, at this moment (aware)."""

    stage: str
    at: datetime
    event: int = 1


class Counting(StrEnum):
    """By which rules an end in days, weeks or months is reckoned. Hours run to the minute under each of them."""

    EU = "eu"
    NL = "nl"
    PLAIN = "plain"


class Doubt(StrEnum):
    """What of a stage could not be held against the text of the law, so that the page says "to be checked"."""

    ARTICLE = "article"
    IN_FORCE = "in_force"
    TERM = "term"
    RECIPIENT = "recipient"


class Need(StrEnum):
    """When a field must be filled in."""

    ALWAYS = "always"
    IF_KNOWN = "if_known"
    IF_LATE = "if_late"


class FieldKind(StrEnum):
    """How a field is filled in.

    `DATE` is written `2026-11-22`, `MOMENT` as ISO 8601 with its offset, `NUMBER` as a whole number, 0 or more.
    """

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    id: str
    label: Words


@dataclass(frozen=True)
class Field:
    """One question of a form. The same id in two stages is the same question: its answer goes along to the next.

    `article` is where the law asks it, "" where only the form of the authority does; then `check` is set as well.
    """

    id: str
    label: Words
    help: Words
    kind: FieldKind = FieldKind.TEXT
    need: Need = Need.ALWAYS
    article: str = ""
    choices: tuple[Choice, ...] = ()
    check: bool = False


@dataclass(frozen=True)
class Stage:
    """One step of a duty by law, in one version of the law.

    `event` is the fact that brings the duty into being; its day decides which version holds. The time runs from that fact, or
    where given from a later one (`runs_from`) or from the moment another stage was submitted (`after`). `term` is None where
    the law says "without undue delay" or the authority names the end. `only_with` is a fact without which there is no such
    stage, `unless` one that lifts it, but not while there is `despite`. `seen` is the day of our text, `link` where the law stands; `in_force` is the first
    day on which this version holds, `ended` the first one on which it no longer does.
    """

    id: str
    law: Law
    article: str
    title: Words
    to: Words
    seen: date
    in_force: date
    link: str
    event: FactKind
    term: Span | None
    fields: tuple[Field, ...]
    runs_from: FactKind | None = None
    after: str = ""
    only_with: FactKind | None = None
    unless: FactKind | None = None
    despite: FactKind | None = None
    counting: Counting = Counting.PLAIN
    doubts: tuple[Doubt, ...] = ()
    ended: date | None = None

    @property
    def check(self) -> bool:
        """Tell whether anything of this stage or its form is still to be checked."""
        return bool(self.doubts) or any(each.check for each in self.fields)


@dataclass(frozen=True)
class Duty:
    """One stage that facts started for one event.

    `due` is the last moment (UTC) that is in time, with its `reckoning` where it was counted; both are None where the law names
    no end. `lifted` tells that a fact lifted it before it was due (`Stage.unless`). `broken_at` is the first of its ends that passed
    before it was submitted, as it was written down then: nothing that is recorded afterwards takes it back.
    """

    stage: Stage
    event: int
    started_at: datetime
    due: datetime | None
    reckoning: Reckoning | None
    submitted_at: datetime | None
    lifted: bool = False
    broken_at: datetime | None = None

    @property
    def late(self) -> bool:
        """Tell whether it was submitted after its end."""
        return self.due is not None and self.submitted_at is not None and self.submitted_at > self.due


class Unlifted(StrEnum):
    """Why a decision lifts nothing. DISPUTED: what stands against it was recorded too. TOO_LATE: the end had passed when it was recorded."""

    DISPUTED = "disputed"
    TOO_LATE = "too_late"


class Lack(StrEnum):
    """What is wrong with a field."""

    EMPTY = "empty"
    NO_DATE = "no_date"
    NO_MOMENT = "no_moment"
    NO_NUMBER = "no_number"
    NO_CHOICE = "no_choice"


@dataclass(frozen=True)
class Gap:
    """A field that keeps a form from being complete, and why."""

    field: Field
    lack: Lack
