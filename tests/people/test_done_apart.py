"""Work for one organisation after another: what fails for one leaves the others theirs."""

import logging
from uuid import UUID

import pytest

from meldpunt.people.jobs import done_apart

ONE, OTHER = UUID(int=1), UUID(int=2)


def fail() -> int:
    """Fail with words that nobody may read."""
    message = "the report of Sam de Vries"
    raise ValueError(message)


def test_what_fails_counts_as_nothing_and_the_others_get_theirs() -> None:
    assert [done_apart("figures", ONE, fail), done_apart("figures", OTHER, lambda: 3)] == [0, 3]


def test_the_log_tells_whose_and_what_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    done_apart("figures", ONE, fail)
    (line,) = caplog.records
    told = {name: vars(line)[name] for name in ("work", "organisation", "problem", "exc_info")}
    assert (line.levelno, told) == (
        logging.ERROR,
        {"work": "figures", "organisation": str(ONE), "problem": "ValueError", "exc_info": None},
    )
    assert "Sam" not in caplog.text


def test_a_worker_that_is_stopped_stops() -> None:
    """Only what goes wrong is kept apart, not who ends the program."""

    def stop() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        done_apart("figures", ONE, stop)
