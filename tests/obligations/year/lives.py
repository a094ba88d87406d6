"""What happens in one case, drawn from a seed: deeds in order, each so many days after the one before."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Final
from uuid import UUID

from tests.obligations.year.houses import House

EXPLOITED: Final = "fact:exploited submit:cra-exploited-warning submit:cra-exploited-notification"
LIVES: Final = (
    (6, "assign whole valid accepted answer close:solved"),
    (3, "assign answer whole valid accepted close:solved finder answer close:solved"),
    (3, "assign ask finder whole valid accepted answer answer close:solved"),
    (2, "whole ask finder ask valid accepted close:solved"),
    (2, "ask valid deferred ask close:no_answer finder whole accepted close:solved"),
    (2, "no:not_valid finder valid accepted answer close:solved"),
    (2, "no:not_ours close:not_ours"),
    (1, "answer no:not_valid whole valid accepted"),
    (2, "no:already_known"),
    (1, "no:already_known reopen accepted whole close:solved"),
    (2, ""),
    (1, "assign"),
    (2, "finder finder answer ask finder whole valid accepted close:accepted_risk"),
    (1, "answer valid accepted close:solved reopen whole answer close:solved"),
    (1, "ask"),
    (2, "assign whole valid accepted"),
    (2, "assign whole valid accepted close:solved erase"),
    (1, "whole valid accepted close:solved erase finder answer close:solved"),
    (1, "answer valid accepted erase whole close:solved"),
    (2, "assign whole withhold:said finder answer speak valid accepted close:solved"),
    (2, "answer valid withhold:unsaid ask withhold:said finder speak whole accepted close:solved"),
    (1, "whole withhold:said"),
    (3, "answer withhold:unsaid speak answer valid"),
    (2, "assign fact:breach whole submit:gdpr-notification valid accepted close:solved"),
    (2, "fact:breach fact:breach_no_risk whole valid accepted close:solved"),
    (1, f"assign {EXPLOITED} whole valid accepted fact:fix_available submit:cra-exploited-final close:solved"),
    (1, f"{EXPLOITED} submit:cra-exploited-users answer withhold:unsaid fact:fix_available"),
    (1, "fact:exploited fact:breach"),
    (3, "assign answer back answer valid accepted close:solved"),
    (2, "assign whole back mistake valid accepted close:solved back"),
    (2, "answer answer back back whole valid back accepted close:solved"),
    (1, "ask back finder whole valid accepted back back:dead answer close:solved"),
    (2, "answer valid answer back:dead whole accepted close:solved"),
    (3, "whole valid accepted close:solved back back"),
    (3, "whole valid accepted close:solved back back mistake mistake"),
    (2, "answer valid accepted close:accepted_risk back reopen whole answer close:solved"),
    (2, "whole valid deferred back close:accepted_risk back finder whole close:accepted_risk"),
    (3, "ask valid deferred ask close:no_answer back back back"),
    (1, "no:already_known back mistake"),
    (1, "no:not_ours back close:not_ours back"),
    (2, "answer valid accepted close:solved erase back"),
    (2, "answer valid accepted close:solved back erase reopen answer close:solved"),
    (1, "whole withhold:said back speak answer valid"),
)
DAY_NAMED: Final = "by "
"""What stands before the day in what an answer says, where it names one."""
DAYS: Final = (0.02, 0.3, 1, 1, 2, 2, 3, 4, 6, 9, 14, 22, 35)


@dataclass(frozen=True)
class Step:
    """A deed, so many days after the one before."""

    days: float
    deed: str


@dataclass(frozen=True)
class Happened:
    """A deed that was done.

    `detail`: what an answer says, why a case was closed or declined, who has it, which fact since when; when that was posted of which
    the mail came back, or did not after all, and whether its address was dead.
    """

    at: datetime
    deed: str
    detail: tuple[str, ...] = ()


@dataclass
class Story:
    """Everything that happened to one report, as a bystander wrote it down."""

    house: House
    """As it promised when the report came."""
    place: int
    """Which organisation."""
    case: UUID
    received: datetime
    mailed: bool
    bounces: bool
    """The finder's mail server refuses every letter."""
    happened: list[Happened] = field(default_factory=list)


def life(random: Random) -> list[Step]:
    """Draw one."""
    (chosen,) = random.choices([deeds.split() for _weight, deeds in LIVES], [weight for weight, _deeds in LIVES])
    return [Step(random.choice(DAYS), deed) for deed in chosen]
