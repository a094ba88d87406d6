"""The figures once more, from nothing but the lines of the journal and docs/promise-figures.md; in public as the finders are told."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from meldpunt.journal.queries import entries_since
from meldpunt.journal.terms import EntryLine
from tests.obligations.year.dates import DAY
from tests.obligations.year.houses import House
from tests.obligations.year.lives import Happened, Story
from tests.obligations.year.recount import Stands, stands
from tests.policy.slow_reckoning import HOLIDAYS

OUTCOMES: Final = {"kept": "kept", "broken": "broken", "done_late": "broken", "lapsed": "lapsed"}
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """One obligation as the journal tells of it; times are None where it was not fulfilled."""

    case: UUID
    kind: str
    declined: bool
    quarter: str
    outcome: str
    hours: int | None = None
    days: int | None = None

    @property
    def line(self) -> tuple[str, str, str]:
        """Return what stands in the file of it."""
        hours, days = ("" if each is None else str(each) for each in (self.hours, self.days))
        return self.outcome, hours, days


def told_by_journal(organisation: UUID, house: House) -> list[Told]:
    """Return every obligation of an organisation."""
    found: dict[tuple[UUID, str, str], tuple[EntryLine, str]] = {}
    declined: set[UUID] = set()
    for line in entries_since(organisation, 0, limit=1_000_000):
        if line.case is None:
            continue
        if line.deed.startswith("obligation.") and "cause" in line.facts:
            key = (line.case, str(line.facts["kind"]), str(line.facts["cause"]))
            moved = line.deed == "obligation.moved" and key in found
            found[key] = line, found[key][1] if moved else line.deed.removeprefix("obligation.")
        elif line.deed == "case.declined":
            declined.add(line.case)
        elif line.deed == "case.reopened" or line.facts.get("after") in {"valid", "accepted"}:
            declined.discard(line.case)
    came: dict[UUID, datetime] = {}
    for (case, *_), (line, _deed) in found.items():
        came[case] = min(_since(line), came.get(case, _since(line)))
    return [
        _told(case, line, deed, house, came=came[case], declined=case in declined)
        for (case, *_), (line, deed) in found.items()
    ]


def as_finders_know(
    told: Collection[Told],
    stories: Collection[Story],
    mail: Sequence[datetime],
    now: datetime,
) -> list[Told]:
    """Return the same as the pages of the finders tell it: by the lives in which progress was never withheld unsaid."""
    unsaid = {story.case: story for story in stories if any(_is_unsaid(each) for each in story.happened)}
    found = [each for each in told if each.case not in unsaid]
    for case, story in unsaid.items():
        one = next(each for each in told if each.case == case)
        happened = [Happened(each.at, "speak") if _is_unsaid(each) else each for each in story.happened]
        known = stands(replace(story, happened=happened), mail, now)
        found += [_as_known(one, each, story.house) for each in known]
    return found


def counts(told: Collection[Told]) -> dict[str, int]:
    """Return how many there are of each outcome, and together."""
    found = Counter(each.outcome for each in told)
    return {"made": len(told)} | {name: found[name] for name in ("kept", "broken", "running", "lapsed")}


def within(told: Collection[Told], percent: int) -> tuple[int | None, int | None]:
    """Return the hours and working days within which so many percent of what was due was done: the nearest rank."""
    due = [each for each in told if each.outcome in {"kept", "broken"}]
    place = -(-len(due) * percent // 100) - 1
    hours, days = ([each.hours for each in due], [each.days for each in due])
    return _ranked(hours)[place], _ranked(days)[place]


def in_period(told: Collection[Told], period: str, periods: Collection[str]) -> list[Told]:
    """Return those of a period: of a quarter, of several (`2026-Q1/2026-Q3`), or of all the others of a table."""
    chosen = set(periods) - {"all"} if period == "all" else {period}
    spans = [(each.partition("/")[0], each.rpartition("/")[2]) for each in chosen]
    return [each for each in told if any(first <= each.quarter <= last for first, last in spans)]


def lines(content: str) -> Mapping[tuple[str, bool], Mapping[str, Sequence[Mapping[str, str]]]]:
    """Return the lines of the file by table and period."""
    found: defaultdict[tuple[str, bool], defaultdict[str, list[Mapping[str, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for line in csv.DictReader(io.StringIO(content)):
        found[line["promise"], line["declined"] == "yes"][line["quarter"]].append(line)
    return found


def _since(line: EntryLine) -> datetime:
    return datetime.fromisoformat(str(line.facts["since"]))


def _is_unsaid(each: Happened) -> bool:
    return (each.deed, each.detail) == ("withhold", ("unsaid",))


def _as_known(one: Told, each: Stands, house: House) -> Told:
    """Return an obligation as it stands for its finder; `one` is another of that case."""
    outcome = "broken" if each.broken else "lapsed" if each.lapsed else "kept" if each.fulfilled else "running"
    bare = replace(one, kind=each.kind, outcome=outcome, hours=None, days=None)
    if each.fulfilled is None:
        return bare
    since, done = (moment.replace(microsecond=0) for moment in (each.started, each.fulfilled))
    return replace(bare, hours=_hours(since, done), days=_days(since, done, house))


def _told(case: UUID, line: EntryLine, deed: str, house: House, *, came: datetime, declined: bool) -> Told:
    """Return what a line tells; the quarter is that in which the first obligation of its case began."""
    facts, since = line.facts, _since(line)
    local = came.astimezone(ZoneInfo(house.zone))
    named = (
        case,
        str(facts["kind"]),
        declined,
        f"{local.year}-Q{(local.month + 2) // 3}",
        OUTCOMES.get(deed, "running"),
    )
    if deed not in {"kept", "done_late"}:
        return Told(*named)
    done = datetime.fromisoformat(str(facts["at"]))
    return Told(*named, hours=_hours(since, done), days=_days(since, done, house))


def _hours(since: datetime, done: datetime) -> int:
    return -(-max(done - since, timedelta()) // HOUR)


def _days(since: datetime, done: datetime, house: House) -> int:
    """Return the smallest number of working days that, promised, would have been kept."""
    zone = ZoneInfo(house.zone)
    day, last = since.astimezone(zone).date(), done.astimezone(zone).date()
    found = 0
    while day < last:
        day += DAY
        works = day.isoweekday() < 6 and day not in HOLIDAYS[house.country](day.year)
        found += works or day == last
    return found


def _ranked(times: Sequence[int | None]) -> list[int | None]:
    return sorted(times, key=lambda each: (each is None, each or 0))
