"""Real and hostile files go in through the form and come out bit for bit the same, as downloads that run nothing.

    ./meldpunt bench attachments FILE       a .tar.gz, or a folder

Every file is compared as the handler and as the finder download it. Then a Chromium with scripts on opens each download
from the page of its case; no script in it may run.
"""

import argparse
import hashlib
import itertools
import mimetypes
import sys
import tarfile
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Dialog, sync_playwright
from playwright.sync_api import Page as Tab

from benchmarks.program import Program, running
from benchmarks.visiting import Browser, File, Receipt, enter, files_of, report, sign_in
from benchmarks.weight import chromium

AT_ONCE = 8
MARK = "XSS-RAN"  # what the scripts in the hostile files would make of the title
LARGEST = 25 * 1024 * 1024


@dataclass
class Batch:
    """Files that went in with one report."""

    files: list[File] = field(repr=False)
    receipt: Receipt


def main() -> int:
    """Send, download, open in a browser, print."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench attachments")
    parser.add_argument("file", type=Path)
    with ExitStack() as stack:
        files = read(unpacked(parser.parse_args().file, stack))
        program = stack.enter_context(running())
        batches = [sent(program, list(some)) for some in itertools.batched(files, AT_ONCE)]
        handler = Browser(program.port)
        sign_in(handler)
        equal = sum(equal_downloads(handler, Browser(program.port), batch) for batch in batches)
        opened, ran = open_in_chromium(program, handler, [batch.receipt.number for batch in batches])
    print(f"{equal} of {2 * len(files)} downloads equal (handler's and finder's)")
    print(f"{opened} downloads opened in Chromium, {ran} ran a script or changed the page")
    return int(equal != 2 * len(files) or opened != len(files) or ran > 0)


def unpacked(source: Path, stack: ExitStack) -> Path:
    """Return the folder of `source`, unpacked into a temporary one when it is a tar file."""
    if source.is_dir():
        return source
    place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="meldpunt-attachments-")))
    with tarfile.open(source) as archive:
        archive.extractall(place, filter="data")
    return place


def read(place: Path) -> list[File]:
    """Read every file below `place` that fits the default limit."""
    paths = sorted(path for path in place.rglob("*") if path.is_file() and path.stat().st_size <= LARGEST)
    return [
        File(path.name, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        for path in paths
    ]


def sent(program: Program, files: list[File]) -> Batch:
    """Report with these files, which are to stay as they are."""
    finder = Browser(program.port)
    receipt = report(finder, [("where", "attachments"), ("what", "See the files."), ("scrub", "never")], files)
    finder.close()
    return Batch(files, receipt)


def equal_downloads(handler: Browser, finder: Browser, batch: Batch) -> int:
    """How many downloads, of handler and finder, are what was sent; print those that are not."""
    equal = 0
    for side, browser, page in (
        ("handler", handler, handler.get(f"/desk/cases/{batch.receipt.number}")),
        ("finder", finder, enter(finder, batch.receipt.code)),
    ):
        got = [hashlib.sha256(content).digest() for content in files_of(browser, page)]
        for file, digest in itertools.zip_longest(batch.files, got):
            if file and digest == hashlib.sha256(file.content).digest():
                equal += 1
            else:
                print(f"{batch.receipt.number}: {file.name if file else 'one too many'} is not the same for the {side}")
    finder.close()
    return equal


def open_in_chromium(program: Program, handler: Browser, numbers: list[str]) -> tuple[int, int]:
    """Open every download of these cases; return how many were opened and in how many of them something ran."""
    origin = f"http://127.0.0.1:{program.port}"
    opened = ran = 0
    dialogs: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context(accept_downloads=True)
        context.add_cookies(
            [{"name": name, "value": value, "url": f"{origin}/desk/"} for name, value in handler.cookies.items()]
        )
        tab = context.new_page()
        tab.on("dialog", lambda dialog: _note(dialog, dialogs))
        for number in numbers:
            tab.goto(f"{origin}/desk/cases/{number}")
            links = [str(link.get_attribute("href")) for link in tab.locator('a[href*="/files/"]').all()]
            for link in dict.fromkeys(links):
                opened += 1
                ran += not _stays_inert(tab, urljoin(tab.url, link))
        browser.close()
    return opened, ran + len(dialogs)


def _note(dialog: Dialog, dialogs: list[str]) -> None:
    """Close a dialog that a script opened, and keep that there was one."""
    dialogs.append(dialog.type)
    dialog.dismiss()


def _stays_inert(tab: Tab, address: str) -> bool:
    """Go to a download as if it were a page; whether the page it was opened from is still there and unchanged."""
    title, before = tab.title(), tab.url
    with tab.expect_download() as download:
        tab.evaluate("address => { window.location.assign(address) }", address)
    download.value.cancel()
    titles = [other.title() for other in tab.context.pages]
    return titles == [title] and tab.url == before and MARK not in title


if __name__ == "__main__":
    sys.exit(main())
