"""A published version of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from meldpunt.policy.terms.clauses import ShownClause
from meldpunt.policy.terms.promises import Promise, PromiseKind
from meldpunt.policy.terms.values import ContactMode, IdentityMode


@dataclass(frozen=True)
class PolicyTerms:
    """All that one version of a policy says.

    `rules` are for the finder; `pledges` are what the organisation stands for, beside the promises with a clock.
    `page_days` is how long the finder's page stays after the case is closed.
    """

    rules: tuple[ShownClause, ...]
    pledges: tuple[ShownClause, ...]
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
