"""How many unfinished bodies one address may have, so that no machine alone takes the places of all others.

Invariants: no address is kept, only an HMAC of it (IPv6 as its /64) under a key that only this process's memory holds, and only
while a body of it is under way. Visitors without an address of their own (an onion service, this machine) share more places,
but never all of them.
"""

import hmac
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from meldpunt.arrivals.rules.allowance import source_of
from meldpunt.site.server.bodies import Limits, Refused

SHARED = b"shared"


class Sources:
    """The unfinished bodies of one server, counted by where they come from; used by its one event loop only."""

    def __init__(self, limits: Limits) -> None:
        """Count against `limits`."""
        self._limits = limits
        self._key = secrets.token_bytes(32)
        self._under_way: Counter[bytes] = Counter()

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """Hold a place for a body from `address`. Raises Refused with 503 when it has none left."""
        source = source_of(address)
        name = hmac.digest(self._key, SHARED if source is None else source, "sha256")
        most = self._limits.shared_bodies if source is None else self._limits.bodies_of_one
        if self._under_way[name] >= most:
            raise Refused(503)
        self._under_way[name] += 1
        try:
            yield
        finally:
            self._under_way[name] -= 1
            if not self._under_way[name]:
                del self._under_way[name]
