"""The day by which a finder was told that it is solved: kept, broken, named anew, and shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.cases.terms import (
    LONGEST_EXPECTED,
    ClosingReason,
    MessageKind,
    NoDate,
    OwnWord,
    ReportState,
    Says,
    Withheld,
)
from meldpunt.obligations.rules.making import EXPECTED, owed
from meldpunt.obligations.rules.settling import settle
from meldpunt.obligations.rules.storage import from_stored, to_stored
from meldpunt.obligations.terms import Lapse, Owing, Settled, Standing
from meldpunt.policy.rules.reckoning import say_named
from meldpunt.policy.terms import Region
from tests.obligations.promising import RECEIVED, REGION, Making, at, move, terms, word

DAY = timedelta(days=1)
MONDAY = RECEIVED.date()
FRIDAY, LATER = MONDAY + 4 * DAY, MONDAY + 9 * DAY
END = datetime(2026, 5, 8, 21, 59, 59, tzinfo=UTC)
"""The last second of that Friday in Amsterdam."""
SOLVED, CLOSED, INVALID = ClosingReason.SOLVED, ReportState.CLOSED, ReportState.INVALID
NONE_YET = Says(no_date=NoDate.TOO_EARLY)


def says(day: date) -> Says:
    return Says(fix_by=day)


def named(
    number: int, posted: float, day: date = FRIDAY, *, told: float | None = None, mailed: bool = False
) -> OwnWord:
    return word(number, posted, told=told, mailed=mailed, says=says(day))


def made(making: Making, hours: float = 1000) -> list[Owing]:
    return list(owed(terms(), making.facts, now=at(hours)))


def stands(making: Making, hours: float, region: Region = REGION) -> list[Settled]:
    return [settle(each, None, region, now=at(hours)) for each in made(making, hours)]


def standings(making: Making, hours: float) -> list[Standing]:
    return [each.standing for each in stands(making, hours)]


def test_an_answer_that_names_a_day_promises_it() -> None:
    (found,) = made(Making([named(1, 5)]))
    assert (found.promise, found.cause, found.started_at, found.day) == (EXPECTED, str(UUID(int=1)), at(5), FRIDAY)


def test_it_ends_with_that_day_on_the_clocks_of_the_organisation() -> None:
    making = Making([named(1, 5)])
    assert [each.due_at for each in stands(making, 6)] == [END]
    assert [each.due_at for each in stands(making, 6, Region(zone="America/New_York"))] == [END + timedelta(hours=6)]


@pytest.mark.parametrize("day", [RECEIVED.date(), date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29)])
def test_any_day_ends_with_itself(day: date) -> None:
    (found,) = stands(Making([named(1, 0, day)]), 1)
    assert found.reckoning.on_clock(found.due_at).isoformat()[:19] == f"{day}T23:59:59"


@pytest.mark.parametrize(
    "own",
    [
        [],
        [word(1, 5)],
        [word(1, 5, says=NONE_YET)],
        [named(1, 5, mailed=True)],
        [named(1, 0, MONDAY + 2 * LONGEST_EXPECTED)],
    ],
)
def test_without_a_day_that_was_told_there_is_none(own: list[OwnWord]) -> None:
    assert made(Making(own)) == []


@pytest.mark.parametrize(
    ("closed", "hours", "expected"),
    [(90, 95, Standing.KEPT), (90, 1000, Standing.KEPT), (110, 1000, Standing.LATE), (2000, 90, Standing.RUNNING)],
)
def test_telling_that_it_is_solved_keeps_it(closed: float, hours: float, expected: Standing) -> None:
    moves = [move(1, closed, CLOSED, SOLVED)] if closed < hours else []
    assert standings(Making([named(1, 5)], moves=moves), hours) == [expected]


def test_when_it_passes_it_is_broken() -> None:
    assert [(each.standing, each.broken_at, each.ended_at) for each in stands(Making([named(1, 5)]), 200)] == [
        (Standing.BROKEN, END, None)
    ]


def test_solved_and_not_told_is_not_kept() -> None:
    shut = replace(move(1, 90, CLOSED, SOLVED), told_at=None)
    assert standings(Making([named(1, 5)], moves=[shut]), 200) == [Standing.BROKEN]
    later = word(2, 91)
    assert standings(Making([named(1, 5), later], moves=[shut]), 200) == [Standing.KEPT]


def test_another_day_takes_its_place_openly() -> None:
    making = Making([named(1, 5), named(2, 30, LATER)])
    first, second = stands(making, 31)
    assert (first.standing, first.lapsed_because, first.lapsed_at) == (Standing.LAPSED, Lapse.MOVED, at(30))
    assert second.standing is Standing.RUNNING
    assert standings(making, 150) == [Standing.LAPSED, Standing.RUNNING]
    assert standings(making, 300) == [Standing.LAPSED, Standing.BROKEN]


def test_another_day_told_too_late_leaves_it_broken_and_asks_no_more_of_it() -> None:
    first, second = stands(Making([named(1, 5), named(2, 200, LATER)]), 201)
    assert (first.standing, first.broken_at, first.ended_at) == (Standing.BROKEN, END, at(200))
    assert second.standing is Standing.RUNNING


def test_another_day_that_was_not_told_moves_nothing() -> None:
    assert standings(Making([named(1, 5), named(2, 30, LATER, mailed=True)]), 200) == [Standing.BROKEN]


def test_the_same_day_again_is_the_same_promise() -> None:
    assert len(made(Making([named(1, 5), named(2, 30), word(3, 40)]))) == 1


def test_the_same_day_again_is_promised_by_the_word_that_was_told_first() -> None:
    [owing] = made(Making([named(1, 5, told=900), named(2, 30)]))
    assert owing.cause == str(named(2, 30).id)


def test_saying_that_there_is_no_day_yet_ends_it_openly() -> None:
    (found,) = stands(Making([named(1, 5), word(2, 30, says=NONE_YET)]), 200)
    assert (found.standing, found.lapsed_because) == (Standing.LAPSED, Lapse.MOVED)


def test_a_no_ends_it() -> None:
    no = word(2, 30, kind=MessageKind.DECLINE, says=Says(assessment=True, no_date=NoDate.NOT_VALID))
    (found,) = stands(Making([named(1, 5), no]), 200)
    assert (found.standing, found.lapsed_because) == (Standing.LAPSED, Lapse.DECLINED)


def test_a_no_that_was_not_told_does_not_end_it() -> None:
    no = word(2, 30, mailed=True, kind=MessageKind.DECLINE, says=Says(assessment=True, no_date=NoDate.NOT_VALID))
    assert standings(Making([named(1, 5), no], moves=[move(1, 30, INVALID)]), 200) == [Standing.BROKEN]


@pytest.mark.parametrize("told", [40, 90])
def test_closed_otherwise_it_falls_away_once_that_was_told(told: float) -> None:
    shut = replace(move(1, 40, CLOSED, ClosingReason.ACCEPTED_RISK), told_at=at(told))
    (found,) = stands(Making([named(1, 5)], moves=[shut]), 200)
    assert (found.standing, found.lapsed_because, found.lapsed_at) == (Standing.LAPSED, Lapse.CLOSED, at(told))


@pytest.mark.parametrize(("told", "over"), [(None, None), (150, 150)])
def test_closed_otherwise_and_told_too_late_or_never_it_is_broken(told: float | None, over: float | None) -> None:
    shut = replace(move(1, 40, CLOSED, ClosingReason.ACCEPTED_RISK), told_at=at(told) if told else None)
    (found,) = stands(Making([named(1, 5)], moves=[shut]), 200)
    assert (found.standing, found.broken_at, found.ended_at) == (Standing.BROKEN, END, at(over) if over else None)


def test_taken_up_again_before_that_was_told_it_never_fell_away() -> None:
    shut = replace(move(1, 40, CLOSED, ClosingReason.ACCEPTED_RISK), told_at=at(60))
    making = Making([named(1, 5)], moves=[shut, move(2, 50, ReportState.ACCEPTED)])
    assert (standings(making, 60), standings(making, 200)) == ([Standing.RUNNING], [Standing.BROKEN])


def test_a_day_named_after_the_case_was_taken_up_again_is_not_kept_by_the_old_closing() -> None:
    moves = [move(1, 10, CLOSED, SOLVED), move(2, 20, ReportState.ACCEPTED)]
    assert standings(Making([named(1, 30)], moves=moves), 200) == [Standing.BROKEN]


def test_a_question_does_not_move_it() -> None:
    asked = word(2, 30, kind=MessageKind.ASK)
    assert [each.due_at for each in stands(Making([named(1, 5), asked]), 40)] == [END]


def test_where_the_law_forbids_to_tell_it_stands_still() -> None:
    facts = replace(Making([named(1, 5)]).facts, withheld=(Withheld(at(10), at(10 + 72), said=True),))
    (found,) = (settle(each, None, REGION, now=at(200)) for each in owed(terms(), facts, now=at(200)))
    assert found.due_at == END + 2 * DAY  # two whole days of the three stood still
    assert "2 days" in say_named(found.reckoning, "en")


def test_it_is_explained_as_the_day_that_was_named() -> None:
    (found,) = stands(Making([named(1, 0)]), 1)
    assert say_named(found.reckoning, "en") == (
        "on Monday 12:00 we wrote that it is solved by Friday · due Friday 23:59"
    )
    assert say_named(found.reckoning, "nl") == (
        "op maandag 12:00 schreven wij dat het uiterlijk vrijdag is opgelost · uiterlijk vrijdag 23:59"
    )


def test_it_comes_back_from_the_table_as_it_was() -> None:
    (found,) = stands(Making([named(1, 0)]), 1)
    assert from_stored(to_stored(found.reckoning, REGION)) == (found.reckoning, REGION)


WORDS = st.lists(
    st.tuples(st.floats(0, 50), st.floats(0, 80) | st.none(), st.integers(0, 40) | st.none(), st.booleans()), max_size=6
)
MOVES = st.lists(st.sampled_from([(CLOSED, SOLVED), (CLOSED, ClosingReason.NO_ANSWER), (INVALID, None)]), max_size=3)


def history(drawn: list[tuple[float, float | None, int | None, bool]], moved: list[tuple]) -> Making:
    """Make words in order, each told so many hours after it was written or never; and changes between them."""
    making, clock = Making(), 0.0
    for number, (gap, wait, days, is_no) in enumerate(drawn, 1):
        clock += gap
        day = None if days is None else at(clock).date() + days * DAY
        told = None if wait is None else clock + wait
        kind = MessageKind.DECLINE if is_no and day is None else MessageKind.ANSWER
        said = says(day) if day else NONE_YET
        making.own.append(word(number, clock, told=told, mailed=told is None, kind=kind, says=said))
    for number, (after, reason) in enumerate(moved, 1):
        making.moves.append(move(2 * number, 40 * number, after, reason))
        making.moves.append(move(2 * number + 1, 40 * number + 20, ReportState.ACCEPTED))
    return making


@given(WORDS, MOVES, st.floats(400, 1500))
def test_once_all_of_it_was_told_at_most_one_day_runs(drawn: list, moved: list, hours: float) -> None:
    assert standings(history(drawn, moved), hours).count(Standing.RUNNING) <= 1


@given(WORDS, MOVES, st.floats(400, 1500))
def test_settling_again_changes_nothing(drawn: list, moved: list, hours: float) -> None:
    for each in made(history(drawn, moved), hours):
        once = settle(each, None, REGION, now=at(hours))
        assert settle(each, once, REGION, now=at(hours)) == once
        assert once.due_at >= each.started_at


@given(WORDS, MOVES)
def test_every_day_that_was_told_is_promised_once_or_took_the_place_of_the_same(drawn: list, moved: list) -> None:
    making = history(drawn, moved)
    found = made(making)
    told = {each.says.fix_by for each in making.own if each.told_at and each.says.fix_by}
    assert {each.day for each in found} <= told
    assert len({each.cause for each in found}) == len(found)
