"""What becomes of an obligation, on top of what was settled before."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.cases.terms import ClosingReason, MessageKind, ReportState, Says
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.rules.settling import later_today, settle
from meldpunt.obligations.terms import Away, Lapse, Owing, Settled, Standing
from meldpunt.policy.rules.reckoning import say_later
from meldpunt.policy.terms import PromiseKind, Region, Unit, Wait
from tests.obligations.promising import BOTH, RECEIVED, REGION, Making, at, move, promise, terms, word

ANSWER = promise(PromiseKind.FIRST_ANSWER)
WEEK = promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS)
RUNNING = Owing(ANSWER, "", RECEIVED)


def stands(owing: Owing, hours: float, before: Settled | None = None, region: Region = REGION) -> Settled:
    return settle(owing, before, region, now=at(hours))


def done(hours: float) -> Owing:
    return replace(RUNNING, fulfilled_at=at(hours))


@pytest.mark.parametrize(
    ("owing", "hours", "standing"),
    [
        (RUNNING, 0, Standing.RUNNING),
        (RUNNING, 24, Standing.RUNNING),
        (RUNNING, 24.001, Standing.BROKEN),
        (done(24), 24, Standing.KEPT),
        (done(24), 5000, Standing.KEPT),
        (done(24.001), 25, Standing.LATE),
        (replace(RUNNING, away=(Away(at(20), None, Lapse.CLOSED),)), 30, Standing.LAPSED),
        (replace(RUNNING, away=(Away(at(25), None, Lapse.CLOSED),)), 30, Standing.BROKEN),
        (replace(RUNNING, away=(Away(at(20), at(22), Lapse.CLOSED),)), 30, Standing.BROKEN),
        (replace(RUNNING, away=(Away(at(20), at(26), Lapse.CLOSED),)), 30, Standing.LAPSED),
        (replace(done(10), away=(Away(at(20), None, Lapse.CLOSED),)), 30, Standing.KEPT),
    ],
)
def test_how_it_stands(owing: Owing, hours: float, standing: Standing) -> None:
    assert stands(owing, hours).standing is standing


def test_broken_is_when_the_date_passed() -> None:
    assert stands(RUNNING, 500).broken_at == at(24)


def test_settling_late_tells_the_same() -> None:
    """A worker that stood still for a week changes no moment."""
    assert stands(done(20), 24 * 7) == stands(done(20), 20)


def test_doing_it_late_leaves_it_broken() -> None:
    broken = stands(RUNNING, 30)
    found = stands(done(40), 41, broken)
    assert (found.broken_at, found.fulfilled_at, found.standing) == (at(24), at(40), Standing.LATE)


def test_closing_after_the_date_leaves_it_broken() -> None:
    broken = stands(RUNNING, 30)
    assert stands(replace(RUNNING, away=(Away(at(40), None, Lapse.CLOSED),)), 41, broken).standing is Standing.BROKEN


def test_a_clock_set_back_leaves_it_broken() -> None:
    broken = stands(RUNNING, 30)
    assert stands(RUNNING, 2, broken) == broken


def test_what_turns_out_to_have_been_told_in_time_was_kept() -> None:
    broken = stands(RUNNING, 30)
    assert stands(done(23), 31, broken).standing is Standing.KEPT


def test_what_came_back_is_owed_again() -> None:
    kept = stands(done(5), 6)
    assert stands(RUNNING, 7, kept).standing is Standing.RUNNING


def test_what_came_back_after_the_date_is_broken() -> None:
    kept = stands(done(5), 6)
    assert stands(RUNNING, 30, kept).broken_at == at(24)


def test_a_new_holiday_does_not_move_a_running_date() -> None:
    before = stands(Owing(WEEK, "", RECEIVED), 1)
    closed = replace(REGION, closed=("2026-05-06",))
    assert stands(Owing(WEEK, "", RECEIVED), 2, before, closed) == before


def test_a_holiday_less_moves_it_forward() -> None:
    closed = replace(REGION, closed=("2026-05-06",))
    before = stands(Owing(WEEK, "", RECEIVED), 1, region=closed)
    found = stands(Owing(WEEK, "", RECEIVED), 2, before, REGION)
    assert (found.due_at, found.region) == (before.due_at - timedelta(days=1), REGION)


def test_a_zone_farther_west_does_not_move_it() -> None:
    before = stands(Owing(WEEK, "", RECEIVED), 1)
    assert stands(Owing(WEEK, "", RECEIVED), 2, before, replace(REGION, zone="America/New_York")) == before


def test_a_zone_farther_east_does() -> None:
    before = stands(Owing(WEEK, "", RECEIVED), 1)
    found = stands(Owing(WEEK, "", RECEIVED), 2, before, replace(REGION, zone="Asia/Tokyo"))
    assert found.due_at < before.due_at


def test_what_is_over_keeps_its_date() -> None:
    closed = replace(REGION, closed=("2026-05-06",))
    before = stands(replace(RUNNING, promise=WEEK, fulfilled_at=at(3)), 4, region=closed)
    assert stands(replace(RUNNING, promise=WEEK, fulfilled_at=at(3)), 5, before, REGION) == before


def test_a_question_moves_it_back_as_it_was_made() -> None:
    """With the calendar it was made with, where that of today is no better."""
    before = stands(Owing(WEEK, "", RECEIVED), 1)
    waiting = Owing(WEEK, "", RECEIVED, waits=(Wait(at(2), at(80)),), paused=True)
    found = stands(waiting, 80, before, replace(REGION, closed=("2026-05-07",)))
    assert (found.standing, found.region, found.due_at > before.due_at) == (Standing.PAUSED, REGION, True)


def test_a_question_that_waits_breaks_nothing() -> None:
    making = Making([word(1, 5, kind=MessageKind.ASK)])
    pausing = promise(PromiseKind.FIRST_ANSWER, says=BOTH, pauses=True)
    for hours in (5, 30, 500):
        (owing,) = owed(terms(pausing), making.facts, now=at(hours))
        assert stands(owing, hours).standing is Standing.PAUSED


LOST = Away(at(20), None, Lapse.NOT_TOLD)


@pytest.mark.parametrize("before", [None, stands(RUNNING, 3), stands(replace(RUNNING, lost=LOST), 21)])
def test_what_was_not_told_after_all_falls_away_when_that_was_recorded(before: Settled | None) -> None:
    """Whoever looked before, and however late."""
    found = stands(replace(RUNNING, lost=LOST), 600, before)
    assert (found.standing, found.lapsed_at, found.ended_at) == (Standing.LAPSED, at(20), at(20))


@pytest.mark.parametrize("before", [None, stands(RUNNING, 30)])
def test_what_was_broken_by_then_does_not_fall_away(before: Settled | None) -> None:
    """Also where nobody had looked."""
    found = stands(replace(RUNNING, lost=replace(LOST, since=at(40))), 600, before)
    assert (found.standing, found.broken_at, found.ended_at) == (Standing.BROKEN, at(24), at(40))


@pytest.mark.parametrize(("hours", "standing"), [(5, Standing.KEPT), (30, Standing.LATE)])
def test_what_was_done_by_then_stays_done(hours: float, standing: Standing) -> None:
    found = stands(replace(done(hours), lost=replace(LOST, since=at(40))), 600)
    assert (found.standing, found.fulfilled_at, found.ended_at) == (standing, at(hours), at(hours))


def test_nothing_is_left_to_do_about_what_was_broken_once_the_case_is_closed() -> None:
    found = stands(replace(RUNNING, away=(Away(at(40), None, Lapse.CLOSED),)), 41)
    assert (found.standing, found.ended_at) == (Standing.BROKEN, at(40))


HOURS = st.integers(0, 400)
WORDS = st.lists(st.tuples(HOURS, st.sampled_from(MessageKind), st.booleans()), max_size=6)
STATES = st.lists(st.tuples(HOURS, st.sampled_from(ReportState)), max_size=5)
POLICY = terms(
    promise(PromiseKind.RECEIPT, 3),
    promise(PromiseKind.FIRST_ANSWER, 48, says=BOTH, pauses=True),
    promise(PromiseKind.SILENCE, 5, Unit.WORKING_DAYS, pauses=True),
    promise(PromiseKind.SOLVED, 1, Unit.DAYS),
    promise(PromiseKind.FIX, 2, Unit.WEEKS),
)


def history(
    words: list[tuple[int, MessageKind, bool]], finder: list[int], states: list[tuple[int, ReportState]]
) -> Making:
    """Return a thread in which everything happened in order."""
    making = Making(finder=sorted(finder))
    for number, (when, kind, whole) in enumerate(sorted(words, key=lambda each: each[0])):
        making.own.append(word(number, when, kind=kind, says=Says(assessment=whole, fix_by=RECEIVED.date())))
    before = ReportState.RECEIVED
    for number, (when, after) in enumerate(sorted(states, key=lambda each: each[0])):
        if after is not before:
            making.moves.append(
                move(number, when, after, ClosingReason.SOLVED if after is ReportState.CLOSED else None)
            )
            before = after
    return making


def known(making: Making, now: datetime) -> Making:
    """Return what had happened by then."""
    return Making(
        [each for each in making.own if each.at <= now],
        [each for each in making.finder if at(each) <= now],
        [each for each in making.moves if each.at <= now],
    )


def settled(making: Making, now: datetime, before: dict[str, Settled]) -> dict[str, Settled]:
    """Settle everything once."""
    found = owed(POLICY, known(making, now).facts, now=now)
    by_name = {f"{each.promise.kind} {each.cause}": each for each in found}
    return {name: settle(each, before.get(name), REGION, now=now) for name, each in by_name.items()}


@given(WORDS, st.lists(HOURS, max_size=4), STATES, st.lists(st.integers(0, 900), min_size=1, max_size=12))
def test_settling_on_the_way_comes_to_the_same_as_settling_once(
    words: list[tuple[int, MessageKind, bool]],
    finder: list[int],
    states: list[tuple[int, ReportState]],
    moments: list[int],
) -> None:
    """Restarts, and a worker that stood still: the facts decide, not when somebody looked."""
    making, now = history(words, finder, states), at(1000)
    kept: dict[str, Settled] = {}
    for moment in sorted(moments):
        kept = settled(making, at(moment), kept)
    assert settled(making, now, kept) == settled(making, now, {})


@given(WORDS, st.lists(HOURS, max_size=4), STATES, st.integers(0, 900))
def test_settling_twice_changes_nothing(
    words: list[tuple[int, MessageKind, bool]], finder: list[int], states: list[tuple[int, ReportState]], moment: int
) -> None:
    making = history(words, finder, states)
    once = settled(making, at(moment), {})
    assert settled(making, at(moment), once) == once


@given(WORDS, st.lists(HOURS, max_size=4), STATES, st.lists(st.integers(0, 900), min_size=2, max_size=12))
def test_what_was_broken_stays_broken(
    words: list[tuple[int, MessageKind, bool]],
    finder: list[int],
    states: list[tuple[int, ReportState]],
    moments: list[int],
) -> None:
    """Whatever happens later, and wherever the clock is set; none of an obligation goes."""
    making = history(words, finder, states)
    kept: dict[str, Settled] = {}
    broken: dict[str, datetime] = {}
    for moment in sorted(moments):
        found = settled(making, at(moment), kept)
        assert kept.keys() <= found.keys()
        kept = found
        assert all(kept[name].broken_at == when for name, when in broken.items())
        broken |= {name: each.broken_at for name, each in kept.items() if each.broken_at}
    back = settled(making, at(max(moments)), kept)
    assert {name: each.broken_at for name, each in back.items() if each.broken_at} == broken


def test_a_date_that_stays_says_what_the_calendar_of_today_would_make_of_it() -> None:
    owing = Owing(WEEK, "", RECEIVED)
    settled = stands(owing, 1)
    fuller = replace(REGION, closed=("2026-05-06",))
    kept = stands(owing, 2, settled, fuller)
    later = later_today(owing, kept, fuller)
    assert (kept.due_at, later and later.due - kept.due_at) == (settled.due_at, timedelta(days=1))
    assert later is not None
    assert say_later(kept.reckoning, later, "en") == (
        "The calendar changed after this date was set. By that of now it would be Wednesday 13 May 2026 23:59, "
        "without Wednesday 6 May (own closing day). The earlier date holds."
    )
    assert say_later(kept.reckoning, later, "nl") == (
        "De kalender is veranderd nadat deze datum werd bepaald. Volgens die van nu zou het woensdag 13 mei 2026 23:59 worden, "
        "zonder woensdag 6 mei (eigen sluitingsdag). De eerdere datum blijft gelden."
    )


def test_another_time_zone_says_only_how_the_end_differs() -> None:
    owing = Owing(WEEK, "", RECEIVED)
    kept = stands(owing, 1)
    later = later_today(owing, kept, replace(REGION, zone="America/New_York"))
    assert later is not None
    assert "without" not in say_later(kept.reckoning, later, "en")


@pytest.mark.parametrize("hours", [1, 500])
def test_nothing_is_said_where_the_calendar_is_the_same_or_the_date_is_over(hours: float) -> None:
    owing = Owing(WEEK, "", RECEIVED)
    settled = stands(owing, hours)
    fuller = replace(REGION, closed=("2026-05-06",))
    assert later_today(owing, settled, REGION if hours == 1 else fuller) is None
