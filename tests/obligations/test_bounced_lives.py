"""Mails that come back, and those that did not after all: only the facts decide, never who settled when; and nothing unsaid is told by it."""

from collections.abc import Sequence

import pytest

from meldpunt.journal.queries import entries_of_case
from tests.factories.obligations import DAY, settle_case
from tests.factories.people import NOW
from tests.obligations.bounced import DEEDS, END, HUSHED, Step, lived, random_life, to_finder, told

pytestmark = pytest.mark.django_db
OFTEN = range(0, END, 2)
ONCE = ()

NO_MISTAKE = tuple(each for each in (*DEEDS, *["expect"] * 4) if each != "undo")
ANSWERED = Step(1, "answer")
NAMED_AGAIN = (
    *(Step(1, "expect", 1), Step(2, "expect", 2), Step(3, "expect", 1)),
    *(Step(25, "back", 1), Step(30, "back", 2)),
)
TOLD_OF = (
    pytest.param((ANSWERED, Step(40, "back")), id="the answer, after the date of the next message"),
    pytest.param((ANSWERED, Step(9, "back")), id="the answer, before that date"),
    pytest.param(
        (ANSWERED, Step(3, "answer"), Step(5, "back"), Step(6, "back", 1), Step(7, "undo", 1)), id="two, one undone"
    ),
    pytest.param((ANSWERED, Step(3, "answer"), Step(5, "back", 1), Step(6, "back")), id="two, the later one first"),
    pytest.param((ANSWERED, Step(40, "back"), Step(45, "undo")), id="by mistake"),
    pytest.param((ANSWERED, Step(40, "back"), Step(45, "finder")), id="read by the finder after it was broken"),
    pytest.param((ANSWERED, Step(9, "back"), Step(12, "finder")), id="read by the finder before"),
    pytest.param((Step(1, "expect", 1), Step(2, "expect", 1), Step(5, "back")), id="of a day that was named twice"),
    pytest.param(
        (Step(1, "expect", 1), Step(2, "expect", 1), Step(5, "back"), Step(40, "undo")), id="of such a day, by mistake"
    ),
    pytest.param(NAMED_AGAIN, id="of a day that was named, left and named again, one mail after the other"),
    pytest.param((Step(1, "twice"), Step(5, "answer"), Step(40, "back")), id="two in one, and a third that arrived"),
    *(pytest.param(random_life(seed, DEEDS, 8), id=f"life {seed}") for seed in range(6)),
)


@pytest.mark.parametrize("life", TOLD_OF)
def test_settling_often_comes_to_the_same_as_settling_once(life: tuple[Step, ...]) -> None:
    """Also where nobody had looked when a mail came back, and where somebody looks twice."""
    (often, _done), (late, _done) = lived(life, OFTEN), lived(life, ONCE)
    expected = told(late)
    assert settle_case(late, now=NOW + END * DAY) == 0
    assert (told(late), told(often)) == (expected, expected)


UNSAID = (
    pytest.param((Step(2, "answer"), Step(5, "hush"), Step(55, "back")), id="that began it"),
    pytest.param(
        (Step(2, "answer"), Step(5, "hush"), Step(45, "speak"), Step(50, "answer"), Step(55, "back")), id="kept late"
    ),
    pytest.param((Step(2, "answer"), Step(4, "hush"), Step(8, "speak"), Step(12, "back")), id="before the date"),
    pytest.param((Step(2, "answer"), Step(4, "hush"), Step(40, "back"), Step(45, "finder")), id="read after all"),
    pytest.param((Step(2, "expect", 1), Step(4, "hush"), Step(40, "back")), id="that named a day"),
    pytest.param(
        (Step(2, "solve"), Step(3, "hush"), Step(9, "back"), Step(20, "undo")), id="that told of the solution"
    ),
    *(pytest.param(random_life(seed, DEEDS + HUSHED * 2, 8), id=f"life {seed}") for seed in range(100, 106)),
)


@pytest.mark.parametrize("life", UNSAID)
def test_nothing_unsaid_is_told_by_a_mail_that_came_back(life: tuple[Step, ...]) -> None:
    """Page and public figures are those of a case in which nothing is withheld, whoever looked when."""
    (often, done), (late, _done) = lived(life, OFTEN), lived(life, ONCE)
    plain, _done = lived([each for each in done if each.deed not in HUSHED], ONCE)
    assert (to_finder(late), to_finder(often)) == (to_finder(plain), to_finder(plain))


def test_it_falls_away_when_that_was_recorded() -> None:
    """However much later somebody settles."""
    case, _done = lived((ANSWERED, Step(9, "back")), (5, 20))
    (silence,) = (row for row in case.row.obligations.all() if row.kind == "silence")
    assert (silence.lapsed_because, silence.lapsed_at, silence.ended_at) == ("not_told", *[NOW + 9 * DAY] * 2)


def test_a_day_that_was_missed_stays_broken_when_the_finder_reads_its_first_mail_after_all() -> None:
    """It was named again, in a mail that arrived, and that promise is not edited away."""
    named = (Step(1, "expect", 1), Step(2, "back"), Step(3, "expect", 1), Step(30, "expect", 2))
    case, _done = lived((*named, Step(35, "finder")), OFTEN)
    days = case.row.obligations.filter(kind="expected_fix").order_by("id")
    assert [(row.lapsed_because, row.broken_at is not None) for row in days[:2]] == [("not_told", False), ("", True)]


def test_an_old_mail_that_came_back_keeps_no_promise() -> None:
    """Who wrote had read the answer of before as well: that was no word of ours since."""
    words = (ANSWERED, Step(2, "answer"), Step(20, "finder"), Step(40, "answer"), Step(45, "back"))
    case, _done = lived(words, OFTEN)
    silences = case.row.obligations.filter(kind="silence").order_by("id")
    assert [row.broken_at is not None for row in silences] == [False, True, False]


def test_a_day_that_was_read_after_a_later_one_is_not_promised() -> None:
    """The day of before was named again in between, and that one is missed."""
    named = (Step(1, "expect", 1), Step(2, "expect", 2), Step(2.5, "back", 1), Step(3, "expect", 1), Step(10, "finder"))
    case, _done = lived(named, OFTEN)
    days = case.row.obligations.filter(kind="expected_fix").order_by("id")
    assert [(row.lapsed_because, row.broken_at is not None) for row in days] == [("", True), ("not_told", False)]


@pytest.mark.parametrize("life", [NAMED_AGAIN, *(random_life(seed, NO_MISTAKE, 9) for seed in range(200, 204))])
def test_without_a_mistake_no_promise_goes(life: Sequence[Step]) -> None:
    """Whatever comes back, and in whatever order: broken or not, it stays."""
    case, _done = lived(life, OFTEN)
    assert [entry.deed for entry in entries_of_case(case.row.uuid) if entry.deed == "obligation.undone"] == []


def test_a_word_of_before_keeps_no_promise_of_a_case_that_was_taken_up_again() -> None:
    """Who wrote had read our answer as well, but heard nothing since we opened the case again."""
    closed = (ANSWERED, Step(2, "solve"), Step(5, "reopen"))
    case, _done = lived((*closed, Step(9, "finder"), Step(43, "back")), OFTEN)
    silences = case.row.obligations.filter(kind="silence", broken_at__isnull=False)
    assert [row.started_at for row in silences] == [NOW + 5 * DAY]
