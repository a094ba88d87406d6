"""Tables of a policy file: what is asked of a finder, what is promised, and the people who keep it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meldpunt.policy.terms.promises import AnswerPart
from meldpunt.policy.terms.values import (
    Both,
    Chosen,
    ClauseId,
    ContactMode,
    Country,
    FileName,
    Hours,
    Ident,
    IdentityMode,
    Mail,
    Name,
    Phone,
    Sha256,
    Span,
    WeaknessId,
)


class Topic(StrEnum):
    """What a report may be about."""

    WEAKNESS = "weakness"
    LEAK = "leak"
    ABUSE = "abuse"


class Need(StrEnum):
    """Whether a finder must give something."""

    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Finder:
    """`[finder]`: what may be reported, who a finder may be, and how they can be reached."""

    topics: tuple[Topic, ...] = (Topic.WEAKNESS, Topic.LEAK)
    identity: tuple[IdentityMode, ...] = (IdentityMode.ANONYMOUS, IdentityMode.PSEUDONYM, IdentityMode.NAME)
    contact: tuple[ContactMode, ...] = (ContactMode.EMAIL, ContactMode.PHONE)
    contact_is: Need = Need.OPTIONAL


@dataclass(frozen=True)
class Clauses:
    """`[clauses]`: what is taken from the catalogue, in the order it is shown."""

    ask: tuple[Chosen, ...] = ()
    rules: tuple[Chosen, ...] = ()
    pledges: tuple[Chosen, ...] = ()
    information: tuple[Chosen, ...] = ()


class OwnKind(StrEnum):
    """Where a clause of one's own is shown."""

    ASK = "ask"
    RULE = "rule"
    PLEDGE = "pledge"
    INFORMATION = "information"


class PersonRole(StrEnum):
    """What somebody behind the policy is there for."""

    TECHNICAL_CONTACT = "technical_contact"
    STAND_IN = "stand_in"
    BREACH_CONTACT = "breach_contact"
    SECOND_PAIR_OF_EYES = "second_pair_of_eyes"


@dataclass(frozen=True)
class OwnClause:
    """`[[own_clause]]`: a clause that is not in the catalogue. People keep it; the page says so."""

    id: Ident
    kind: OwnKind
    kept_by: PersonRole
    text: Both


@dataclass(frozen=True)
class Undertaking:
    """`[promises.KIND]`: within what time; what the answer must hold; whether the clock stops while the finder is asked."""

    within: Span
    says: tuple[AnswerPart, ...] = ()
    pauses: bool = False
    calendar: Country | None = None


@dataclass(frozen=True)
class Promises:
    """`[promises.*]`: one table for each promise with a clock; `silence` is the longest time without news."""

    first_answer: Undertaking
    receipt: Undertaking | None = None
    silence: Undertaking | None = None
    solved: Undertaking | None = None
    fix: Undertaking | None = None
    publication: Undertaking | None = None


class Outside(StrEnum):
    """How a report counts that comes in outside office hours."""

    AS_RECEIVED = "as_received"
    NEXT_OPENING = "next_opening"


class ClosedEnd(StrEnum):
    """When a term ends whose last day is no working day."""

    SAME_DAY = "same_day"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True)
class Counting:
    """`[counting]`: how the time of the promises is counted, where an organisation wants it otherwise than docs/reckoning.md says."""

    office_hours: Hours | None = None
    outside_office_hours: Outside = Outside.AS_RECEIVED
    closed_last_day: ClosedEnd = ClosedEnd.SAME_DAY


class HarbourKind(StrEnum):
    """What the organisation says about legal steps against a finder who kept the rules."""

    NONE = "none"
    RESTRAINT = "restraint"
    NO_STEPS = "no_steps"


@dataclass(frozen=True)
class SafeHarbour:
    """`[safe_harbour]`: `misuse` is what leads to a report to the police; empty where nothing is announced."""

    kind: HarbourKind
    misuse: tuple[ClauseId, ...] = ()


@dataclass(frozen=True)
class DocumentFile:
    """`[document.nl]`, `[document.en]`: a file beside the policy, and the digest that says it is this one."""

    file: FileName
    sha256: Sha256


@dataclass(frozen=True)
class Document:
    """`[[document]]`: a text that holds beside the policy, accepted with it, in at least one language."""

    id: Ident
    version: Name
    title: Both
    nl: DocumentFile | None = None
    en: DocumentFile | None = None


@dataclass(frozen=True)
class OwnWeakness:
    """`[[excluded.own]]`: a kind of weakness that is not in the catalogue."""

    id: Ident
    text: Both


@dataclass(frozen=True)
class Excluded:
    """`[excluded]`: kinds of weakness that need no report, shown before the finder writes."""

    kinds: tuple[WeaknessId, ...] = ()
    own: tuple[OwnWeakness, ...] = ()


@dataclass(frozen=True)
class Person:
    """`[people.ROLE]`: somebody behind the policy. Never published; `outside` is somebody of another organisation."""

    name: Name
    mail: Mail
    phone: Phone | None = None
    outside: bool = False


@dataclass(frozen=True)
class People:
    """`[people.*]`: without the first three nothing is published."""

    technical_contact: Person
    stand_in: Person
    breach_contact: Person
    second_pair_of_eyes: Person | None = None
