"""The queue and the page of a case with 100, 10,000, 100,000 and 1,000,000 stored cases.

    ./meldpunt bench queue [--most 10000]

One case in a thousand came in through the form and is opened; the others are copies. Times are from request to the whole answer on
a kept-open connection: the server's time and a little more.
"""

import argparse
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.copying import copy_cases
from benchmarks.load import Client, Size
from benchmarks.measuring import figure, percentile
from benchmarks.program import LIMITS, Folder, folder, make_organisation, start
from benchmarks.visiting import FORM_AGE, Browser, receipt_of, sign_in

SIZES = (100, 10_000, 100_000, 1_000_000)
GOAL_AT, GOAL = 100_000, 60.0  # milliseconds for the first page
GROWTH_AT, GROWTH = 1_000_000, 1.5  # times the figure at 100,000
REAL_ONE_IN, LEAST_REAL, MOST_OPENED = 1000, 10, 1000
TIMES = 15
FILTERS = ("open", "mine", "unassigned", "closed")
FOUND = 200


@dataclass
class Filled:
    """What stands in the data folder by now."""

    place: Folder
    numbers: list[str] = field(default_factory=list)
    copies: int = 0


def main() -> int:
    """Grow, measure, print; return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench queue")
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--under", type=Path, help="where the temporary data folder goes (6 GB at a million)")
    asked = parser.parse_args()
    print(f"limits in force: {', '.join(f'{name}={value}' for name, value in LIMITS.items())}")
    begun, firsts, reached = time.perf_counter(), {}, []
    with folder(under=asked.under) as place:
        make_organisation(place)
        filled = Filled(place)
        for size in (size for size in SIZES if size <= asked.most):
            grow(filled, size)
            firsts[size] = measure(filled, size)
            reached.append(_judged(size, firsts))
    figure("all of it", f"{time.perf_counter() - begun:.0f} s")
    return int(not all(reached))


def grow(filled: Filled, size: int) -> None:
    """Bring the store to `size` cases."""
    program = start(filled.place)
    try:
        client = Client(program.port, Size(text=300))
        forms = [client.fetch() for _ in range(max(LEAST_REAL, size // REAL_ONE_IN) - len(filled.numbers))]
        time.sleep(FORM_AGE)
        filled.numbers += [receipt_of(client.send(form)).number for form in forms]
    finally:
        program.stop()
    copies = size - len(filled.numbers)
    copy_cases(filled.place.data / "meldpunt.sqlite3", filled.copies + 1, copies)
    filled.copies = copies


def measure(filled: Filled, size: int) -> float:
    """Print the figures of one size; return the median of the first page in milliseconds."""
    program = start(filled.place)
    try:
        handler = Browser(program.port)
        sign_in(handler)
        medians = {which: _median(handler, [f"/desk/?show={which}"] * TIMES) for which in FILTERS}
        deep = _median(handler, [_next_page(handler, "/desk/?show=closed", pages=20)] * TIMES)
        opened = [f"/desk/cases/{number}" for number in filled.numbers[-MOST_OPENED:]]
        case = _median(handler, opened)
    finally:
        program.stop()
    pages = "  ".join(f"{which} {medians[which]:.1f}" for which in FILTERS)
    disk = sum(path.stat().st_size for path in filled.place.data.rglob("*") if path.is_file()) / 1e9
    figure(f"{size:>9,} cases, first page, ms", f"{pages}  20th page {deep:.1f}")
    figure(f"{size:>9,} cases, page of a case, ms", f"{case:.1f}  ({len(opened)} opened; {disk:.2f} GB stored)")
    return max(medians.values())


def _median(handler: Browser, addresses: list[str]) -> float:
    """Milliseconds of the middle one; the first is not counted."""
    handler.get(addresses[0])
    return 1000 * percentile([_seconds(handler, address) for address in addresses], 0.5)


def _seconds(handler: Browser, address: str) -> float:
    begun = time.perf_counter()
    page = handler.get(address)
    if page.status != FOUND or page.address != address:
        message = f"{address} led to {page.address} with {page.status}"
        raise SystemExit(message)
    return time.perf_counter() - begun


def _next_page(handler: Browser, address: str, *, pages: int) -> str:
    """Walk that many pages on, as far as there are."""
    for _ in range(pages):
        links = [link for link in handler.get(address).read.links if "from=" in link]
        if not links:
            break
        address = f"/desk/{links[-1]}" if links[-1].startswith("?") else links[-1]
    return address


def _judged(size: int, firsts: dict[int, float]) -> bool:
    if size == GOAL_AT:
        goal = f"< {GOAL:g} ms for every filter"
        return figure("first page", f"{firsts[size]:.1f} ms", goal=goal, reached=firsts[size] < GOAL)
    if size == GROWTH_AT:
        growth = firsts[size] / firsts[GOAL_AT]
        return figure("growth from 100,000", f"x {growth:.2f}", goal=f"<= x {GROWTH:g}", reached=growth <= GROWTH)
    return True


if __name__ == "__main__":
    sys.exit(main())
