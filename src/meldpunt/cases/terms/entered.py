"""A report that came otherwise than by the form, and was entered by hand."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.terms.errors import CaseError


class Told(StrEnum):
    """What a finder knew of the rules: nothing, that they were shown or read out, or agreed to after that."""

    NOT_SHOWN = "not_shown"
    SHOWN = "shown"
    AGREED = "agreed"


class MomentFlaw(StrEnum):
    """Why a moment of receipt is not taken."""

    FUTURE = "future"
    TOO_LONG_AGO = "too_long_ago"
    NEVER_WAS = "never_was"
    TWICE = "twice"


class MomentRefused(CaseError):
    """This cannot be when a report was received; `flaw` says why."""

    def __init__(self, flaw: MomentFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class Entered:
    """How a report came: by which way, when it was really received (aware; every clock runs from there), about which brand, under rules told how."""

    channel: Channel
    received_at: datetime
    told: Told = Told.NOT_SHOWN
    brand: str = ""
