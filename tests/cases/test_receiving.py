"""What a clock showed, made into a moment: Amsterdam, where the night of 25 October 2026 has an hour twice and that of 29 March one never."""

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.cases.rules.receiving import LONGEST_AGO, check_received, moment_on_clock, newest_on_clock
from meldpunt.cases.terms import MomentFlaw, MomentRefused

ZONE = "Europe/Amsterdam"
TWICE = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - what a clock on the wall shows
NEVER = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - as above
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_an_hour_that_is_shown_once_is_one_moment() -> None:
    assert moment_on_clock(datetime(2026, 11, 20, 14, 5), zone=ZONE) == datetime(2026, 11, 20, 13, 5, tzinfo=UTC)  # noqa: DTZ001 - as above


def test_an_hour_that_is_shown_once_has_no_second_time() -> None:
    shown = datetime(2026, 11, 20, 14, 5)  # noqa: DTZ001 - as above
    assert moment_on_clock(shown, zone=ZONE, second=True) == moment_on_clock(shown, zone=ZONE, second=False)


@pytest.mark.parametrize(("second", "hour"), [(False, 0), (True, 1)])
def test_an_hour_that_is_shown_twice_is_chosen(second: bool, hour: int) -> None:
    assert moment_on_clock(TWICE, zone=ZONE, second=second) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(("now", "hour"), [((0, 40), 0), ((1, 29), 0), ((1, 30), 1), ((9, 0), 1)])
def test_of_two_the_second_is_meant_once_it_was_there(now: tuple[int, int], hour: int) -> None:
    """In the first of the two hours a clock that shows half past two means that one: the other is to come."""
    at = datetime(2026, 10, 25, *now, tzinfo=UTC)
    assert newest_on_clock(TWICE, zone=ZONE, now=at) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(("shown", "flaw"), [(TWICE, MomentFlaw.TWICE), (NEVER, MomentFlaw.NEVER_WAS)])
def test_an_unclear_hour_is_refused(shown: datetime, flaw: MomentFlaw) -> None:
    with pytest.raises(MomentRefused) as refused:
        moment_on_clock(shown, zone=ZONE)
    assert refused.value.flaw is flaw


@pytest.mark.parametrize("moment", [NOW, NOW - LONGEST_AGO])
def test_the_ends_are_taken(moment: datetime) -> None:
    check_received(moment, now=NOW)


@pytest.mark.parametrize(
    ("moment", "flaw"),
    [
        (NOW + timedelta(microseconds=1), MomentFlaw.FUTURE),
        (NOW - LONGEST_AGO - timedelta(microseconds=1), MomentFlaw.TOO_LONG_AGO),
    ],
)
def test_beyond_the_ends_nothing_is_taken(moment: datetime, flaw: MomentFlaw) -> None:
    with pytest.raises(MomentRefused) as refused:
        check_received(moment, now=NOW)
    assert refused.value.flaw is flaw
