"""Accepted reports per second, their latency and the server's processor time, beside a minimal Django form application.

    ./meldpunt bench intake [--reports N] [--clients 1,4,16] [--no-goals]

Both servers run one after the other in the same run, with the same bridge, the same threads and synchronous=FULL.
"""

import argparse
import contextlib
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.load import Outcome, Size, visits
from benchmarks.measuring import figure
from benchmarks.program import LIMITS, Program, folder, launch, running

SMALL, LARGE = Size(), Size(attachment=100_000)
SIZES = {"3 KB": SMALL, "3 KB + 100 KB file": LARGE}
LEAST_RATIO = 0.25
MOST_CPU = 4.0  # milliseconds per 3 KB report
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


def main() -> int:
    """Measure, print, and return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench intake")
    parser.add_argument("--reports", type=int, default=480, help="reports per row, shared by its clients")
    parser.add_argument("--clients", default="1,4,16")
    parser.add_argument("--no-goals", action="store_true", help="only fail on errors: for slow or shared machines")
    asked = parser.parse_args()
    crowds = [int(number) for number in asked.clients.split(",")]
    runs = [Run(size, clients) for size in SIZES for clients in crowds]
    print(f"limits in force: {', '.join(f'{name}={value}' for name, value in LIMITS.items())}; synchronous=FULL")
    with reference() as program:
        references = {run: measure(program, run, asked.reports) for run in runs}
    with running() as program:
        measure(program, runs[0], 50)  # warm
        outcomes = {run: measure(program, run, asked.reports) for run in runs}
    errors, reached = 0, []
    for whole in (False, True):
        for run in runs:
            outcome = outcomes[run][whole]
            reached.append(report(f"{'visit' if whole else 'POST '} {run}", run, outcome, references[run][whole]))
            errors += len(outcome.errors)
    return int(errors > 0 or not (all(reached) or asked.no_goals))


@contextlib.contextmanager
def reference() -> Iterator[Program]:
    """Lend the running reference application."""
    with folder() as place:
        program = launch(place, ["-m", "benchmarks.reference"])
        try:
            program.wait_until_ready()
            yield program
        finally:
            program.kill()


def measure(program: Program, run: Run, reports: int) -> tuple[Outcome, Outcome]:
    """Run one row against `program`: the POST alone, and the whole visit."""
    return visits(program, run.clients, max(1, reports // run.clients), SIZES[run.size])


def report(name: str, run: Run, outcome: Outcome, beside: Outcome) -> bool:
    """Print one row; return whether its goals were reached."""
    for error, times in Counter(outcome.errors).items():
        print(f"{name}: {times} x {error}")
    ratio = outcome.rate / beside.rate if beside.rate else 0.0
    middle, late = outcome.latency(0.5), outcome.latency(0.99)
    goals = {
        f"ratio >= {LEAST_RATIO}": ratio >= LEAST_RATIO,
        "no errors": not outcome.errors,
    }
    if SIZES[run.size] is SMALL and name.startswith("POST"):
        goals[f"<= {MOST_CPU:g} ms CPU"] = outcome.cpu_milliseconds <= MOST_CPU
    if run.clients == CROWD:
        goals[f"p99 < {MOST_SPREAD:g} x p50"] = late < MOST_SPREAD * middle
    value = (
        f"{outcome.rate:6.0f}/s  p50 {middle:6.1f} ms  p99 {late:6.1f} ms  CPU {outcome.cpu_milliseconds:5.2f} ms  "
        f"reference {beside.rate:5.0f}/s {beside.cpu_milliseconds:4.2f} ms  ratio {ratio:.2f}"
    )
    missed = [goal for goal, reached in goals.items() if not reached]
    return figure(name, value, goal="missed: " + ", ".join(missed) if missed else "", reached=not missed)


if __name__ == "__main__":
    sys.exit(main())
