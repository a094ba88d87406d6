"""What is behind the mail room's door, without cases: it keeps what it is given, or does what a test says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from meldpunt.arrivals.terms import Envelope

CLINIC = UUID("00000000-0000-4000-8000-00000000c111")
UTILITY = UUID("00000000-0000-4000-8000-00000000077e")
ADDRESSES = {
    "security@kliniek.example": CLINIC,
    "meld@kliniek.example": CLINIC,
    "security@nuts.example": UTILITY,
}


@dataclass
class FakeIntake:
    """Keeps messages in a list, with whose they are; `first` is called before, and what it raises is raised."""

    first: Callable[[bytes, UUID], None] = lambda raw, organisation: None
    kept: list[tuple[UUID, Envelope, bytes]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def organisation_of(self, address: str) -> UUID | None:
        """Return whose address it is; what follows a plus is a token."""
        local, _, domain = address.rpartition("@")
        return ADDRESSES.get(f"{local.partition('+')[0]}@{domain}".lower())

    def take(self, raw: bytes, envelope: Envelope, organisation: UUID) -> None:
        """Keep it."""
        self.first(raw, organisation)
        with self.lock:
            self.kept.append((organisation, envelope, raw))
