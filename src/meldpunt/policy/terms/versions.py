"""A published version of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from meldpunt.policy.terms.agreements import Topic
from meldpunt.policy.terms.clauses import Section, ShownClause
from meldpunt.policy.terms.promises import Promise, PromiseKind, Region
from meldpunt.policy.terms.values import ContactMode, IdentityMode, Span, Unit


@dataclass(frozen=True)
class PolicyTerms:
    """All that one version of a policy says, and what follows from it for the house.

    `clauses` are the page, in the order it is read. `page_days` is for how many days the finder's page stays after the case is closed,
    `page_span` the same in the policy's own unit, None in versions of before it was kept; `topics` what a report may be about.
    `region` is the calendar that its promises are reckoned with, None where the settings say it.
    """

    clauses: tuple[ShownClause, ...]
    promises: tuple[Promise, ...]
    page_days: int
    identity_modes: tuple[IdentityMode, ...]
    contact_modes: tuple[ContactMode, ...]
    topics: tuple[Topic, ...] = tuple(Topic)
    region: Region | None = None
    page_span: Span | None = None

    @property
    def page_stays(self) -> Span:
        """Return how long the finder's page stays after the case is closed, as people are told."""
        return self.page_span or Span(self.page_days, Unit.DAYS)

    def promise(self, kind: PromiseKind) -> Promise | None:
        """Return the promise of this kind, or None where the policy makes none."""
        return next((promise for promise in self.promises if promise.kind == kind), None)

    def section(self, *sections: Section) -> tuple[ShownClause, ...]:
        """Return the clauses of these parts of the page."""
        return tuple(clause for clause in self.clauses if clause.section in sections)


@dataclass(frozen=True)
class Policy:
    """One version: `number` counts from 1 within the organisation; `row` is its primary key, 0 while it is not stored.

    Published at one moment, it may be in force from a later one. `documents` are the names of those that hold beside it.
    """

    organisation: UUID
    number: int
    published_at: datetime
    in_force_from: datetime
    terms: PolicyTerms
    row: int = 0
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewDay:
    """The day by which somebody looks at the policy in force again, and whether it has passed."""

    day: date
    passed: bool


@dataclass(frozen=True)
class PolicyDocument:
    """A document that holds beside a version, exactly as it was published."""

    name: str
    content: bytes
