"""What would help, and how it is told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.obligations.rules.keeping import remedies, say_in_fact, say_no_help, say_played, say_remedy
from meldpunt.obligations.terms.keeping import Arrival, Days, Help, Plan, Remedy, Tried
from meldpunt.policy.terms import Promise, PromiseKind, Unit
from tests.obligations.playing import ENOUGH, FIRST, OFFICE, away, burst, local, plan, played, remedied

MONDAY = (2026, 1, 5, 8, 0)
BUSY = plan(*burst(9, *MONDAY))
WEEKEND = plan(*burst(1, 2026, 1, 10, 12), per_day=8, promises=(Promise(PromiseKind.FIRST_ANSWER, 12, Unit.HOURS),))


def helps(of: Plan) -> dict[Help, Remedy]:
    """Return what would help, by kind."""
    return {each.help: each for each in remedied(of)}


def test_what_is_kept_needs_no_help() -> None:
    assert helps(plan(*burst(2, *MONDAY))) == {}


def test_the_shortest_longer_time_is_found() -> None:
    longer = helps(BUSY)[Help.LONGER]
    assert (longer.changed.amount, longer.before, longer.after) == (8, 3, 0)


def test_one_more_person_works_on_the_days_on_which_it_waited() -> None:
    one_more = helps(BUSY)[Help.ONE_MORE]
    assert (one_more.days, one_more.per_day, one_more.after) == ((Days(date(2027, 1, 4), date(2027, 1, 11)),), 1, 0)


def test_from_the_next_opening_helps_against_weekends() -> None:
    opening = helps(WEEKEND)[Help.OPENING]
    assert (opening.changed.office, opening.before, opening.after) == (OFFICE, 1, 0)


def test_what_counts_from_the_opening_already_is_not_told_to() -> None:
    of = replace(BUSY, promises=(replace(FIRST, office=OFFICE),))
    assert Help.OPENING not in helps(of)


def test_time_that_begins_with_us_never_counts_from_an_opening() -> None:
    fixed = Arrival(local(2025, 12, 1), fixed_at=local(2026, 1, 10, 12))
    of = plan(fixed, per_day=8, promises=(Promise(PromiseKind.SOLVED, 12, Unit.HOURS),))
    assert set(helps(of)) == {Help.LONGER}


def test_no_person_makes_a_fix_quicker() -> None:
    late = Arrival(local(*MONDAY), fixed_at=local(2026, 2, 5))
    found = helps(plan(late, promises=(Promise(PromiseKind.FIX, 10, Unit.DAYS),)))
    assert {kind: each.changed.amount for kind, each in found.items()} == {Help.LONGER: 31}


def test_where_nothing_helps_nothing_is_said_to() -> None:
    never = away(plan(*burst(1, *MONDAY)), (date(2026, 1, 1), date(2030, 1, 1)))
    assert set(helps(never)) == {Help.ONE_MORE}
    assert helps(replace(never, workers=(replace(never.workers[0], per_day=0),))) == {}


def test_what_would_help_is_tried_as_long_as_there_are_steps() -> None:
    found, tried = played(BUSY), remedies(BUSY, played(BUSY), steps=ENOUGH)
    assert ({each.help for each in tried.remedies}, tried.all_played) == ({Help.LONGER, Help.ONE_MORE}, True)
    assert remedies(BUSY, found, steps=10) == Tried((), all_played=False)


def test_what_was_found_before_the_steps_were_used_up_is_told() -> None:
    steps = next(steps for steps in range(10, 500) if remedies(BUSY, played(BUSY), steps=steps).remedies)
    tried = remedies(BUSY, played(BUSY), steps=steps)
    assert ([each.help for each in tried.remedies], tried.all_played) == ([Help.LONGER], False)


def test_spans_that_touch_are_one() -> None:
    holidays = away(
        plan(*burst(1, *MONDAY), *burst(1, 2026, 1, 13, 8), *burst(1, 2026, 3, 2, 8)),
        (date(2027, 1, 4), date(2027, 1, 22)),
        (date(2027, 3, 1), date(2027, 3, 12)),
    )
    assert helps(holidays)[Help.ONE_MORE].days == (
        Days(date(2027, 1, 4), date(2027, 1, 19)),
        Days(date(2027, 3, 1), date(2027, 3, 8)),
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 23)), min_size=1, max_size=25), st.floats(0.4, 3))
def test_what_is_said_to_help_does(moments: list[tuple[int, int]], per_day: float) -> None:
    reports = [Arrival(local(2026, 1, day, hour)) for day, hour in moments]
    of = plan(*reports, per_day=per_day, promises=(replace(FIRST, amount=2),))
    for remedy in remedied(of):
        if remedy.help is not Help.ONE_MORE:
            (again,) = played(replace(of, promises=(remedy.changed,)))
            assert (len(again.broken), remedy.after < remedy.before) == (remedy.after, True)


SAID = [
    (
        played(BUSY)[0],
        "Eerste antwoord: 3 van de 9 keer niet nagekomen. De laatste dag was dan maandag 11 januari 2027.",
        "First answer: broken 3 of 9 times. It was due on Monday 11 January 2027.",
    ),
    (
        played(plan(*burst(2, *MONDAY)))[0],
        "Eerste antwoord: 2 van de 2 keer nagekomen.",
        "First answer: kept 2 of 2 times.",
    ),
    (
        played(plan())[0],
        "Eerste antwoord: hierover is van vorig jaar niets bekend.",
        "First answer: nothing is known of this from last year.",
    ),
    (
        played(plan(promises=(Promise(PromiseKind.RECEIPT, 1, Unit.HOURS),)))[0],
        "Ontvangstbevestiging: dat doet het systeem zelf.",
        "Confirmation of receipt: the system does this itself.",
    ),
]


@pytest.mark.parametrize(("played", "dutch", "english"), SAID)
def test_what_came_of_it_is_told(played, dutch: str, english: str) -> None:
    assert (say_played(played, "nl"), say_played(played, "en")) == (dutch, english)


def test_what_would_help_is_told() -> None:
    found = {**helps(BUSY), **helps(WEEKEND), Help.LONGER: helps(BUSY)[Help.LONGER]}
    assert [say_remedy(found[help_], "en") for help_ in Help] == [
        "With 8 working days instead of 5 working days: broken 0 times instead of 3.",
        "With one more person, who answers 1 a day: broken 0 times instead of 3. Needed from Monday 4 January 2027 to Monday 11 January 2027.",
        "If a report outside 09:00-17:00 counts from the next opening: broken 0 times instead of 1.",
    ]


def test_what_would_help_is_told_in_dutch() -> None:
    found = helps(BUSY)
    assert [say_remedy(found[help_], "nl") for help_ in (Help.LONGER, Help.ONE_MORE)] == [
        "Met 8 werkdagen in plaats van 5 werkdagen: 0 keer niet nagekomen in plaats van 3 keer.",
        "Met één persoon meer, die er 1 per dag beantwoordt: 0 keer niet nagekomen in plaats van 3 keer. Nodig van maandag 4 januari 2027 tot en met maandag 11 januari 2027.",
    ]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (
            5,
            "Monday 4 January 2027, Monday 11 January 2027, Monday 18 January 2027, Monday 25 January 2027 and Monday 1 February 2027",
        ),
        (
            7,
            "Monday 4 January 2027, Monday 11 January 2027, Monday 18 January 2027, Monday 25 January 2027 and 3 other days",
        ),
    ],
)
def test_many_days_are_told_by_their_number(count: int, said: str) -> None:
    days = tuple(date.fromordinal(date(2027, 1, 4).toordinal() + 7 * number) for number in range(count))
    assert say_played(replace(played(BUSY)[0], days=days), "en").endswith(f"due on {said}.")


def test_that_nothing_helps_is_told() -> None:
    assert [say_no_help(language) for language in ("nl", "en")] == [
        "Geen van de veranderingen die zijn doorgerekend helpt.",
        "None of the changes that were played helps.",
    ]


@pytest.mark.parametrize(
    ("broken", "language", "said"),
    [
        (1, "en", "In fact, by the policy of then: broken once in the last 52 weeks."),
        (15, "en", "In fact, by the policy of then: broken 15 times in the last 52 weeks."),
        (1, "nl", "In werkelijkheid, met het beleid van toen: in de afgelopen 52 weken één keer niet nagekomen."),
        (15, "nl", "In werkelijkheid, met het beleid van toen: in de afgelopen 52 weken 15 keer niet nagekomen."),
    ],
)
def test_what_was_broken_in_fact_is_told(broken: int, language: str, said: str) -> None:
    assert say_in_fact(broken, language) == said
