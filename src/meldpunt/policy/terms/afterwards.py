"""Tables of a policy file: reward, credit, publication, retention, and duties by law."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from meldpunt.policy.terms.values import (
    Both,
    ClauseId,
    Line,
    Link,
    Name,
    Span,
    Unit,
)


class Severity(StrEnum):
    """How bad it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Size(StrEnum):
    """How many people or systems it touches."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class RewardStep:
    """`[[reward.step]]`: a range of money in whole units, or a gift; without `size` for every size."""

    severity: Severity
    size: Size | None = None
    least: int | None = None
    most: int | None = None
    gift: Both | None = None


class Currency(StrEnum):
    """What money is counted in."""

    EUR = "EUR"
    USD = "USD"
    GBP = "GBP"
    CHF = "CHF"


@dataclass(frozen=True)
class Reward:
    """`[reward]`: what a finder may expect, and for what; left out where no reward is promised."""

    step: tuple[RewardStep, ...]
    currency: Currency = Currency.EUR
    first_reporter_only: bool = True
    unknown_only: bool = True


@dataclass(frozen=True)
class Credit:
    """`[credit]`: naming the finder, always with consent; `page` is the address of the organisation's own page that thanks finders."""

    in_news: bool = True
    hall_of_fame: bool = False
    page: Link | None = None


class Initiative(StrEnum):
    """Who may start a publication."""

    TOGETHER = "together"
    ORGANISATION = "organisation"
    FINDER_AFTER_FIX = "finder_after_fix"


@dataclass(frozen=True)
class Publication:
    """`[publication]`: the embargo proposed to every finder, who starts, and whether we want to be involved."""

    embargo: Span | None = None
    initiative: Initiative = Initiative.TOGETHER
    want_to_be_involved: bool = True


@dataclass(frozen=True)
class Retention:
    """`[retention]`: how long after the case is closed each kind of data stays."""

    identity: Span = field(default=Span(30, Unit.DAYS))
    finder_page: Span = field(default=Span(6, Unit.MONTHS))
    files: Span = field(default=Span(6, Unit.MONTHS))
    report: Span = field(default=Span(24, Unit.MONTHS))


@dataclass(frozen=True)
class Law:
    """`[[law]]`: a legal duty that is told to the finder, as data with its source. `check` until somebody read the source."""

    clause: ClauseId
    source: Line
    version: Name
    authority: Both
    within: Span | None = None
    check: bool = True
