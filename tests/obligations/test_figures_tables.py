"""What is made, kept, broken and running, quarter by quarter, and how long it took."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product
from uuid import uuid4

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
FEW, MANY, WITH_IT = (Count(None, hidden) for hidden in Hidden)
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
    of = [*many({KEPT: 12}, quarter="2026-Q4"), *many({KEPT: 12}, quarter="2026-Q2")]
    assert [row.period for row in (*table(of).rows, table(of).total)] == ["2026-Q2", "2026-Q4", ALL]


def test_a_quarter_begins_at_midnight_of_the_organisation() -> None:
    moment = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert [quarter(moment, Region(zone=zone)) for zone in ("Europe/Amsterdam", "UTC")] == ["2026-Q2", "2026-Q1"]


def test_declined_reports_stand_apart() -> None:
    of = [*many({KEPT: 10}), *(settled(KEPT, declined=True) for _ in range(12))]
    assert [(each.declined, each.total.made.value) for each in tables(of, NL)] == [(False, 10), (True, 12)]


def test_promises_come_in_the_order_of_the_policy() -> None:
    kinds = [PromiseKind.ERASURE, PromiseKind.RECEIPT, PromiseKind.FIX]
    of = [settled(KEPT, kind=kind) for kind in kinds for _ in range(5)]
    assert [each.kind for each in tables(of, NL)] == [PromiseKind.RECEIPT, PromiseKind.FIX, PromiseKind.ERASURE]


def test_nothing_promised_is_no_table() -> None:
    assert tables([], NL) == ()


def test_a_promise_belongs_to_the_quarter_of_its_report() -> None:
    cases = [uuid4() for _ in range(12)]
    of = [settled(KEPT, case=case) for case in cases]
    of += [settled(KEPT, quarter="2026-Q2", kind=PromiseKind.SILENCE, case=case) for case in cases]
    assert [[row.period for row in each.rows] for each in tables(of, NL)] == [["2026-Q1"], ["2026-Q1"]]


def test_a_quarter_without_small_counts_is_told_whole() -> None:
    row = table(many({KEPT: 12, BROKEN: 6, RUNNING: 5})).rows[0]
    assert (row.made, row.kept, row.broken, row.running, row.lapsed) == tuple(map(Count, (23, 12, 6, 5, 0)))


def test_a_small_count_leaves_how_many_were_made_and_that_few_were_broken() -> None:
    row = table(many({KEPT: 18, BROKEN: 2})).rows[0]
    assert (row.made, row.kept, row.broken, row.running, row.lapsed) == (Count(20), WITH_IT, FEW, WITH_IT, WITH_IT)


def test_where_few_of_all_the_rest_was_broken_that_is_told() -> None:
    row = table(many({KEPT: 9, BROKEN: 7, RUNNING: 2})).rows[0]
    assert (row.made, row.kept, row.broken, row.running) == (Count(18), WITH_IT, Count(7), WITH_IT)


def test_where_few_were_not_broken_nobody_learns_how_many() -> None:
    row = table(many({KEPT: 2, BROKEN: 18})).rows[0]
    assert (row.made, row.kept, row.broken) == (Count(20), WITH_IT, WITH_IT)


@pytest.mark.parametrize("kind", [PromiseKind.SILENCE, PromiseKind.SOLVED])
def test_of_what_follows_a_report_not_even_how_many_were_made(kind: PromiseKind) -> None:
    found = [table(many({KEPT: 18, BROKEN: broken, RUNNING: 2}, kind=kind)).rows[0] for broken in (0, 4, 5)]
    assert [(row.made, row.kept, row.broken) for row in found] == [
        (WITH_IT, WITH_IT, Count(0)),
        (WITH_IT, WITH_IT, FEW),
        (WITH_IT, WITH_IT, MANY),
    ]


def test_what_one_table_hides_every_table_of_the_quarter_hides() -> None:
    cases = [uuid4() for _ in range(12)]
    of = [settled(KEPT, kind=PromiseKind.RECEIPT, case=case) for case in cases]
    of += [settled(BROKEN if place < 3 else KEPT, case=case) for place, case in enumerate(cases)]
    told = [(row.made, row.kept, row.broken) for _each, row in rows(of)]
    assert told[::2] == [(Count(12), WITH_IT, Count(0)), (Count(12), WITH_IT, FEW)]


def test_few_that_were_done_late_hide_as_few_that_were_broken() -> None:
    of = [*many({KEPT: 12}), *(settled(BROKEN, hours=hours) for hours in (200, 210, None, None, None, None, None))]
    assert table(of).rows[0].kept == WITH_IT


def test_declined_reports_hide_nothing_of_the_others() -> None:
    of = [*many({KEPT: 12}), *(settled(RUNNING if place < 3 else KEPT, declined=True) for place in range(12))]
    assert [each.rows[0].open for each in tables(of, NL)] == [True, False]


def test_quarters_are_told_together_until_ten_reports_came_in() -> None:
    amounts = {"2026-Q1": 3, "2026-Q2": 7, "2026-Q3": 11, "2026-Q4": 4}
    of = [each for name, amount in amounts.items() for each in many({KEPT: amount}, quarter=name)]
    assert [(row.period, row.made) for row in (*table(of).rows, table(of).total)] == [
        ("2026-Q1/2026-Q2", Count(10)),
        ("2026-Q3", Count(11)),
        (ALL, Count(21)),
    ]


def test_until_ten_reports_came_in_nothing_is_told() -> None:
    assert tables([*many({KEPT: 9}), *(settled(RUNNING, declined=True) for _ in range(9))], NL) == ()


def test_many_obligations_of_few_reports_are_few() -> None:
    """One report with many messages is one report."""
    cases = [uuid4() for _ in range(9)]
    assert tables([settled(KEPT, kind=PromiseKind.SILENCE, case=case) for case in cases for _ in range(7)], NL) == ()


def test_words_of_few_reports_are_hidden_where_many_reports_came_in() -> None:
    cases = [uuid4() for _ in range(12)]
    of = [settled(KEPT, case=case) for case in cases]
    of += [settled(KEPT, kind=PromiseKind.SILENCE, case=case) for case in cases[:4] for _ in range(7)]
    assert [(each.rows[0].made, each.rows[0].kept) for each in tables(of, NL)] == [
        (Count(12), WITH_IT),
        (WITH_IT, WITH_IT),
    ]


def test_the_whole_tells_nothing_but_the_sum_of_what_is_told() -> None:
    of = [*many({KEPT: 18, BROKEN: 6}), *many({KEPT: 12, BROKEN: 7, RUNNING: 2}, quarter="2026-Q2")]
    total = table(of).total
    assert (total.made, total.kept, total.broken, total.median) == (Count(45), WITH_IT, Count(13), None)


def test_the_organisation_sees_everything() -> None:
    row = table(many({KEPT: 1, BROKEN: 2}), least=1).rows[0]
    assert (row.kept, row.broken, row.median, row.tail) == (Count(1), Count(2), Took(30, 1), Took(30, 1))


def test_the_organisation_sees_every_quarter() -> None:
    of = [*many({KEPT: 1}), *many({KEPT: 1}, quarter="2026-Q2")]
    assert [row.period for row in table(of, least=1).rows] == ["2026-Q1", "2026-Q2"]


def test_the_median_is_the_nearest_rank() -> None:
    of = [settled(KEPT, hours=hours) for hours in (100, 1, 30, 2, 60, 50, 31, 32, 33, 3)]
    assert table(of).rows[0].median == Took(31, 1)


def test_the_tail_is_nine_of_ten() -> None:
    of = [settled(KEPT, hours=hours) for hours in (*range(1, 10), 200)]
    assert table(of).rows[0].tail == Took(9, 0)


def test_times_need_ten_reports_of_which_a_promise_was_kept_or_broken() -> None:
    of = [many({KEPT: kept, RUNNING: 6}) for kept in (9, 10)]
    assert [(table(each).rows[0].open, table(each).rows[0].median) for each in of] == [
        (True, None),
        (True, Took(30, 1)),
    ]


def test_times_of_the_whole_are_not_told_where_a_quarter_has_too_few() -> None:
    of = [*many({KEPT: 12}), *many({KEPT: 8, RUNNING: 8}, quarter="2026-Q2")]
    assert (table(of).total.kept, table(of).total.median) == (Count(20), None)


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
    assert took(Counted(FIRST, uuid4(), start, start, start + timedelta(minutes=minutes)), NL) == found


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
def test_nothing_is_told_behind_which_stand_few_reports(of) -> None:
    """Counted here by themselves, of every row of every table that is published."""
    told = tables(of, NL)
    came = {case: min(each.started_at for each in of if each.case == case) for case in {each.case for each in of}}
    wrong = []
    for each in told:
        for row, outcome in product(each.rows, Outcome):
            first, last = row.period.split("/")[0], row.period.split("/")[-1]
            cases = {
                single.case
                for single in of
                if (single.kind, single.declined, single.outcome) == (each.kind, each.declined, outcome)
                and first <= quarter(came[single.case], NL) <= last
            }
            wrong += (
                [(each.kind, row.period, outcome)] if getattr(row, outcome.value).value and len(cases) < LEAST else []
            )
    assert wrong == []


@few_examples
@given(settleds())
def test_every_table_of_a_period_is_told_alike(of) -> None:
    alike: dict[tuple[bool, str], set[bool]] = {}
    for each in tables(of, NL):
        for row in each.rows:
            alike.setdefault((each.declined, row.period), set()).add(row.open)
    assert [period for period, told in alike.items() if len(told) > 1] == []


@few_examples
@given(settleds())
def test_periods_are_the_same_in_every_table(of) -> None:
    """A table may leave one out in which nothing was promised, and splits none."""
    for declined in (False, True):
        quarters = [
            name for each in tables(of, NL) if each.declined is declined for row in each.rows for name in [row.period]
        ]
        ends = sorted({(name.split("/")[0], name.split("/")[-1]) for name in quarters})
        assert all(last < first for (_, last), (first, _) in pairwise(ends))
