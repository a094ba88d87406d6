"""What is made, kept, broken and running, quarter by quarter, and how long it took."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.obligations.rules.figures import quarter, tables, took
from meldpunt.obligations.rules.figures.counting import working_days_between
from meldpunt.obligations.terms.figures import ALL, LEAST, Count, Counted, Hidden, Outcome, Row, Table, Took
from meldpunt.policy.rules.reckoning import due
from meldpunt.policy.terms import Promise, PromiseKind, Region, Unit
from tests.obligations.counted import FIRST, NL, many, settled, settleds, table

KEPT, BROKEN, RUNNING, LAPSED = Outcome
FEW, WITH_IT = Count(None, Hidden.FEW), Count(None, Hidden.WITH_IT)
few_examples = settings(max_examples=40, deadline=None)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def rows(of: Iterable[Counted], least: int = LEAST) -> list[tuple[Table, Row]]:
    """Return every row of every table."""
    return [(each, row) for each in tables(of, NL, least=least) for row in (*each.rows, each.total)]


def test_a_row_counts_each_outcome() -> None:
    row = table(many({KEPT: 12, BROKEN: 6, RUNNING: 5, LAPSED: 7})).rows[0]
    counts = (row.made, row.kept, row.broken, row.running, row.lapsed)
    assert [count.value for count in counts] == [30, 12, 6, 5, 7]


def test_what_was_broken_stays_broken_when_it_is_fulfilled() -> None:
    late = settled(BROKEN, hours=400)
    assert (late.fulfilled_at is not None, late.outcome) == (True, BROKEN)


def test_rows_are_quarters_in_order() -> None:
    of = [*many({KEPT: 6}, quarter="2026-Q4"), *many({KEPT: 6}, quarter="2026-Q2")]
    assert [row.period for row in (*table(of).rows, table(of).total)] == ["2026-Q2", "2026-Q4", ALL]


def test_a_quarter_begins_at_midnight_of_the_organisation() -> None:
    moment = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert [quarter(moment, Region(zone=zone)) for zone in ("Europe/Amsterdam", "UTC")] == ["2026-Q2", "2026-Q1"]


def test_declined_reports_stand_apart() -> None:
    of = [*many({KEPT: 6}), *(settled(KEPT, declined=True) for _ in range(8))]
    assert [(each.declined, each.total.made.value) for each in tables(of, NL)] == [(False, 6), (True, 8)]


def test_promises_come_in_the_order_of_the_policy() -> None:
    kinds = [PromiseKind.ERASURE, PromiseKind.RECEIPT, PromiseKind.FIX]
    of = [settled(KEPT, kind=kind) for kind in kinds]
    assert [each.kind for each in tables(of, NL)] == [PromiseKind.RECEIPT, PromiseKind.FIX, PromiseKind.ERASURE]


def test_nothing_promised_is_no_table() -> None:
    assert tables([], NL) == ()


def test_a_small_count_hides_the_one_that_would_tell_it() -> None:
    row = table(many({KEPT: 18, BROKEN: 2})).rows[0]
    assert (row.made, row.kept, row.broken, row.running) == (Count(20), WITH_IT, FEW, Count(0))


def test_a_quarter_of_few_reports_hides_the_sum_that_would_tell_it() -> None:
    of = [*many({KEPT: 3}), *many({KEPT: 9}, quarter="2026-Q2"), *many({KEPT: 7}, quarter="2026-Q3")]
    found = table(of)
    assert ([row.made for row in found.rows], found.total.made) == ([FEW, Count(9), Count(7)], WITH_IT)


def test_one_broken_promise_leaves_the_other_quarters_open() -> None:
    of = [*many({KEPT: 18, BROKEN: 2}), *many({KEPT: 12, BROKEN: 6, RUNNING: 5}, quarter="2026-Q2")]
    assert [row.open for row in table(of).rows] == [False, True]


def test_small_counts_in_two_quarters_leave_the_whole_period_told() -> None:
    of = [*many({KEPT: 18, BROKEN: 3}), *many({KEPT: 12, BROKEN: 3}, quarter="2026-Q2")]
    assert (table(of).total.kept, table(of).total.broken) == (Count(30), Count(6))


@few_examples
@given(settleds())
def test_a_sum_that_is_hidden_is_not_told_by_another_promise(of) -> None:
    true = {(each.kind, each.declined, row.period): row.made.value for each, row in rows(of, least=1)}
    shown: dict[tuple[object, ...], set[bool]] = {}
    for each, row in rows(of):
        same = (each.declined, row.period, true[each.kind, each.declined, row.period])
        shown.setdefault(same, set()).add(row.made.hidden is None)
    assert [key for key, told in shown.items() if len(told) > 1] == []


def test_the_organisation_sees_everything() -> None:
    row = table(many({KEPT: 1, BROKEN: 2}), least=1).rows[0]
    assert (row.kept, row.broken, row.median) == (Count(1), Count(2), Took(30, 1))


def test_the_median_is_the_nearest_rank() -> None:
    of = [settled(KEPT, hours=hours) for hours in (100, 1, 30, 2, 60, 50)]
    assert table(of).rows[0].median == Took(30, 1)


def test_the_tail_is_nine_of_ten() -> None:
    of = [settled(KEPT, hours=hours) for hours in (*range(1, 10), 200)]
    assert table(of).rows[0].tail == Took(9, 0)


def test_the_tail_needs_ten() -> None:
    assert table([settled(KEPT, hours=hours) for hours in range(1, 10)]).rows[0].tail is None


def test_what_is_not_fulfilled_counts_as_longer_than_all_else() -> None:
    of = [*many({KEPT: 5}), *(settled(BROKEN, hours=None) for _ in range(6))]
    assert table(of).rows[0].median == Took(None, None)


def test_what_runs_or_lapsed_has_no_time() -> None:
    assert table(many({RUNNING: 6, LAPSED: 6})).rows[0].median is None


def test_times_of_a_row_with_a_hidden_count_are_not_told() -> None:
    row = table(many({KEPT: 18, BROKEN: 2})).rows[0]
    assert (row.median, row.tail, row.singles) == (None, None, ())


@pytest.mark.parametrize(
    ("minutes", "found"),
    [(0, Took(0, 0)), (1, Took(1, 0)), (60, Took(1, 0)), (61, Took(2, 0)), (-5, Took(0, 0)), (24 * 60, Took(24, 1))],
)
def test_hours_are_rounded_up(minutes: int, found: Took) -> None:
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert took(Counted(FIRST, start, start, start + timedelta(minutes=minutes)), NL) == found


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 5, 13), date(2026, 5, 13), 0),
        (date(2026, 5, 13), date(2026, 5, 14), 1),  # Ascension Day
        (date(2026, 5, 13), date(2026, 5, 15), 1),
        (date(2026, 5, 15), date(2026, 5, 16), 1),
        (date(2026, 5, 15), date(2026, 5, 18), 1),
        (date(2026, 5, 16), date(2026, 5, 16), 0),
    ],
)
def test_working_days_are_those_of_a_promise(first: date, last: date, found: int) -> None:
    assert working_days_between(first, last, NL) == found


@given(days, st.integers(1, 20), st.integers(0, 40))
def test_kept_is_within_the_working_days_promised(day: date, amount: int, later: int) -> None:
    started = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    fulfilled = started + timedelta(days=later)
    kept = fulfilled <= due(Promise(FIRST, amount, Unit.WORKING_DAYS), started, NL)
    assert (working_days_between(day, fulfilled.date(), NL) <= amount) is kept


@few_examples
@given(settleds())
def test_without_hiding_every_obligation_is_counted_once(of) -> None:
    found = tables(of, NL, least=1)
    assert sum(each.total.made.value or 0 for each in found) == len(of)


@few_examples
@given(settleds())
def test_the_sum_is_that_of_its_quarters(of) -> None:
    for each in tables(of, NL, least=1):
        assert each.total.broken.value == sum(row.broken.value or 0 for row in each.rows)


@few_examples
@given(settleds())
def test_no_small_count_is_told(of) -> None:
    counts = [
        count.value for _each, row in rows(of) for count in (row.made, row.kept, row.broken, row.running, row.lapsed)
    ]
    assert [value for value in counts if value is not None and 0 < value < 5] == []
