"""A disk without room: the finder gets the text back with a clear page, and nothing half-stored stays."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.program import Folder, Program, folder, launch, make_organisation
from benchmarks.visiting import FORM_AGE, Browser, File, Filled, enter, files_of, fill_in, receipt_of
from tests.faults.wire import DUTCH, stored

pytestmark = [pytest.mark.server, pytest.mark.network]

ANSWERS = [("where", "https://example.org/"), ("what", "It opens without a password.")]
MEGABYTES = 24
LEFT = (0, 16_384, 120_000, 1_100_000)  # bytes that are left on the disk; files never take the last twentieth of it
CALM = {422, 503, 507}  # this file could not be kept; nothing can be kept; not even the request fits
IN_MEMORY = 200_000  # a larger request does not fit itself, so that its text cannot come back either
SIZES = (0, 2_000, 100_000, 900_000)  # bytes of the file


@pytest.fixture(scope="module")
def small() -> Iterator[Program]:
    """The program on a disk of its own that holds a few megabytes."""
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("needs root and mount, for a small disk of its own: run it as root")
    with folder() as place:
        place.data.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0700", "tmpfs", str(place.data)],
            check=False,
            capture_output=True,
        )
        if mounted.returncode:
            pytest.skip("this machine lets nobody mount a tmpfs: run it where that is allowed")
        try:
            make_organisation(place)
            program = launch(place, ["-m", "meldpunt", "start"])
            try:
                program.wait_until_ready("/healthz")  # so small a disk is never called ready
                yield program
            finally:
                program.stop()
        finally:
            subprocess.run(["umount", str(place.data)], check=True)


@contextmanager
def full(place: Folder, *, leave: int = 0) -> Iterator[None]:
    """Fill the disk, but for `leave` bytes, for a while."""
    filler = place.data / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    if leave:
        os.truncate(filler, filler.stat().st_size - leave)
    try:
        yield
    finally:
        filler.unlink()


@pytest.fixture(scope="module")
def reports(small: Program) -> dict[tuple[int, int], tuple[Filled, bytes]]:
    """For every case a filled-in form, old enough not to look like a machine's work, and the file it brings."""
    browser = Browser(small.port, language="nl")
    contents = {(leave, size): os.urandom(size) for leave in LEFT for size in SIZES}
    filled = {
        case: (fill_in(browser, ANSWERS, [File("file.bin", content)] if content else []), content)
        for case, content in contents.items()
    }
    time.sleep(FORM_AGE)
    return filled


@pytest.mark.parametrize("leave", LEFT)
@pytest.mark.parametrize("size", SIZES)
def test_a_report_on_a_full_disk_comes_back_whole_and_is_taken_when_there_is_room(
    small: Program, reports: dict[tuple[int, int], tuple[Filled, bytes]], leave: int, size: int
) -> None:
    form, content = reports[leave, size]
    finder, before = Browser(small.port, language="nl"), stored(small.folder)
    with full(small.folder, leave=leave):
        page = form.send(finder)
    if 'id="case-number"' not in page.text:
        assert (page.status in CALM, DUTCH in page.text, stored(small.folder)) == (True, True, before)
        assert ANSWERS[1][1] in page.text or size > IN_MEMORY
        page = form.send(finder)
    receipt = receipt_of(page)
    again = Browser(small.port)
    status = enter(again, receipt.code)
    assert (ANSWERS[1][1] in status.read.typed, files_of(again, status)) == (True, [content] if content else [])
    assert stored(small.folder) == before + 1


def test_nothing_half_stored_stays(small: Program) -> None:
    attachments = stored(small.folder, "reports_attachment")
    small.stop()
    left = json.loads(small.folder.run("-m", "benchmarks.leftovers").splitlines()[-1])
    assert left == {"orphans": [], "missing": [], "kept": attachments}
