"""The main job on real input: every report of a file goes in through the form and is read back from both sides.

    ./meldpunt bench reports FILE       a .jsonl or .jsonl.gz with a title and a body in every line

Each is compared byte for byte with what was sent, at the desk and through its access code; the exit code is 1 when one differs.
"""

import argparse
import gzip
import itertools
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.program import LIMITS, running
from benchmarks.visiting import FORM_AGE, Browser, Page, Receipt, enter, fill_in, receipt_of, sent_as, sign_in


@dataclass(frozen=True)
class Given:
    """One report of the file, in the fields of the form."""

    id: str
    answers: dict[str, str] = field(repr=False)


def main() -> int:
    """Send, read back, compare, print."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench reports")
    parser.add_argument("file", type=Path)
    given = read(parser.parse_args().file)
    print(f"limits in force: {', '.join(f'{name}={value}' for name, value in LIMITS.items())}")
    with running() as program:
        finder = Browser(program.port)
        forms = [fill_in(finder, list(one.answers.items())) for one in given]
        time.sleep(FORM_AGE)
        receipts = [receipt_of(form.send(finder)) for form in forms]
        handler = Browser(program.port)
        sign_in(handler)
        equal = [_is_equal(handler, Browser(program.port), *pair) for pair in zip(given, receipts, strict=True)]
    print(f"{sum(equal)} of {len(given)} equal")
    return int(not all(equal))


def read(file: Path) -> list[Given]:
    """Read the reports of `file`; the title says where, the body what."""
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return [_given(json.loads(line)) for line in content.split(b"\n") if line.strip()]


def _given(row: dict[str, object]) -> Given:
    texts = {name: str(row.get(name) or "") for name in ("id", "title", "body", "weakness", "programme", "lang")}
    answers = {
        "topic": "weakness",
        "where": texts["title"].strip() or texts["programme"] or "unknown",
        "what": texts["body"] if texts["body"].strip() else texts["title"],
        "steps": texts["body"],
        "impact": texts["weakness"],
        "language": "nl" if texts["lang"] == "nl" else "en",
    }
    return Given(texts["id"], {name: value for name, value in answers.items() if value})


def _is_equal(handler: Browser, finder: Browser, given: Given, receipt: Receipt) -> bool:
    """Compare at the desk and through the access code; print what differs."""
    pages = {"desk": handler.get(f"/desk/cases/{receipt.number}"), "access code": enter(finder, receipt.code)}
    finder.close()
    wrong = [f"{side}: {name}" for side, page in pages.items() for name in ("where", "what", "steps", "impact")
             if name in given.answers and not shows(page, sent_as(given.answers[name]))]  # fmt: skip
    if wrong:
        print(f"{given.id} as {receipt.number} differs at {', '.join(wrong)}")
    return not wrong


def shows(page: Page, text: str) -> bool:
    """Whether the page shows exactly this text: whole, or folded into two parts that make it up."""
    typed = page.read.typed
    return text in typed or any(first + rest == text for first, rest in itertools.pairwise(typed))


if __name__ == "__main__":
    sys.exit(main())
