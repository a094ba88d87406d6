"""A link that shows an access code once: what it holds is sealed under its token, which nothing keeps.

Invariant: whoever has the row alone finds neither the token nor the code (the token is 256 random bits).
"""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from meldpunt.cases.terms import Receipt
from meldpunt.policy.terms import Span, Unit
from meldpunt.sealing.rules.bodies import open_under, seal_under
from meldpunt.sealing.terms import TokenLock, joined

LINK_LIFE: Final = timedelta(days=30)
USE: Final = "code link"


def seal_receipt(receipt: Receipt, *, thread: UUID, lock: TokenLock) -> bytes:
    """Return a receipt sealed under the token of a link."""
    return seal_under(lock.seed, json.dumps(vars(receipt), default=_written).encode(), _info(thread))


def open_receipt(sealed: bytes, *, thread: UUID, lock: TokenLock) -> Receipt:
    """Return the receipt behind a link. Raises SealingError."""
    facts: dict[str, Any] = json.loads(open_under(lock.seed, sealed, _info(thread)))
    facts["received_at"] = datetime.fromisoformat(facts["received_at"])
    facts["due_at"] = datetime.fromisoformat(facts["due_at"]) if facts["due_at"] else None
    facts["page_stays"] = Span(facts["page_stays"]["amount"], Unit(facts["page_stays"]["unit"]))
    return Receipt(**facts)


def _written(value: datetime | Span) -> str | dict[str, Any]:
    return vars(value) if isinstance(value, Span) else value.isoformat()


def _info(thread: UUID) -> bytes:
    return joined(b"meldpunt code link", thread.bytes)
