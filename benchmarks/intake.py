"""Accepted reports per second, their latency and the server's processor time, beside a minimal Django form application.

    ./meldpunt bench intake [--reports N] [--rounds N] [--clients 1,4,16] [--no-goals]

Both servers have the same bridge, the same threads and synchronous=FULL, and take turns: every round is sent to one and then to the
other, so that whatever else the machine does hits both. The ratio is the median of the rounds'. The reference takes its turns on granian's
own WSGI server too: that is what the goal of 4 ms was set beside, so it tells how fast this machine is.
"""

import argparse
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.load import Crowd, Outcome, Size, visits
from benchmarks.measuring import figure
from benchmarks.program import LIMITS, Program, folder, launch, running
from benchmarks.visiting import FORM_AGE

SMALL, LARGE = Size(), Size(attachment=100_000)
SIZES = {"3 KB": SMALL, "3 KB + 100 KB file": LARGE}
LEAST_RATIO = 0.25
MOST_CPU = 4.0  # milliseconds per 3 KB report
PLAIN_CPU = 0.7  # milliseconds that the plain reference took for a POST where that goal was set
MOST_SPREAD = 10.0  # p99 / p50
CROWD = 16


@dataclass(frozen=True)
class Run:
    """One row of the table."""

    size: str
    clients: int

    def __str__(self) -> str:
        """Name it for people."""
        return f"{self.size:<18} {self.clients:>2} clients"


@dataclass
class Beside:
    """What a row brought to the program and, beside it, to the reference: one ratio of their rates for each round."""

    ours: Outcome = field(default_factory=Outcome)
    reference: Outcome = field(default_factory=Outcome)
    plain: Outcome = field(default_factory=Outcome)
    ratios: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median ratio."""
        return median(self.ratios)

    @property
    def cpu_ratio(self) -> float:
        """Our processor time per report, as a multiple of the reference's."""
        return self.ours.cpu_milliseconds / (self.reference.cpu_milliseconds or float("inf"))

    def add(self, ours: Outcome, reference: Outcome, plain: Outcome) -> None:
        """Take in one round."""
        self.ours = self.ours.and_then(ours)
        self.reference = self.reference.and_then(reference)
        self.plain = self.plain.and_then(plain)
        self.ratios.append(ours.rate / reference.rate if reference.rate else 0.0)


def main() -> int:
    """Measure, print, and return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench intake")
    parser.add_argument("--reports", type=int, default=480, help="reports per row, shared by its clients and rounds")
    parser.add_argument("--rounds", type=int, default=5, help="turns that both servers take for every row")
    parser.add_argument("--clients", default="1,4,16")
    parser.add_argument("--no-goals", action="store_true", help="only fail on errors: for slow or shared machines")
    asked = parser.parse_args()
    crowds = [int(number) for number in asked.clients.split(",")]
    runs = [Run(size, clients) for size in SIZES for clients in crowds]
    print(f"limits in force: {', '.join(f'{name}={value}' for name, value in LIMITS.items())}; synchronous=FULL")
    with running() as ours, reference() as beside, reference("--plain") as plain:
        programs = (ours, beside, plain)
        for program in programs:
            visits(program, 1, 50, SMALL)  # warm
        rows = [measure(programs, run, asked.reports, asked.rounds) for run in runs]
    reached, errors = [], 0
    for whole in (False, True):
        for run, row in zip(runs, rows, strict=True):
            reached.append(report(f"{'visit' if whole else 'POST '} {run}", run, row[whole]))
            errors += len(row[whole].ours.errors)
    _tell_speed([posts.plain for run, (posts, _) in zip(runs, rows, strict=True) if SIZES[run.size] is SMALL])
    return int(errors > 0 or not (all(reached) or asked.no_goals))


@contextlib.contextmanager
def reference(*options: str) -> Iterator[Program]:
    """Lend the running reference application."""
    with folder() as place:
        program = launch(place, ["-m", "benchmarks.reference", *options])
        try:
            program.wait_until_ready()
            yield program
        finally:
            program.kill()


def measure(programs: Sequence[Program], run: Run, reports: int, rounds: int) -> tuple[Beside, Beside]:
    """Run one row against all in turns (ours, the reference, the plain one): the POST alone, and the whole visit."""
    crowds = [Crowd(program, run.clients, SIZES[run.size]) for program in programs]
    each = max(1, round(reports / run.clients / rounds))
    posts, visited = Beside(), Beside()
    for _ in range(rounds):
        fetched = [crowd.fetch(each) for crowd in crowds]
        time.sleep(FORM_AGE)
        sent = [crowd.send() for crowd in crowds]
        posts.add(*sent)
        visited.add(*(fetching.followed_by(sending) for fetching, sending in zip(fetched, sent, strict=True)))
    for crowd in crowds:
        crowd.leave()
    return posts, visited


def report(name: str, run: Run, row: Beside) -> bool:
    """Print one row; return whether its goals were reached."""
    outcome, beside = row.ours, row.reference
    for error, times in Counter(outcome.errors).items():
        print(f"{name}: {times} x {error}")
    middle, late = outcome.latency(0.5), outcome.latency(0.99)
    goals = {
        f"ratio >= {LEAST_RATIO}": row.ratio >= LEAST_RATIO,
        "no errors": not outcome.errors,
    }
    if SIZES[run.size] is SMALL and name.startswith("POST"):
        goals[f"<= {MOST_CPU:g} ms CPU"] = outcome.cpu_milliseconds <= MOST_CPU
    if run.clients == CROWD:
        goals[f"p99 < {MOST_SPREAD:g} x p50"] = late < MOST_SPREAD * middle
    value = (
        f"{outcome.rate:6.0f}/s  p50 {middle:6.1f} ms  p99 {late:6.1f} ms  CPU {outcome.cpu_milliseconds:5.2f} ms  "
        f"reference {beside.rate:5.0f}/s {beside.cpu_milliseconds:4.2f} ms  ratio {row.ratio:.2f}, CPU x {row.cpu_ratio:.1f}  "
        f"plain {row.plain.rate:5.0f}/s {row.plain.cpu_milliseconds:4.2f} ms"
    )
    missed = [goal for goal, reached in goals.items() if not reached]
    return figure(name, value, goal="missed: " + ", ".join(missed) if missed else "", reached=not missed)


def _tell_speed(plain: Sequence[Outcome]) -> None:
    """Print what the goal of processor time means on this machine; the goal stays what it is."""
    took = median(outcome.cpu_milliseconds for outcome in plain)
    print(
        f"this machine, now, with this Python: {took:.2f} ms for a POST to the reference on plain granian, {PLAIN_CPU} where the goal "
        f"was set; {MOST_CPU:g} ms there are {MOST_CPU * took / PLAIN_CPU:.1f} here"
    )


if __name__ == "__main__":
    sys.exit(main())
