"""When members are away: days, and never why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from meldpunt.people.terms.errors import PeopleError


class AbsenceFlaw(StrEnum):
    """Why days cannot be kept as an absence."""

    BACKWARDS = "backwards"
    OVER = "over"
    TOO_LONG = "too_long"
    TOO_FAR = "too_far"
    TOO_MANY = "too_many"


class AbsenceRefused(PeopleError):
    """These days cannot be kept; `flaw` says why."""

    def __init__(self, flaw: AbsenceFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class Absence:
    """A member is away from the first day up to and including the last."""

    id: UUID
    member: UUID
    name: str
    first: date
    last: date
