"""Words of a finder's name and contact details: when they lay here, and why they cannot be erased now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meldpunt.cases.terms.errors import CaseError


@dataclass(frozen=True)
class DetailsChange:
    """A finder's details were given, replaced or erased at a moment: whether there were any before it, and after it."""

    at: datetime
    before: bool
    after: bool


@dataclass(frozen=True)
class Details:
    """A time in which a name or contact details of a finder lay here, sealed; `until` is None while they do."""

    since: datetime
    until: datetime | None


class ErasureFlaw(StrEnum):
    """Why a finder's details cannot be erased at the desk."""

    NOT_YET = "not_yet"
    NOTHING = "nothing"
    NEW_MAIL = "new_mail"


class ErasureRefused(CaseError):
    """A finder's details cannot be erased like this; `flaw` says why."""

    def __init__(self, flaw: ErasureFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw
