"""The policy page, warm and cold, beside a page of the same server whose template holds all its words.

    ./meldpunt bench policy

Both are asked in turns over one kept-open connection in the same run, so that a slow machine slows both. The policy is the longest
of the examples. Cold is the first answer of a program that has just started: of each start one page is asked.
"""

import re
import shutil
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.measuring import figure
from benchmarks.program import Folder, folder, make_organisation, start
from benchmarks.visiting import Browser, Unexpected

EXAMPLES = Path(__file__).parents[1] / "examples" / "policies"
LONGEST = "utility.toml"
POLICY, PLAIN = "/policy", "/sealed"
GOAL = 0.8  # of the rate of the plain page
ROUNDS, EACH = 20, 25
STARTS = 3


def main() -> int:
    """Publish, measure, print; return 1 when a goal was missed."""
    with folder() as place:
        make_organisation(place)
        _publish(place)
        cold = {path: median(_first(place, path) for _ in range(STARTS)) for path in (POLICY, PLAIN)}
        warm = _warm(place)
    ratio = warm[PLAIN] / warm[POLICY]
    figure(f"first page of a new program (of {STARTS})", _told(cold))
    return int(not figure("policy page, warm", _told(warm), goal=f">= {GOAL}", reached=ratio >= GOAL))


def _publish(place: Folder) -> None:
    """Publish the example under the organisation that is there, without waiting for a second person."""
    examples = place.root / "examples"
    shutil.copytree(EXAMPLES, examples)
    file = examples / LONGEST
    file.write_text(
        re.sub(r"^second_eyes = true\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    place.run("-m", "meldpunt", "policy", "publish", str(file))


def _first(place: Folder, path: str) -> float:
    """Return the milliseconds of the first page of a program that has just started."""
    program = start(place)
    try:
        return _asked(Browser(program.port), path)
    finally:
        program.stop()


def _warm(place: Folder) -> dict[str, float]:
    """Return the median milliseconds of each page, asked in turns."""
    program = start(place)
    times: dict[str, list[float]] = {POLICY: [], PLAIN: []}
    try:
        browser = Browser(program.port)
        for _ in range(ROUNDS):
            for path, found in times.items():
                found += [_asked(browser, path) for _ in range(EACH)]
    finally:
        program.stop()
    return {path: median(found) for path, found in times.items()}


def _asked(browser: Browser, path: str) -> float:
    begun = time.perf_counter()
    page = browser.get(path)
    if page.status != 200:
        message = f"{path} answered {page.status}"
        raise Unexpected(message)
    return 1000 * (time.perf_counter() - begun)


def _told(times: dict[str, float]) -> str:
    """Return both times and the ratio of the rates: more than 1 is faster than the plain page."""
    return f"{times[POLICY]:.1f} ms, plain page {times[PLAIN]:.1f} ms: {times[PLAIN] / times[POLICY]:.2f}"


if __name__ == "__main__":
    sys.exit(main())
