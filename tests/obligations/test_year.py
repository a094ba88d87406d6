"""A simulated year: five organisations, handlers with holidays, three restarts, a week of downtime.

The world of `year/world.py` drives the real verbs and jobs; `year/recount.py`, `year/law.py` and `year/warned.py` count once more from
what happened, `year/figures.py` from the lines of the journal.
With `WHOLE=1` in the environment it is 2,000 cases, and a worker that looks every two hours; else it is as many as a suite can wait for.
"""

import os
from collections import Counter, defaultdict
from datetime import datetime
from itertools import product
from uuid import UUID

import pytest

from meldpunt.cases.models import Case, Withholding
from meldpunt.journal.queries import first_broken_link
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import make_figures
from meldpunt.obligations.models import LawDuty, Obligation
from meldpunt.obligations.queries import counted_in, figures_file, figures_for, recounted_in, told_otherwise
from meldpunt.obligations.rules.figures import tables
from meldpunt.obligations.terms.figures import Audience, Table
from meldpunt.outbox.terms import Letter
from meldpunt.policy.terms import Region
from tests.obligations.letters import counts as counts_in
from tests.obligations.year.figures import Told, as_finders_know, counts, in_period, lines, told_by_journal, within
from tests.obligations.year.law import duties
from tests.obligations.year.law import warnings as warnings_of_duties
from tests.obligations.year.lives import Story
from tests.obligations.year.people import Team
from tests.obligations.year.recount import TELLING, Stands, stands
from tests.obligations.year.warned import counts as counts_of
from tests.obligations.year.warned import warnings
from tests.obligations.year.world import KILLED, Sent, World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # minutes on PostgreSQL, where each part is tried by itself
WHOLE = "WHOLE" in os.environ


def test_a_year() -> None:
    """Every obligation as it must be, every warning once, and the figures as the journal has them."""
    cases, every = (2000, 2) if WHOLE else (80, 8)
    world = World(cases=cases, every=every)
    end = world.run()
    assert (len(world.stories), sorted(world.killed)) == (cases, sorted(KILLED.values()))
    obligations(world, end)
    duties_by_law(world, end)
    every_warning_once(world)
    queue_agrees()
    for team in world.teams:
        assert first_broken_link(team.made.id) is None
    found = [figures(team, world, end) for team in world.teams]
    assert sum(otherwise for otherwise, _told in found) > 0
    assert (all if WHOLE else any)(told > 0 for _otherwise, told in found)
    mails_came_back(world)


def obligations(world: World, end: datetime) -> None:
    """Hold the rows against the recount, case by case; each outcome is among them."""
    rows: defaultdict[UUID, list[Stands]] = defaultdict(list)
    for row in Obligation.objects.order_by("id").select_related("case"):
        due = None if row.paused or row.lapsed_at else row.due_at
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


def duties_by_law(world: World, end: datetime) -> None:
    """Hold the duties against the recount: when each began, is due, was late and was over; of the many each outcome is among them."""
    columns = ("case__uuid", "stage", "started_at", "due_at", "ended_at", "ended_because", "broken_at")
    rows = LawDuty.objects.order_by("id").values_list(*columns)
    expected = [
        (story.case, each.stage, each.started, each.due, each.over if each.why else None, each.why, each.broken(end))
        for story in world.stories
        for each in duties(story)
    ]
    assert Counter(rows) == Counter(expected)
    seen = {(row[5], row[6] is not None) for row in expected}
    every = {("submitted", False), ("submitted", True), ("lifted", False), ("", False), ("", True)}
    assert seen == every if WHOLE else seen <= every


def queue_agrees() -> None:
    """Every open case is due by the soonest promise that it owes and may keep, or before it where the desk asks that of itself."""
    withheld = set(Withholding.objects.filter(ended_at__isnull=True).values_list("case_id", flat=True))
    owed = Obligation.objects.filter(ended_at__isnull=True).order_by("-due_at")
    owed = owed.exclude(case__in=withheld, kind__in=TELLING)
    soonest = dict(owed.values_list("case_id", "due_at"))
    for case in Case.objects.order_by("id"):
        if case.closed_at is not None:
            assert case.due_at is None
        elif case.pk in soonest:
            waits = case.declined_as or (case.answered_at and (case.waiting_since or case.pk in withheld))
            assert case.due_at is not None
            assert case.due_at == soonest[case.pk] or (waits and case.due_at < soonest[case.pk])


def in_order(found: list[Stands]) -> list[Stands]:
    """Return them in one order."""
    return sorted(found, key=repr)


