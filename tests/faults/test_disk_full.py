"""A disk without room: the finder gets the text back with a clear page, and nothing half-stored stays."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.program import Folder, Program, folder, make_organisation, start
from benchmarks.visiting import Browser, File, enter, files_of, fill_in, receipt_of
from tests.faults.wire import DUTCH, stored

pytestmark = [pytest.mark.server, pytest.mark.network]

ANSWERS = [("where", "https://example.org/"), ("what", "It opens without a password.")]
MEGABYTES = 24


@pytest.fixture
def small() -> Iterator[Program]:
    """The program on a disk of its own that holds a few megabytes."""
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("needs root and mount, for a small disk of its own: run it as root")
    with folder() as place:
        place.data.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0700", "tmpfs", str(place.data)], check=False, capture_output=True
        )
        if mounted.returncode:
            pytest.skip("this machine lets nobody mount a tmpfs: run it where that is allowed")
        try:
            make_organisation(place)
            program = start(place)
            try:
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


@pytest.mark.parametrize("leave", [0, 16_384, 120_000])
@pytest.mark.parametrize("size", [0, 2_000, 100_000, 900_000])
def test_a_report_on_a_full_disk_comes_back_whole_and_is_taken_when_there_is_room(small: Program, leave: int, size: int) -> None:
    finder = Browser(small.port, language="nl")
    content = os.urandom(size)
    form = fill_in(finder, ANSWERS, [File("file.bin", content)] if size else [])
    with full(small.folder, leave=leave):
        page = form.send(finder)
    if 'id="case-number"' not in page.text:
        assert (page.status in {503, 507}, DUTCH in page.text, stored(small.folder)) == (True, True, 0)
        page = form.send(finder)
    receipt = receipt_of(page)
    again = Browser(small.port)
    status = enter(again, receipt.code)
    assert (ANSWERS[1][1] in status.read.typed, files_of(again, status)) == (True, [content] if size else [])
    small.stop()
    left = json.loads(small.folder.run("-m", "benchmarks.leftovers").splitlines()[-1])
    assert left == {"orphans": [], "missing": [], "kept": 1 if size else 0}
