"""A simulated year: five organisations, handlers with holidays, three restarts, a week of downtime.

The world of `year/world.py` drives the real verbs and jobs; `year/recount.py` and `year/warned.py` count once more from what happened.
With `WHOLE=1` in the environment it is 2,000 cases, and a worker that looks every two hours; else it is as many as a suite can wait for.
"""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest

from meldpunt.cases.models import Case
from meldpunt.journal.queries import entries_since, first_broken_link
from meldpunt.journal.terms import EntryLine
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.rules.figures import tables
from meldpunt.obligations.terms.figures import Counted
from meldpunt.policy.terms import PromiseKind, Region
from tests.obligations.year.lives import Story
from tests.obligations.year.recount import Stands, stands
from tests.obligations.year.warned import counts, warnings
from tests.obligations.year.world import KILLED, Sent, World

pytestmark = pytest.mark.django_db
WHOLE = "WHOLE" in os.environ


def test_a_year() -> None:
    """Every obligation as it must be, every warning once, and the figures as the journal has them."""
    cases, every = (2000, 2) if WHOLE else (80, 8)
    world = World(cases=cases, every=every)
    end = world.run()
    assert (len(world.stories), sorted(world.killed)) == (cases, sorted(KILLED.values()))
    obligations(world, end)
    every_warning_once(world)
    queue_agrees()
    for team in world.teams:
        figures(team.made.id, Region(team.house.country, team.house.zone))
        assert first_broken_link(team.made.id) is None


def obligations(world: World, end: datetime) -> None:
    """Hold the rows against the recount, case by case; each outcome is among them."""
    rows: defaultdict[UUID, list[Stands]] = defaultdict(list)
    for row in Obligation.objects.order_by("id").select_related("case"):
        due = None if row.paused else row.due_at
        stand = (
            row.kind,
            "",
            row.started_at,
            due,
            row.fulfilled_at,
            row.broken_at,
            row.lapsed_at,
            row.ended_at is None,
        )
        rows[row.case.uuid].append(Stands(*stand))
    seen: Counter[str] = Counter()
    for number, story in enumerate(world.stories):
        expected = [Stands(each.kind, "", *list(vars(each).values())[2:]) for each in stands(story, world.mail, end)]
        assert in_order(rows[story.case]) == in_order(expected), (number, story)
        seen.update(_outcome(each) for each in expected)
    assert set(seen) == {"kept", "late", "broken", "lapsed", "running", "paused"}


def queue_agrees() -> None:
    """Every open case is due by the soonest promise that it owes, or before it where the desk asks that of itself."""
    owed = Obligation.objects.filter(ended_at__isnull=True).order_by("-due_at")
    soonest = dict(owed.values_list("case_id", "due_at"))
    for case in Case.objects.order_by("id"):
        if case.closed_at is not None:
            assert case.due_at is None
        elif case.pk in soonest:
            waits = case.declined_as or (case.waiting_since and case.answered_at)
            assert case.due_at is not None
            assert case.due_at == soonest[case.pk] or (waits and case.due_at < soonest[case.pk])


def in_order(found: list[Stands]) -> list[Stands]:
    """Return them in one order."""
    return sorted(found, key=repr)


def every_warning_once(world: World) -> None:
    """Hold what left against the recount: each once, and one letter a member each time with how many there are."""
    by_case = {story.case: story for story in world.stories}
    expected = Counter(sent for story in world.stories for _at, sent in warnings(story, world.mail, world.looked))
    assert Counter(sent for _at, sent in world.sent) == expected
    together: defaultdict[tuple[datetime, int], list[tuple[Story, Sent]]] = defaultdict(list)
    for at, sent in world.sent:
        together[at, by_case[sent.case].place].append((by_case[sent.case], sent))
    told = {key: counts(world.teams[key[1]], sent, key[0]) for key, sent in together.items()}
    letters: defaultdict[tuple[datetime, int], list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for at, place, letter in world.letters:
        letters[at, place].append((letter.to, numbers(letter.subject, letter.body)))
    assert {key: sorted(found) for key, found in letters.items()} == {
        key: sorted(found.items()) for key, found in told.items()
    }


def numbers(subject: str, body: str) -> tuple[int, int]:
    """Return how many promises a letter says are due soon, and how many late."""
    found = [int(each) for each in re.findall(r": (\d+)\.", body)]
    late = not re.search("binnenkort|soon", subject)
    return (found[0], found[1]) if len(found) > 1 else (0, found[0]) if late else (found[0], 0)


def figures(organisation: UUID, region: Region) -> None:
    """Hold the figures against the journal: everything told, and as they are published."""
    shown = list(counted_in(organisation))
    told = list(recounted(organisation))
    assert Counter(shown) == Counter(told)
    made = Counter((each.kind, each.declined, each.outcome) for each in told)
    for table in tables(shown, region, least=1):
        for name in ("kept", "broken", "running", "lapsed"):
            count = getattr(table.total, name)
            assert count.value == sum(n for key, n in made.items() if key == (table.kind, table.declined, name))
    assert tables(shown, region) == tables(told, region)


def counted_in(organisation: UUID) -> Iterator[Counted]:
    """Yield the obligations of an organisation as the figures count them."""
    for row in Obligation.objects.filter(organisation=organisation).order_by("id").select_related("case"):
        moments = (row.started_at, row.due_at, row.fulfilled_at, row.broken_at, row.lapsed_at)
        due = row.started_at if row.paused else row.due_at
        yield Counted(PromiseKind(row.kind), moments[0], due, *moments[2:], declined=bool(row.case.declined_as))


def recounted(organisation: UUID) -> Iterator[Counted]:
    """Yield the same from nothing but the lines of the journal."""
    last: dict[tuple[UUID, str, str], EntryLine] = {}
    declined: set[UUID] = set()
    for line in entries_since(organisation, 0, limit=1_000_000):
        if line.case is None:
            continue
        if line.deed.startswith("obligation.") and "cause" in line.facts:
            last[line.case, str(line.facts["kind"]), str(line.facts["cause"])] = line
        elif line.deed == "case.declined":
            declined.add(line.case)
        elif line.deed == "case.reopened" or line.facts.get("after") in {"valid", "accepted"}:
            declined.discard(line.case)
    for (case, kind, _cause), line in last.items():
        facts, deed = line.facts, line.deed.removeprefix("obligation.")
        since, due = (datetime.fromisoformat(str(facts[name])) for name in ("since", "due"))
        at = datetime.fromisoformat(str(facts["at"])) if "at" in facts else None
        yield Counted(
            PromiseKind(kind),
            since,
            since if deed == "paused" else due,
            fulfilled_at=at if deed in {"kept", "done_late"} else None,
            broken_at=due if deed in {"broken", "done_late"} else None,
            lapsed_at=at if deed == "lapsed" else None,
            declined=case in declined,
        )


def _outcome(each: Stands) -> str:
    if each.broken:
        return "late" if each.fulfilled else "broken"
    if each.lapsed:
        return "lapsed"
    return "kept" if each.fulfilled else "running" if each.due else "paused"
