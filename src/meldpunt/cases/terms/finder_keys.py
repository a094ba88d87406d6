"""Words of a finder's OpenPGP key: what a handler sees of one, and why one is not kept."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.terms import KeySource
from meldpunt.cases.terms.errors import CaseError
from meldpunt.people.terms import KeyFlaw


class FinderKeyGone(CaseError):
    """There is no such key of a finder that waits or is in use: somebody was quicker, or the address for mails was erased."""


class NoMailToFinder(CaseError):
    """No address for mails to the finder is kept here, so no key to encrypt them to is either."""


@dataclass(frozen=True)
class FinderKeyFacts:
    """What is kept of a key, sealed: `trouble` is why mail could not be encrypted to it when it was learned."""

    fingerprint: str = field(repr=False)
    certificate: bytes = field(repr=False)
    addresses: tuple[str, ...] = field(repr=False)
    expires_at: datetime | None
    trouble: KeyFlaw | None = None

    def flaw(self, now: datetime) -> KeyFlaw | None:
        """Return why mail cannot be encrypted to it at this moment; None where it can."""
        if self.trouble is None and self.expires_at is not None and self.expires_at <= now:
            return KeyFlaw.EXPIRED
        return self.trouble


@dataclass(frozen=True)
class FinderKeyView:
    """A key as the page of a case shows it: in use, or waiting until somebody confirms it. `by` is who did, `flaw` why it is of no use now."""

    id: UUID
    key: FinderKeyFacts
    source: KeySource
    learned_at: datetime
    in_use: bool
    confirmed_at: datetime | None
    by: str
    flaw: KeyFlaw | None


@dataclass(frozen=True)
class OwnFinderKey:
    """What a finder's own page says of their key: whether one can be kept, the one in use, and why that is of no use now."""

    takes: bool
    key: FinderKeyFacts | None
    flaw: KeyFlaw | None
