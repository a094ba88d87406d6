"""A finder's session: the token is in the cookie, the row can be opened with nothing else."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meldpunt.cases.terms import SESSION_IDLE, SESSION_LIFE
from meldpunt.sealing.rules.bodies import open_under, seal_under
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import joined

LONGEST = 100


@dataclass(frozen=True)
class SessionKeys:
    """What a token yields: `digest` finds the row, `secret` opens it."""

    digest: bytes = field(repr=False)
    secret: bytes = field(repr=False)


def new_token() -> str:
    """Return a fresh token of 256 bits."""
    return secrets.token_urlsafe(32)


def session_keys(token: str) -> SessionKeys:
    """Return what a token yields; any text yields something, a wrong one finds no row."""
    raw = hashlib.sha256(token[:LONGEST].encode("utf-8", "surrogatepass")).digest()
    return SessionKeys(
        derive(raw, label=b"meldpunt finder session digest"), derive(raw, label=b"meldpunt finder session secret")
    )


def seal_seed(seed: bytes, *, thread: UUID, keys: SessionKeys) -> bytes:
    """Return the finder's seed sealed under the token."""
    return seal_under(keys.secret, seed, _info(thread))


def open_seed(sealed: bytes, *, thread: UUID, keys: SessionKeys) -> bytes:
    """Return the finder's seed. Raises SealingError."""
    return open_under(keys.secret, sealed, _info(thread))


def is_over(*, created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session has idled too long or lived long enough."""
    return now >= created_at + SESSION_LIFE or now >= last_seen_at + SESSION_IDLE


def _info(thread: UUID) -> bytes:
    return joined(b"meldpunt finder session", thread.bytes)
