"""What the privacy statement, the accessibility statement and the card for the front desk need: tables of the file, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from meldpunt.policy.terms.agreements import People
from meldpunt.policy.terms.desk import Contact, OtherChannel, WayIn, WayKind
from meldpunt.policy.terms.promises import Promise
from meldpunt.policy.terms.values import Both, Line, Link, Name, Reference, Span
from meldpunt.policy.terms.versions import Policy


class LegalBasis(StrEnum):
    """Why personal data of a finder may be processed: GDPR, article 6(1), points f, e and c."""

    LEGITIMATE_INTERESTS = "legitimate_interests"
    PUBLIC_TASK = "public_task"
    LEGAL_OBLIGATION = "legal_obligation"


@dataclass(frozen=True)
class Privacy:
    """`[privacy]`: what the law wants a finder to be told (GDPR, articles 13 and 14) and no program can know."""

    controller: Name | None = None
    address: Line | None = None
    officer: Reference | None = None
    without_officer: bool = False
    basis: LegalBasis | None = None
    processors: tuple[Name, ...] = ()
    outside_eea: Both | None = None
    statement: Link | None = None


@dataclass(frozen=True)
class Accessibility:
    """`[accessibility]`: who examined these pages from outside, where that stands, and what does not work for everybody."""

    audited_on: date | None = None
    audited_by: Name | None = None
    report: Link | None = None
    register: Link | None = None
    limits: Both | None = None


class PrivacyGap(StrEnum):
    """What a privacy statement should say and this policy does not tell."""

    ADDRESS = "address"
    OFFICER = "officer"
    BASIS = "basis"


class Authority(StrEnum):
    """With whom a complaint about personal data can be lodged (GDPR, article 77)."""

    NETHERLANDS = "NL"
    BELGIUM = "BE"
    ELSEWHERE = ""


class Notices(StrEnum):
    """How mails to finders are sent: never, with an address that the server keeps, or by a handler at an unlocked desk."""

    NONE = "none"
    KEPT = "kept"
    BY_HAND = "by hand"


@dataclass(frozen=True)
class PrivacyFacts:
    """What a privacy statement says under the policy in force, beside what holds for every installation.

    `contact`, `erasure`, `files` and `report` are None where the policy does not say; `wanted` are the details without which the form is
    not taken (`name`, `contact`), `offered` those that may be given, `earlier` those that could be given to a version before only.
    `mail_ended` tells that mails go only to who asked for them under a version before.
    """

    policy: Policy
    controller: str
    authority: Authority
    notices: Notices
    gaps: tuple[PrivacyGap, ...]
    given: Privacy = field(default_factory=Privacy)
    contact: Contact | None = None
    other_ways: tuple[WayKind, ...] = ()
    wanted: frozenset[str] = frozenset()
    offered: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    mail_ended: bool = False
    outsiders: bool = False
    shared_by_consent: bool = False
    vendor_told: bool = False
    police: bool = False
    rewards: bool = False
    credit: bool = False
    erasure: Span | None = None
    files: Span | None = None
    report: Span | None = None


@dataclass(frozen=True)
class AccessibilityFacts:
    """What an accessibility statement says under the policy in force; `pdfs` tells whether documents of the policy are PDF."""

    policy: Policy
    given: Accessibility = field(default_factory=Accessibility)
    contact: Contact | None = None
    public_body: bool = False
    country: str = ""
    pdfs: bool = False


@dataclass(frozen=True)
class CardFacts:
    """What stands on the card for the front desk. It names people, so it is for members only; `people` is None under the built-in policy."""

    policy: Policy
    name: str
    form: str
    ways: tuple[WayIn, ...] = ()
    answer: Promise | None = None
    elsewhere: tuple[OtherChannel, ...] = ()
    people: People | None = field(default=None, repr=False)
