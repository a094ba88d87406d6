"""How much one address may do: first it waits, then it is refused, and nobody is remembered.

Invariants: no address is kept, only an HMAC of it (IPv6 as its /64) under a random key that is replaced every day, when all counts
start again; visitors without a usable address (an onion service, an unknown one) share one budget per organisation, which only
ever delays (files that could wait for a form are the exception: `afford`); memory is bounded. Codes: check the code first and charge the allowance only when it was wrong, so that a valid code is
never locked out.
"""

import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from uuid import UUID

from meldpunt.arrivals.terms import Act, Budget, Verdict

HOUR: Final = 3600.0
MOST_SOURCES: Final = 50_000
SHARED_FACTOR: Final = 10
"""The shared budget of an organisation is so many times that of one address."""


@dataclass
class _Bucket:
    """Tokens left (below zero: acts that only waited), as of a moment."""

    level: float
    at: float


class Allowance:
    """What every address may still do; one object per process, safe to use from several threads."""

    def __init__(self, budgets: Mapping[Act, Budget]) -> None:
        """Start with full buckets."""
        self._budgets = dict(budgets)
        self._buckets: dict[bytes, _Bucket] = {}
        self._key = b""
        self._day: date | None = None
        self._lock = threading.Lock()

    def charge(self, *, act: Act, address: str | None, organisation: UUID, now: datetime) -> Verdict:
        """Count one act and say what to do with it; `address` is None where there is none to go by."""
        source = source_of(address)
        budget = self._budgets[act] if source else _shared(self._budgets[act])
        with self._lock:
            self._forget_yesterday(now.date())
            bucket = self._bucket(act, source or organisation.bytes, budget, now.timestamp())
            return _spend(bucket, budget, refusing=source is not None)

    def afford(self, *, act: Act, cost: float, address: str | None, organisation: UUID, now: datetime) -> bool:
        """Take `cost` from what is left, and say True; False when so much is not left, and nothing is taken.

        This one also refuses who shares a budget: it is for what can be done without.
        """
        source = source_of(address)
        budget = self._budgets[act] if source else _shared(self._budgets[act])
        with self._lock:
            self._forget_yesterday(now.date())
            bucket = self._bucket(act, source or organisation.bytes, budget, now.timestamp())
            enough = bucket.level >= cost
            bucket.level -= cost if enough else 0
            return enough

    def give_back(self, *, act: Act, address: str | None, organisation: UUID, now: datetime) -> None:
        """Take back the count of one act that was charged and turned out not to count."""
        source = source_of(address)
        budget = self._budgets[act] if source else _shared(self._budgets[act])
        with self._lock:
            self._forget_yesterday(now.date())
            bucket = self._bucket(act, source or organisation.bytes, budget, now.timestamp())
            bucket.level = min(budget.burst, bucket.level + 1)

    def _forget_yesterday(self, today: date) -> None:
        if today != self._day:
            self._key, self._day = secrets.token_bytes(32), today
            self._buckets.clear()

    def _bucket(self, act: Act, source: bytes, budget: Budget, at: float) -> _Bucket:
        name = hmac.digest(self._key, act.encode() + b"\0" + source, "sha256")
        bucket = self._buckets.pop(name, None) or _Bucket(budget.burst, at)
        passed = max(0.0, at - bucket.at)
        bucket.level = min(budget.burst, bucket.level + passed * budget.per_hour / HOUR)
        bucket.at = at
        while len(self._buckets) >= MOST_SOURCES:
            del self._buckets[next(iter(self._buckets))]
        self._buckets[name] = bucket
        return bucket


def source_of(address: str | None) -> bytes | None:
    """Return what stands for an address: IPv4 whole, IPv6 by its /64; None for loopback, nonsense or nothing."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if parsed.is_loopback:
        return None
    return parsed.packed if isinstance(parsed, IPv4Address) else parsed.packed[:8]


def _spend(bucket: _Bucket, budget: Budget, *, refusing: bool) -> Verdict:
    """Take one token. Below zero the visitor waits longer with every act; below `-slowed` nothing more is taken."""
    if refusing and bucket.level - 1 < -budget.slowed:
        missing = 1 - budget.slowed - bucket.level
        return Verdict(delay=0.0, refused=True, retry_after=int(missing * HOUR / budget.per_hour) + 1)
    bucket.level = max(bucket.level - 1, -budget.slowed - 1)
    return Verdict(delay=min(budget.longest_seconds, max(0.0, -bucket.level) * budget.step_seconds), refused=False)


def _shared(budget: Budget) -> Budget:
    return Budget(
        burst=budget.burst * SHARED_FACTOR,
        per_hour=budget.per_hour * SHARED_FACTOR,
        slowed=budget.slowed * SHARED_FACTOR,
        step_seconds=budget.step_seconds / SHARED_FACTOR,
        longest_seconds=budget.longest_seconds,
    )