def every_warning_once(world: World) -> None:
    """Hold what left against the recount: each once, and one letter a member each time with how many there are."""
    sent = (sent for story in world.stories for _at, sent in warnings(story, world.mail, world.looked))
    expected = {
        Letter.PROMISES_DUE: Counter(sent),
        Letter.DUTIES_DUE: Counter(sent for story in world.stories for sent in warnings_of_duties(story, world.looked)),
    }
    by_case = {story.case: story for story in world.stories}
    for letter in Letter.PROMISES_DUE, Letter.DUTIES_DUE:
        assert Counter(each for _at, each in world.sent[letter]) == expected[letter]
        together: defaultdict[tuple[datetime, int], list[tuple[Story, Sent]]] = defaultdict(list)
        for at, each in world.sent[letter]:
            together[at, by_case[each.case].place].append((by_case[each.case], each))
        told = {key: counts_of(world.teams[key[1]], some, key[0]) for key, some in together.items()}
        letters: defaultdict[tuple[datetime, int], list[tuple[str, dict[str, int]]]] = defaultdict(list)
        for at, place, each_letter in world.letters[letter]:
            letters[at, place].append((each_letter.to, counts_in(each_letter)))
        assert {key: sorted(found, key=str) for key, found in letters.items()} == {
            key: sorted(found.items(), key=str) for key, found in told.items()
        }


def mails_came_back(world: World) -> None:
    """See that they did: of open cases and of closed ones, that it was a mistake, and that promises lost their beginning by it."""
    seen = Counter(
        (each.deed, any(before.deed in {"close", "erase"} for before in story.happened[:place]))
        for story in world.stories
        for place, each in enumerate(story.happened)
        if each.deed in {"back", "mistake"} and each.detail
    )
    assert seen.keys() == set(product(("back", "mistake"), (False, True)))
    assert Obligation.objects.filter(lapsed_because="not_told").exists()


def figures(team: Team, world: World, end: datetime) -> tuple[int, int]:
    """Hold the made figures and the file against the journal: at the desk everything, in public whatever is told, as its finders know it.

    Return how many obligations stand otherwise in public, and how many numbers of what was made are told there.
    """
    organisation, region = team.made.id, Region(team.house.country, team.house.zone)
    journal = told_by_journal(organisation, team.house)
    stories = [story for story in world.stories if world.teams[story.place] is team]
    known = as_finders_know(journal, stories, world.mail, end)
    assert make_figures(organisation=organisation, by=SYSTEM, now=end) == len(journal) == len(known)
    counted = counted_in(organisation, told_otherwise(organisation, now=end))
    assert Counter((each.case, each.kind.value, each.declined, each.outcome.value) for each in counted) == Counter(
        (each.case, each.kind, each.declined, each.outcome) for each in known
    )
    for audience, told in (Audience.DESK, journal), (Audience.PUBLIC, known):
        found, file = figures_for(audience, organisation), figures_file(audience, organisation)
        assert found is not None
        assert file is not None
        shown = sum(bool(row.made.value) for table in found.tables for row in table.rows)
        for table in found.tables:
            as_told(table, told, everything=audience is Audience.DESK)
        in_the_file(file.content, told, everything=audience is Audience.DESK)
    assert tables(counted_in(organisation), region, least=1) == tables(recounted_in(organisation), region, least=1)
    return sum((Counter(known) - Counter(journal)).values()), shown


def as_told(table: Table, told: list[Told], *, everything: bool) -> None:
    """Hold each row: every count and time that is not hidden."""
    periods = [row.period for row in table.rows]
    of_table = [each for each in told if (each.kind, each.declined) == (table.kind.value, table.declined)]
    for row in (*table.rows, table.total):
        some = in_period(of_table, row.period, periods)
        wanted = counts(some)
        shown = {name: getattr(row, name).value for name in wanted}
        assert {name: count for name, count in shown.items() if everything or count is not None} == {
            name: wanted[name] for name, count in shown.items() if everything or count is not None
        }
        for percent, took in ((50, row.median), (90, row.tail)):
            assert took is None or (took.hours, took.working_days) == within(some, percent)


def in_the_file(content: str, told: list[Told], *, everything: bool) -> None:
    """Hold each line: an obligation of its own, or a count that is not hidden."""
    by_table = lines(content)
    assert not everything or by_table.keys() == {(each.kind, each.declined) for each in told}
    for (kind, declined), by_period in by_table.items():
        of_table = [each for each in told if (each.kind, each.declined) == (kind, declined)]
        for period, found in by_period.items():
            some = in_period(of_table, period, by_period)
            if found[0]["outcome"] == "made":
                assert not everything
                shown = {line["outcome"]: int(line["count"]) for line in found if line["count"].isdecimal()}
                assert shown == {name: count for name, count in counts(some).items() if name in shown}
            else:
                singles = Counter((line["outcome"], line["hours"], line["working_days"]) for line in found)
                assert singles == Counter(each.line for each in some)


def _outcome(each: Stands) -> str:
    if each.broken:
        return "late" if each.fulfilled else "broken"
    if each.lapsed:
        return "lapsed"
    return "kept" if each.fulfilled else "running" if each.due else "paused"
