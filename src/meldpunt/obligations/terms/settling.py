"""What settling came to."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Settlement:
    """How many obligations changed, and the cases that could not be settled."""

    changed: int
    failed: tuple[UUID, ...] = ()
