"""A link that shows an access code once: what it holds is sealed under its token, which nothing keeps.

Invariants: whoever has the row alone finds neither the token nor the code (the token is 256 random bits). Once a link was
used, whoever has row and token finds nothing either: it takes what the browser has that used it.
"""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from meldpunt.cases.terms import Receipt
from meldpunt.policy.terms import Span, Unit
from meldpunt.sealing.rules.bodies import open_under, seal_under
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.terms import TokenLock, joined

LINK_LIFE: Final = timedelta(days=30)
USE: Final = "code link"
AGAIN: Final = timedelta(minutes=15)
"""For how long a link that was used shows the same receipt again, to the browser that used it."""


def held_by(lock: TokenLock, browser: str) -> TokenLock:
    """Return what a link's token yields together with what only one browser has."""
    with_browser = browser.encode(errors="replace")
    return TokenLock(
        digest=derive(lock.seed, label=joined(b"meldpunt code link digest", with_browser)),
        seed=derive(lock.seed, label=joined(b"meldpunt code link seed", with_browser)),
    )


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
