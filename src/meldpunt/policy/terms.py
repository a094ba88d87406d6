"""The words of a policy: promises, clauses, and what may be asked of a finder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PolicyError(Exception):
    """Something about a policy that a caller must handle."""


class NoSuchVersion(PolicyError):
    """The organisation never published a version with this number."""


class PromiseKind(StrEnum):
    """What is promised."""

    FIRST_ANSWER = "first_answer"
    SILENCE = "silence"


class Unit(StrEnum):
    """What a promise is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class IdentityMode(StrEnum):
    """Who a finder may say to be."""

    ANONYMOUS = "anonymous"
    PSEUDONYM = "pseudonym"
    NAME = "name"


class ContactMode(StrEnum):
    """How a finder may ask to be reached, beside the page behind the access code."""

    NONE = "none"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class Promise:
    """One promise with a clock: at most `amount` of `unit` until `kind`."""

    kind: PromiseKind
    amount: int
    unit: Unit


@dataclass(frozen=True)
class Clause:
    """One rule for the finder, with the text that was shown, by language code."""

    id: str
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        """Return the text in `language`, or in English where there is none."""
        return self.texts.get(language, self.texts["en"])


@dataclass(frozen=True)
class Region:
    """Where working days are counted: country, time zone, and the organisation's own exceptions.

    `closed` are extra days off; `open` are public holidays that are worked. Both win over the calendar.
    """

    country: str = "NL"
    zone: str = "Europe/Amsterdam"
    closed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class PolicyTerms:
    """All that one version of a policy says.

    `rules` are for the finder; `pledges` are what the organisation stands for, beside the promises with a clock.
    `page_days` is how long the finder's page stays after the case is closed.
    """

    rules: tuple[Clause, ...]
    pledges: tuple[Clause, ...]
    promises: tuple[Promise, ...]
    page_days: int
    identity_modes: tuple[IdentityMode, ...]
    contact_modes: tuple[ContactMode, ...]

    def promise(self, kind: PromiseKind) -> Promise | None:
        """Return the promise of this kind, or None where the policy makes none."""
        return next((promise for promise in self.promises if promise.kind == kind), None)


@dataclass(frozen=True)
class Policy:
    """One version: `number` counts from 1 within the organisation; `row` is its primary key, 0 while it is not stored."""

    organisation: UUID
    number: int
    published_at: datetime
    terms: PolicyTerms
    row: int = 0
