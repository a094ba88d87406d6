"""Which stages of which laws a set of facts starts, and when each is due.

Invariants: a fact starts a stage only under the version of the law that is in force on its day, in the organisation's time
zone; what a duty brings later (a final report) stays under the version of the fact that brought the duty into being. Of two
facts of one kind about one event the earlier counts; one that implies another is both. The same facts give the same duties, in whatever order they come.

How ends are reckoned: hours run day and night from the minute (Regulation 1182/71, art. 3(1) and (2)(a), begins at the next
full hour: the end here is never later than its end, and less than an hour before it). An end in days or months
that falls on a Saturday, Sunday or public holiday goes to the next working day where a law says so (`Counting`): Regulation
1182/71, art. 3(4), or the Dutch Algemene termijnenwet, art. 1. The organisation's own closing days do not count there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.law.catalogue import IMPLYING, STAGES
from meldpunt.obligations.terms.law import Counting, Duty, Fact, FactKind, Law, Stage, Submission
from meldpunt.policy.rules.reckoning import reckon
from meldpunt.policy.terms import Promise, PromiseKind, Reckoning, Region, Span

LIFTING: Final = frozenset(stage.unless for stage in STAGES if stage.unless)
"""Decisions that lift a stage. They count from when they were recorded: an end that was missed cannot be decided away afterwards."""
_DUTCH: Final = "NL-ATW"
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def duties(
    facts: Iterable[Fact],
    submissions: Iterable[Submission],
    laws: Collection[Law],
    region: Region,
    stages: Sequence[Stage] = STAGES,
) -> tuple[Duty, ...]:
    """Return every stage that the facts of a case start under the laws that hold for the organisation.

    In order of their ends; those without an end follow, in order of their start. Facts that were taken back are not given.
    """
    given, sent = tuple(facts), tuple(submissions)
    found = [
        duty
        for event in sorted({each.event for each in given})
        for duty in _Event(event, _first(given, event), _sent(sent, event), region).duties(laws, stages)
    ]
    return tuple(sorted(found, key=lambda duty: (duty.due or _LAST, duty.started_at, duty.event, duty.stage.id)))


def version_on(stages: Iterable[Stage], stage_id: str, day: date) -> Stage | None:
    """Return the version of a stage that is in force on a day, None where there is none."""
    holding = [
        each
        for each in stages
        if each.id == stage_id and each.in_force <= day and (each.ended is None or day < each.ended)
    ]
    return max(holding, key=lambda stage: stage.in_force, default=None)


def superseded(duty: Duty, stages: Iterable[Stage], day: date) -> Stage | None:
    """Return the version that holds for facts of a later day, None where that is still the duty's own or none at all."""
    now = version_on(stages, duty.stage.id, day)
    return now if now is not None and now.in_force > duty.stage.in_force else None


def reckoned(stage: Stage, term: Span, started_at: datetime, region: Region) -> Reckoning:
    """Return when a stage is due that began at a moment (aware), with every day that led to it."""
    place = Region(_DUTCH if stage.counting is Counting.NL else region.country, region.zone)
    # the kind of a promise plays no part in reckoning
    promise = Promise(PromiseKind.PUBLICATION, term.amount, term.unit, moves=stage.counting is not Counting.PLAIN)
    return reckon(promise, started_at, place)


def telling(kind: FactKind) -> frozenset[FactKind]:
    """Return the kinds of facts that tell of one kind: itself, and those that imply it."""
    return frozenset({kind, *(each for each, implied in IMPLYING.items() if implied is kind)})


@dataclass(frozen=True)
class _Event:
    """What is known of one event: each kind of fact once, and what was submitted when."""

    number: int
    facts: Mapping[FactKind, Fact]
    sent: Mapping[str, datetime]
    region: Region

    def duties(self, laws: Collection[Law], stages: Sequence[Stage]) -> Iterator[Duty]:
        for stage_id in dict.fromkeys(each.id for each in stages if each.law in laws):
            duty = self._duty(stage_id, stages)
            if duty is not None:
                yield duty

    def _duty(self, stage_id: str, stages: Sequence[Stage]) -> Duty | None:
        stage = self._version(stage_id, stages)
        started_at = None if stage is None else self._started_at(stage)
        if stage is None or started_at is None:
            return None
        found = None if stage.term is None else reckoned(stage, stage.term, started_at, self.region)
        due = found.due if found else self._asked_until(stage)
        return Duty(
            stage=stage,
            event=self.number,
            started_at=started_at,
            due=due,
            reckoning=found,
            submitted_at=self.sent.get(stage.id),
            lifted=self._lifted(stage, due),
        )

    def _version(self, stage_id: str, stages: Sequence[Stage]) -> Stage | None:
        """Return the version under which this event falls, None where its fact is not there or no version holds then."""
        root = self.facts.get(next(each.event for each in stages if each.id == stage_id))
        if root is None:
            return None
        return version_on(stages, stage_id, root.at.astimezone(ZoneInfo(self.region.zone)).date())

    def _started_at(self, stage: Stage) -> datetime | None:
        """Return the moment from which the time of a stage runs, None while something is missing."""
        moments = [self.facts[stage.event].at]
        if stage.only_with is not None and stage.only_with not in self.facts:
            return None
        if stage.runs_from is not None:
            if stage.runs_from not in self.facts:
                return None
            moments.append(self.facts[stage.runs_from].at)
        if stage.after:
            if stage.after not in self.sent:
                return None
            moments.append(self.sent[stage.after])
        return max(moments).astimezone(UTC)

    def _asked_until(self, stage: Stage) -> datetime | None:
        until = self.facts[stage.event].until
        return None if until is None else until.astimezone(UTC)

    def _lifted(self, stage: Stage, due: datetime | None) -> bool:
        """Tell whether another fact lifted a stage, in time, and none stands against that: whichever of the two was recorded first."""
        instead = None if stage.unless is None or stage.despite in self.facts else self.facts.get(stage.unless)
        return instead is not None and (due is None or instead.at <= due)


def _first(facts: Iterable[Fact], event: int) -> Mapping[FactKind, Fact]:
    """Return the earliest fact of each kind about an event, also as what it implies; of two at one moment the one with the earlier end."""
    known = tuple(facts)
    implied = [replace(each, kind=IMPLYING[each.kind]) for each in known if each.kind in IMPLYING]
    found: dict[FactKind, Fact] = {}
    for each in sorted((*known, *implied), key=lambda fact: (fact.at, fact.until or _LAST), reverse=True):
        if each.event == event:
            found[each.kind] = each
    return found


def _sent(submissions: Iterable[Submission], event: int) -> Mapping[str, datetime]:
    """Return the first submission of each stage for an event (UTC)."""
    of_event = sorted((each for each in submissions if each.event == event), key=lambda each: each.at, reverse=True)
    return {each.stage: each.at.astimezone(UTC) for each in of_event}
