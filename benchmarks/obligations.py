"""The due list and the sweep of warnings with 10,000 and 1,000,000 stored obligations, of which 1,000 are due.

    ./meldpunt bench obligations [--most 10000]

One report comes in through the form and is settled; the others are copies of its obligation, written by SQL: one in a hundred still
runs, the rest were kept. Both are measured inside one process, on the program's own database, while the program is stopped.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.load import Client, Size
from benchmarks.measuring import figure, percentile
from benchmarks.program import Folder, folder, make_organisation, start
from benchmarks.visiting import FORM_AGE

SIZES = (10_000, 1_000_000)
DUE, PAGE, TIMES = 1000, 50, 9
GOAL = 100.0  # milliseconds
RUNS_ONE_IN = 100
HEADER = (
    "organisation_id, case_id, thread_id, policy_version_id, kind, cause, started_at, due_at, reckoning, paused, "
    "fulfilled_at, fulfilled_by, broken_at, lapsed_at, lapsed_because, ended_at"
)


def main() -> int:
    """Grow, measure, print; return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench obligations")
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--under", type=Path, help="where the temporary data folder goes (1.5 GB at a million)")
    asked = parser.parse_args()
    reached = []
    with folder(under=asked.under) as place:
        make_organisation(place)
        _report(place)
        os.environ |= place.environment({"DJANGO_SETTINGS_MODULE": "meldpunt.site.settings"})
        import django

        django.setup()
        for size in (size for size in SIZES if size <= asked.most):
            grow(size)
            reached += measure(size)
    return int(not all(reached))


def grow(size: int) -> None:
    """Bring the store to `size` obligations, of which DUE have a date that is near and a warning that must leave now."""
    from django.db import connection

    from meldpunt.obligations.jobs import settle_obligations

    now = datetime.now(tz=UTC)
    while settle_obligations(now=now):
        pass
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM obligations_plannedwarning")
        cursor.execute("DELETE FROM obligations_obligation WHERE cause != ''")
        cursor.execute(_copies(size), _moments(now))
        cursor.execute(
            "INSERT INTO obligations_plannedwarning (obligation_id, step, at) SELECT id, 'handler', %s "
            "FROM obligations_obligation WHERE cause LIKE 'due:%%'",
            [now - timedelta(minutes=1)],
        )
        cursor.execute("ANALYZE")


def measure(size: int) -> list[bool]:
    """Print the figures of one size; return whether each goal was reached."""
    from meldpunt.obligations.jobs import settle_obligations, warn_of_obligations
    from meldpunt.obligations.models import PlannedWarning
    from meldpunt.obligations.queries import count_due, list_due
    from meldpunt.obligations.terms import Span
    from meldpunt.people.queries import organisations

    now, organisation = datetime.now(tz=UTC), organisations()[0].id
    week = Span(now, now + timedelta(days=8))

    def listed() -> None:
        list_due(organisation=organisation, span=Span(), start=None, backwards=False, limit=PAGE)
        count_due(organisation=organisation, span=week, at_most=100)

    def swept() -> None:
        if warn_of_obligations(now=now) != DUE:
            message = "not every warning was sent"
            raise SystemExit(message)

    def again() -> None:
        PlannedWarning.objects.update(sent_at=None)

    page = _median(listed)
    sweep = _median(swept, before=again)
    idle = _median(lambda: settle_obligations(now=now))
    name = f"{size:>9,} obligations"
    goal = f"< {GOAL:g} ms"
    figure(f"{name}, nothing to settle", f"{idle:.1f} ms")
    return [
        figure(f"{name}, first page of the due list", f"{page:.1f} ms", goal=goal, reached=page < GOAL),
        figure(f"{name}, sweep of {DUE:,} warnings", f"{sweep:.1f} ms", goal=goal, reached=sweep < GOAL),
    ]


def _report(place: Folder) -> None:
    """Let one report come in."""
    program = start(place)
    try:
        client = Client(program.port, Size(text=300))
        form = client.fetch()
        time.sleep(FORM_AGE)
        client.send(form)
    finally:
        program.stop()


def _copies(size: int) -> str:
    """Return the statement that copies the first obligation: DUE that are due, then some that run, then those that were kept."""
    return (
        f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {size}) "
        f"INSERT INTO obligations_obligation ({HEADER}) SELECT organisation_id, case_id, thread_id, policy_version_id, kind, "
        f"CASE WHEN n <= {DUE} THEN 'due:' ELSE 'copy:' END || n, %s, "
        f"CASE WHEN n <= {DUE} THEN %s WHEN n %% {RUNS_ONE_IN} = 0 THEN %s ELSE %s END, reckoning, 0, "
        f"CASE WHEN n > {DUE} AND n %% {RUNS_ONE_IN} THEN %s END, NULL, NULL, NULL, '', "
        f"CASE WHEN n > {DUE} AND n %% {RUNS_ONE_IN} THEN %s END "
        "FROM obligations_obligation, numbers WHERE cause = ''"
    )


def _moments(now: datetime) -> list[datetime]:
    """Return when copies started, when those are due that are due, that run, that were kept, and when these were kept."""
    started, kept = now - timedelta(days=100), now - timedelta(days=91)
    return [started, now + timedelta(hours=4), now + timedelta(days=30), now - timedelta(days=90), kept, kept]


def _median(do: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of the middle one; the first is not counted."""
    found = []
    for _ in range(TIMES + 1):
        before()
        begun = time.perf_counter()
        do()
        found.append(1000 * (time.perf_counter() - begun))
    return percentile(found[1:], 0.5)


if __name__ == "__main__":
    sys.exit(main())
