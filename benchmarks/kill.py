"""Kill the server at random moments under load; what was acknowledged must be there, whole, and nothing else may stay.

    ./meldpunt bench kill [--rounds 20]

Each round starts the program on the same data, lets several finders report with and without attachments, and ends every process
at once. A report that was on its way at that moment is sent again, as a finder would: it must give one receipt and one case.
"""

import argparse
import hashlib
import json
import random
import secrets
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException

from benchmarks.measuring import figure
from benchmarks.program import Folder, Program, folder, make_organisation, start
from benchmarks.visiting import (
    FORM_AGE,
    Browser,
    File,
    Filled,
    Receipt,
    Unexpected,
    enter,
    files_of,
    fill_in,
    receipt_of,
    sign_in,
)

FINDERS = 4
MOST_EACH = 10  # reports of one finder in one round
LINES = 20
SHORTEST, LONGEST = 0.1, 0.8  # seconds of load before the kill
SIZES = ((), (3_000,), (0, 150_000), (700_000,))  # of the attachments; the last one goes through the spool


@dataclass
class Sent:
    """One report: the filled-in form, what it says, and the receipt once there is one; `tried` once it was sent."""

    form: Filled
    marker: str
    files: list[bytes] = field(repr=False)
    tried: bool = False
    receipt: Receipt | None = None


@dataclass
class Result:
    """What a whole run found."""

    sent: list[Sent] = field(default_factory=list)
    repeated: int = 0
    problems: list[str] = field(default_factory=list)


def main() -> int:
    """Run the rounds, print what was found, and return 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench kill")
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with folder() as place:
        result = run(place, rounds)
    for problem in result.problems:
        print(problem)
    value = f"{len(result.sent)} receipts, {result.repeated} of them for a report sent again"
    return int(not figure(f"killed {rounds} times", value, goal="nothing lost", reached=not result.problems))


def run(place: Folder, rounds: int) -> Result:
    """Kill the program `rounds` times on the data of `place`, then look at everything it acknowledged."""
    make_organisation(place)
    result = Result()
    for _ in range(rounds):
        program = start(place)
        _send_again(program, result)
        result.sent += _killed_under_load(program)
    program = start(place)
    try:
        _send_again(program, result)
        _look_at_everything(program, result)
    finally:
        program.stop()
    _look_for_leftovers(place, result)
    return result


def _killed_under_load(program: Program) -> list[Sent]:
    """Report from several finders at once until the program dies; return what was sent, answered or not."""
    browser = Browser(program.port)
    prepared = [[_filled_in(browser) for _ in range(MOST_EACH)] for _ in range(FINDERS)]
    browser.close()
    time.sleep(FORM_AGE)
    threads = [threading.Thread(target=_report_until_cut, args=(program.port, forms)) for forms in prepared]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(SHORTEST, LONGEST))
    program.kill()
    for thread in threads:
        thread.join()
    return [report for forms in prepared for report in forms if report.tried]


def _report_until_cut(port: int, forms: list[Sent]) -> None:
    browser = Browser(port)
    try:
        for report in forms:
            report.tried = True
            report.receipt = receipt_of(report.form.send(browser))
    except (OSError, HTTPException):
        pass  # the kill
    finally:
        browser.close()


def _filled_in(browser: Browser) -> Sent:
    marker = secrets.token_hex(8)
    what = f"{marker} opens without a password.\n" * LINES
    files = [secrets.token_bytes(size) for size in random.choice(SIZES)]
    named = [File(f"{number}.bin", content) for number, content in enumerate(files)]
    return Sent(fill_in(browser, [("where", "https://example.org/"), ("what", what)], named), marker, files)


def _send_again(program: Program, result: Result) -> None:
    """Send what never got an answer once more, as it was: it must give a receipt, the first or the same."""
    for report in [report for report in result.sent if report.receipt is None]:
        browser = Browser(program.port)
        try:
            report.receipt = receipt_of(report.form.send(browser))
            result.repeated += 1
        except Unexpected as error:
            result.problems.append(f"sent again after a kill: {error}")
            result.sent.remove(report)
        finally:
            browser.close()


def _look_at_everything(program: Program, result: Result) -> None:
    """Open every acknowledged report at the desk and through its code."""
    numbers = [report.receipt.number for report in result.sent if report.receipt]
    if len(set(numbers)) != len(numbers):
        result.problems.append("two receipts show the same number")
    handler = Browser(program.port)
    sign_in(handler)
    for report in result.sent:
        if report.receipt:
            result.problems += _differences(handler, Browser(program.port), report, report.receipt)


def _differences(handler: Browser, finder: Browser, report: Sent, receipt: Receipt) -> list[str]:
    problems: list[str] = []
    pages = {"desk": handler.get(f"/desk/cases/{receipt.number}"), "access code": enter(finder, receipt.code)}
    for side, browser in (("desk", handler), ("access code", finder)):
        page = pages[side]
        if page.text.count(report.marker) != LINES:
            problems.append(f"{receipt.number}: the text is not whole at the {side} ({page.status})")
        got = [hashlib.sha256(content).hexdigest() for content in files_of(browser, page)]
        if got != [hashlib.sha256(content).hexdigest() for content in report.files]:
            problems.append(f"{receipt.number}: the files are not the same at the {side}")
    finder.close()
    return problems


def _look_for_leftovers(place: Folder, result: Result) -> None:
    """Let the expiry jobs run with a later clock: what is stored is then exactly what rows name."""
    found = json.loads(place.run("-m", "benchmarks.leftovers").splitlines()[-1])
    if found["orphans"] or found["missing"]:
        result.problems.append(f"left in the folder: {found['orphans']}; gone from it: {found['missing']}")
    acknowledged = sum(len(report.files) for report in result.sent)
    if found["kept"] != acknowledged:
        result.problems.append(f"{found['kept']} files are kept, {acknowledged} were acknowledged")


if __name__ == "__main__":
    sys.exit(main())
