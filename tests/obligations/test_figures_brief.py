"""A table of which little is told, in a line or a few: what it would say between its dashes, and nothing else."""

import pytest

from meldpunt.obligations.rules.figures import brief, tables
from meldpunt.obligations.terms.figures import Outcome
from meldpunt.policy.terms import PromiseKind
from tests.obligations.counted import NL, many, table

KEPT, BROKEN, RUNNING = Outcome.KEPT, Outcome.BROKEN, Outcome.RUNNING


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "made: 20, broken: fewer than 5 reports (Q1 2026)"),
        ("nl", "gedaan: 20, niet nagekomen: minder dan 5 meldingen (1e kwartaal 2026)"),
    ],
)
def test_what_is_told_of_a_promise_that_begins_with_the_report(language: str, told: str) -> None:
    assert brief(table(many({KEPT: 18, BROKEN: 2})), language) == (told,)


@pytest.mark.parametrize(("broken", "told"), [(0, "0"), (4, "fewer than 5 reports"), (5, "5 reports or more")])
def test_of_another_promise_whether_none_few_or_more_were_broken(broken: int, told: str) -> None:
    found = table(many({KEPT: 18, BROKEN: broken, RUNNING: 2}, kind=PromiseKind.SILENCE))
    assert brief(found, "en") == (f"broken: {told} (Q1 2026)",)


def test_where_not_even_that_is_told_the_line_says_so() -> None:
    few = many({KEPT: 2}, kind=PromiseKind.FIX)
    others = many({KEPT: 18})
    assert [brief(each, "en") for each in tables([*others, *few], NL)][1] == ("not shown (Q1 2026)",)


def test_quarters_that_tell_the_same_stand_together() -> None:
    found = [
        *many({KEPT: 18, RUNNING: 2}, quarter="2026-Q1", kind=PromiseKind.SILENCE),
        *many({KEPT: 18, BROKEN: 2}, quarter="2026-Q2", kind=PromiseKind.SILENCE),
        *many({KEPT: 18, RUNNING: 3}, quarter="2026-Q3", kind=PromiseKind.SILENCE),
    ]
    told = ("broken: 0 (Q1 2026, Q3 2026)", "broken: fewer than 5 reports (Q2 2026)")
    assert brief(table(found), "en") == told


def test_one_quarter_that_is_told_whole_makes_it_a_table() -> None:
    found = [*many({KEPT: 18, BROKEN: 2}), *many({KEPT: 18}, quarter="2026-Q2")]
    assert brief(table(found), "en") == ()


def test_members_read_every_table() -> None:
    assert brief(table(many({KEPT: 2, BROKEN: 1}), least=1), "en", least=1) == ()
