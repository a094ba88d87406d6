"""Killed at random moments while mail servers deliver: what was said to be kept is there exactly once."""

import pytest

from benchmarks.mail_kill import run
from benchmarks.program import folder

pytestmark = [pytest.mark.server, pytest.mark.network]

ROUNDS = 5  # `./meldpunt bench mail_kill --rounds 20` for more


def test_no_message_is_lost_and_none_is_there_twice() -> None:
    with folder() as place:
        result = run(place, ROUNDS)
    assert (result.problems, len(result.sent) > ROUNDS) == ([], True)
