"""The words of the daily test of the way in by mail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class SentCanary:
    """A mail by which the way in is tested, and what became of it. `letter` is what the outbox owes.

    `thread` is the report that it became, until that is forgotten; `is_read_back` tells whether its access code showed what it said.
    """

    id: UUID
    organisation: UUID
    letter: UUID
    sent_at: datetime
    came_at: datetime | None = None
    returned_at: datetime | None = None
    thread: UUID | None = None
    is_read_back: bool = False
