"""Killed at random moments under load: what was acknowledged is there, whole, and nothing else stays."""

import pytest

from benchmarks.kill import run
from benchmarks.program import folder

pytestmark = [pytest.mark.server, pytest.mark.network]

ROUNDS = 5  # `./meldpunt bench kill --rounds 20` for more


def test_no_acknowledged_report_is_lost_and_no_orphan_stays() -> None:
    with folder() as place:
        result = run(place, ROUNDS)
    assert (result.problems, len(result.sent) > ROUNDS) == ([], True)
