from datetime import UTC, datetime

from meldpunt.policy.rules.reckoning import due
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit

RECEIVED = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)


def test_hours_run_on_from_the_moment_of_receipt():
    promise = Promise(PromiseKind.KEY, 4, Unit.HOURS)
    assert due(promise, RECEIVED, Region()) == datetime(2026, 7, 20, 12, 0, tzinfo=UTC)


def test_hours_are_real_hours_when_the_clock_changes():
    received = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    assert due(Promise(PromiseKind.KEY, 4, Unit.HOURS), received, Region()) == datetime(2026, 10, 25, 3, 30, tzinfo=UTC)


def test_a_promise_may_have_its_own_calendar():
    belgian = Promise(PromiseKind.FIRST_ANSWER, 1, Unit.WORKING_DAYS, calendar="BE")
    assert due(belgian, RECEIVED, Region()) == datetime(2026, 7, 22, 21, 59, 59, tzinfo=UTC)
