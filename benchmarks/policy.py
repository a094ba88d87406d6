"""The policy page, warm and cold, beside a page of the same server whose template holds all its words.

    ./meldpunt bench policy

Both are asked in turns over one kept-open connection in the same run, so that a slow machine slows both. The policy is the longest
of the examples. Cold is the first answer of a program that has just started: of each start one page is asked. The program asks itself
for the pages of its oldest organisation before it says that it is there, so a page that nobody asked for is measured as well: the
first one of a version that was published while the program ran, which is read, settled and drawn for that visitor.
"""

import re
import shutil
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.measuring import figure
from benchmarks.program import NAME, Folder, folder, make_organisation, start
from benchmarks.visiting import Browser, Unexpected

EXAMPLES = Path(__file__).parents[1] / "examples" / "policies"
LONGEST = "utility.toml"
POLICY, PLAIN = "/policy", "/sealed"
GOAL = 0.8  # of the rate of the plain page
ROUNDS, EACH = 20, 25
STARTS = 5
VERSIONS = 5


def main() -> int:
    """Publish, measure, print; return 1 when a goal was missed."""
    with folder() as place:
        make_organisation(place)
        _publish(place)
        cold = {path: median(_first(place, path) for _ in range(STARTS)) for path in (POLICY, PLAIN)}
        warm = _warm(place)
        new = _new_version(place)
    reached = [
        figure(name, _told(times), goal=f">= {GOAL}", reached=_ratio(times) >= GOAL)
        for name, times in ((f"first page of a new program (of {STARTS})", cold), ("policy page, warm", warm))
    ]
    figure(f"first page of a new version (of {VERSIONS})", _told(new))
    return int(not all(reached))


def _publish(place: Folder, *, edition: int = 1) -> None:
    """Publish the example under the organisation that is there, without waiting for a second person."""
    examples = place.root / "examples"
    shutil.copytree(EXAMPLES, examples, dirs_exist_ok=True)
    file = examples / LONGEST
    text = re.sub(r"^(second_eyes|hosts) = .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r"^name = .*$", f'name = "{NAME}"', text, count=1, flags=re.MULTILINE)
    file.write_text(f"{text}# Edition {edition}\n", encoding="utf-8")
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


def _new_version(place: Folder) -> dict[str, float]:
    """Return the median milliseconds of the first policy page of a version, and of the plain page beside it."""
    program = start(place)
    times: dict[str, list[float]] = {PLAIN: [], POLICY: []}
    try:
        browser = Browser(program.port)
        for edition in range(2, VERSIONS + 2):
            _asked(browser, POLICY)
            _publish(place, edition=edition)
            for path, found in times.items():
                found.append(_asked(browser, path))
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
    return f"{times[POLICY]:.1f} ms, plain page {times[PLAIN]:.1f} ms: {_ratio(times):.2f}"


def _ratio(times: dict[str, float]) -> float:
    return times[PLAIN] / times[POLICY]


if __name__ == "__main__":
    sys.exit(main())
