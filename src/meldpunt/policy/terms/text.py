"""A policy as it is written: the whole file.

The names and types of the fields are the format: reading and the JSON Schema follow them. A field without a default is
compulsory. The order of the fields is the order they are written in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from meldpunt.policy.terms.afterwards import Credit, Law, Publication, Retention, Reward
from meldpunt.policy.terms.agreements import (
    Clauses,
    Counting,
    Document,
    Excluded,
    Finder,
    OwnClause,
    People,
    Promises,
    SafeHarbour,
)
from meldpunt.policy.terms.desk import Brand, Contact, Key, Organisation, OtherChannel, Scope, WayIn
from meldpunt.policy.terms.statements import Accessibility, Privacy
from meldpunt.policy.terms.values import (
    Both,
    SourceId,
)


@dataclass(frozen=True, kw_only=True)
class PolicyText:
    """The whole file."""

    format: int
    takes_effect: date | None = None
    review_by: date | None = None
    based_on: tuple[SourceId, ...] = ()
    second_eyes: bool = False
    organisation: Organisation
    brand: tuple[Brand, ...] = ()
    introduction: Both | None = None
    closing: Both | None = None
    contact: Contact
    key: Key = field(default_factory=Key)
    way_in: tuple[WayIn, ...]
    other_channel: tuple[OtherChannel, ...] = ()
    scope: Scope = field(default_factory=Scope)
    excluded: Excluded = field(default_factory=Excluded)
    finder: Finder = field(default_factory=Finder)
    clauses: Clauses = field(default_factory=Clauses)
    own_clause: tuple[OwnClause, ...] = ()
    promises: Promises
    counting: Counting = field(default_factory=Counting)
    safe_harbour: SafeHarbour
    document: tuple[Document, ...] = ()
    reward: Reward | None = None
    credit: Credit = field(default_factory=Credit)
    publication: Publication = field(default_factory=Publication)
    law: tuple[Law, ...] = ()
    retention: Retention = field(default_factory=Retention)
    privacy: Privacy = field(default_factory=Privacy)
    accessibility: Accessibility = field(default_factory=Accessibility)
    people: People
