"""Which duties by law a story began, how they stand, and when somebody is warned: counted once more from docs/duties-by-law.md."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tests.obligations.year.dates import DAY
from tests.obligations.year.known import NEVER
from tests.obligations.year.lives import Happened, Story
from tests.obligations.year.warned import STEPS
from tests.obligations.year.world import Sent
from tests.policy.slow_reckoning import HOLIDAYS

STAGES: Final = {
    "gdpr-notification": (("breach",), timedelta(hours=72)),
    "cra-exploited-warning": (("exploited",), timedelta(hours=24)),
    "cra-exploited-notification": (("exploited",), timedelta(hours=72)),
    "cra-exploited-final": (("exploited", "fix_available"), 14 * DAY),
    "cra-exploited-users": (("exploited",), None),
}
"""From which facts each runs, and how long."""
LIFTED: Final = {"gdpr-notification": "breach_no_risk"}


@dataclass(frozen=True)
class Duty:
    """How one duty stands: `known` is when what it runs from was recorded, `over` when it was over, or NEVER, and `why`."""

    stage: str
    started: datetime
    due: datetime | None
    known: datetime
    over: datetime
    why: str

    def broken(self, now: datetime) -> datetime | None:
        """Return the end that passed while it was owed."""
        return self.due if self.due and min(self.over, now) > self.due else None


def duties(story: Story) -> Iterator[Duty]:
    """Yield what the facts of a story began."""
    facts = {each.detail[0]: each for each in story.happened if each.deed == "fact"}
    sent = {each.detail[0]: each.at for each in story.happened if each.deed == "submit"}
    for stage, (kinds, term) in STAGES.items():
        if all(kind in facts for kind in kinds):
            started = max(_since(facts[kind]) for kind in kinds)
            due = _ends(started, term, story) if term else None
            lifts = facts.get(LIFTED.get(stage, ""))
            ends = [(sent[stage], "submitted")] if stage in sent else []
            ends += [(lifts.at, "lifted")] if lifts and due and lifts.at <= due else []
            over, why = min(ends, default=(NEVER, ""))
            yield Duty(stage, started, due, max(facts[kind].at for kind in kinds), over, why)


def warnings(story: Story, looked: Sequence[datetime]) -> Iterator[Sent]:
    """Yield what must leave, once each, at the first look of the worker after its moment at which it was still owed."""
    for duty in duties(story):
        for step, moment in _moments(duty).items():
            place = bisect_left(looked, max(moment, duty.known))
            if place < len(looked) and looked[place] < duty.over:
                yield Sent(story.case, duty.stage, duty.started, step, duty.due)


def _moments(duty: Duty) -> dict[str, datetime]:
    """Return when each warning leaves: none waits for the morning, and without an end there is only the first."""
    begun = {"begun": duty.started}
    if duty.due is None:
        return begun
    length = duty.due - duty.started
    steps = {step: max(duty.started + length * share, duty.due - most) for step, (share, most) in STEPS.items()}
    return begun | steps | {"broken": duty.due + timedelta(seconds=1)}


def _since(fact: Happened) -> datetime:
    return datetime.fromisoformat(fact.detail[1])


def _ends(started: datetime, term: timedelta, story: Story) -> datetime:
    """Return the end of a term: hours to the minute, days at the end of the last, which is a working day."""
    if term < 14 * DAY:
        return started + term
    place, house = ZoneInfo(story.house.zone), story.house
    day = started.astimezone(place).date() + term
    while day.isoweekday() > 5 or day in HOLIDAYS[house.country](day.year):
        day += DAY
    return datetime.combine(day + DAY, time(), place).astimezone(UTC) - timedelta(seconds=1)
