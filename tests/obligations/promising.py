"""Facts of one finder's thread, made up for the rules: moments are hours after the report."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from meldpunt.cases.terms import ClosingReason, Details, MessageKind, Move, OwnWord, PromisedFacts, ReportState, Says
from meldpunt.policy.terms import AnswerPart, ContactMode, IdentityMode, PolicyTerms, Promise, PromiseKind, Region, Unit

RECEIVED = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
"""A Monday, noon in Amsterdam."""
REGION = Region(country="NL-ATW")
BOTH = tuple(AnswerPart)


def at(hours: float) -> datetime:
    """Return the moment so many hours after the report."""
    return RECEIVED + timedelta(hours=hours)


def word(
    number: int,
    posted: float,
    *,
    told: float | None = None,
    mailed: bool = False,
    kind: MessageKind = MessageKind.ANSWER,
    says: Says = Says(),  # noqa: B008 - frozen
) -> OwnWord:
    """Return a message of ours; told when posted, unless it was `mailed`."""
    told_at = at(told) if told is not None else None if mailed else at(posted)
    return OwnWord(UUID(int=number), kind, at(posted), told_at, None, says)


def move(number: int, when: float, after: ReportState, reason: ClosingReason | None = None) -> Move:
    """Return a change of state, told at once."""
    return Move(number, at(when), after, reason, at(when), None)


@dataclass
class Making:
    """What a test says of a thread."""

    own: list[OwnWord] = field(default_factory=list)
    finder: list[float] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    details: tuple[Details, ...] = ()

    @property
    def facts(self) -> PromisedFacts:
        """Return the facts."""
        return PromisedFacts(
            organisation=UUID(int=1),
            case=UUID(int=2),
            case_row=1,
            number="2026-00001",
            thread=UUID(int=3),
            policy_version=1,
            policy_row=1,
            language="nl",
            assigned_to=None,
            received_at=RECEIVED,
            known_at=RECEIVED,
            own=tuple(self.own),
            finder_words=tuple(at(each) for each in self.finder),
            moves=tuple(self.moves),
            details=self.details,
        )


def promise(
    kind: PromiseKind,
    amount: int = 24,
    unit: Unit = Unit.HOURS,
    *,
    says: tuple[AnswerPart, ...] = (),
    pauses: bool = False,
) -> Promise:
    """Return a promise; in hours, so that its date is easy to tell."""
    return Promise(kind, amount, unit, says=says, pauses=pauses)


def terms(*promises: Promise) -> PolicyTerms:
    """Return a policy with these promises."""
    return PolicyTerms((), promises, 180, tuple(IdentityMode), tuple(ContactMode))
