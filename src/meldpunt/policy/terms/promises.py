"""What an organisation promises with a clock, and where its days are counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meldpunt.policy.terms.values import Unit


class PromiseKind(StrEnum):
    """What is promised. EXPECTED_FIX is a day that a finder was told: no policy promises it, but an answer that names one."""

    RECEIPT = "receipt"
    FIRST_ANSWER = "first_answer"
    SILENCE = "silence"
    SOLVED = "solved"
    FIX = "fix"
    EXPECTED_FIX = "expected_fix"
    PUBLICATION = "publication"
    KEY = "key"
    ERASURE = "erasure"


class AnswerPart(StrEnum):
    """What the first answer must hold before it counts."""

    ASSESSMENT = "assessment"
    FIX_DATE = "fix_date"


@dataclass(frozen=True)
class Promise:
    """One promise with a clock: at most `amount` of `unit` until `kind`.

    `says` is what the answer must hold to fulfil it; `pauses` stops the clock while the finder has a question to answer;
    `calendar` is the country whose working days count, "" for the organisation's own. With `office` (`09:00-17:00`, on working
    days) a receipt outside these hours counts from the next opening, with "" from when it came. `moves`: an end on a closed day
    goes to the next working day.
    """

    kind: PromiseKind
    amount: int
    unit: Unit
    says: tuple[AnswerPart, ...] = ()
    pauses: bool = False
    calendar: str = ""
    office: str = ""
    moves: bool = False


@dataclass(frozen=True)
class Region:
    """Where working days are counted: country, time zone, and the organisation's own exceptions.

    `closed` are extra days off; `open` are public holidays that are worked. Both win over the calendar.
    """

    country: str = "NL"
    zone: str = "Europe/Amsterdam"
    closed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drift:
    """One thing that the settings say otherwise than the policy: its key in the file, what stands there, and what the settings say."""

    key: str
    policy: tuple[str, ...]
    settings: tuple[str, ...]
