"""What a press on "Can you keep this?" takes: the play, and trying what would help, in processor time of one core.

    ./meldpunt bench keeping

With the bounds of the page: a usual organisation, as many reports as are played, and promises that ask for so many words that the
bounds are reached.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.measuring import figure
from meldpunt.obligations.rules.keeping import A_YEAR, play, remedies
from meldpunt.obligations.terms.keeping import AT_A_PAGE, Arrival, Plan, Worker
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit

GOAL = 3.0  # seconds a press
LAST_YEAR = datetime(2025, 11, 24, tzinfo=UTC)
REGION = Region("NL", "Europe/Amsterdam")
PROMISES = (
    Promise(PromiseKind.RECEIPT, 1, Unit.HOURS),
    Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS),
    Promise(PromiseKind.SOLVED, 2, Unit.WORKING_DAYS),
    Promise(PromiseKind.FIX, 60, Unit.DAYS),
)
MONTHLY = Promise(PromiseKind.SILENCE, 30, Unit.DAYS)
HOURLY = Promise(PromiseKind.SILENCE, 1, Unit.HOURS)


def main() -> int:
    """Measure and print; return 1 when the goal was missed."""
    plans = {
        "60 reports, 2 people": _plan(60, people=2, per_day=1, silence=MONTHLY),
        "2,000 reports, 20 people": _plan(2000, people=20, per_day=0.5, silence=MONTHLY),
        "300 reports, 4 people, a word every hour": _plan(300, people=4, per_day=100, silence=HOURLY),
        "2,000 reports, 20 people, a word every hour": _plan(2000, people=20, per_day=100, silence=HOURLY),
    }
    reached = [_measured(name, plan) for name, plan in plans.items()]
    return int(not all(reached))


def _plan(reports: int, *, people: int, per_day: float, silence: Promise) -> Plan:
    """Return what is played: reports of a whole year, each solved in sixty days, the same in every run."""
    chance = random.Random(20_261_122)
    came = [LAST_YEAR + timedelta(minutes=chance.randrange(A_YEAR // timedelta(minutes=1))) for _ in range(reports)]
    arrivals = tuple(
        Arrival(at, fixed_at=at + timedelta(days=60), closed_at=at + timedelta(days=60)) for at in sorted(came)
    )
    return Plan((*PROMISES, silence), REGION, "09:00-17:00", (Worker(per_day),) * people, arrivals)


def _measured(name: str, plan: Plan) -> bool:
    """Print what a press takes; return whether that is within the goal."""
    found, playing = _timed(lambda: play(plan, steps=AT_A_PAGE.steps))
    took, said = playing, f"played {playing:.2f} s"
    if found.until is None:
        tried, trying = _timed(lambda: remedies(plan, found.played, steps=AT_A_PAGE.trying))
        took += trying
        said += f", tried {trying:.2f} s{'' if tried.all_played else ', not all'}"
    else:
        said += f", up to {found.until:%d %B %Y}"
    return figure(name, said, goal=f"<= {GOAL:g} s", reached=took <= GOAL)


def _timed[Answer](work: Callable[[], Answer]) -> tuple[Answer, float]:
    """Do it, and return what came of it with the seconds of processor time."""
    begun = time.process_time()
    return work(), time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
