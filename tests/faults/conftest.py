"""The real program, started once for each file of tests."""

import time
from collections.abc import Iterator

import pytest

from benchmarks.program import Program, running
from benchmarks.visiting import FORM_AGE
from tests.faults.wire import Half, form_of

SMALL_LIMITS = {
    "MELDPUNT_MAX_FILE_MB": "1",
    "MELDPUNT_MAX_REPORT_MB": "2",
    "MELDPUNT_MAX_FILES": "100",
    "MELDPUNT_STALL_SECONDS": "3",
}


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    """The program with small limits, so that exceeding them is cheap."""
    with running(SMALL_LIMITS) as program:
        yield program


@pytest.fixture(scope="module")
def forms(program: Program) -> list[Half]:
    """Forms to take from, old enough not to look like a machine's work."""
    fetched = [form_of(program.port) for _ in range(80)]
    time.sleep(FORM_AGE)
    return fetched
