"""What plain mail says of a case: where it stands and by when, in words; never what was written."""

from datetime import date, timedelta

import pytest

from meldpunt.cases.actions import close, withhold
from meldpunt.cases.actions.letters import GATHER
from meldpunt.cases.rules.mailed_facts import facts_of_closing, facts_of_state, facts_of_word
from meldpunt.cases.terms import ClosingReason, DeclineReason, Ground, MessageKind, ReportState, Says
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.people.terms import Role, Visitor
from tests.factories.cases import MAILED, MadeCase, answer, go, make_case, say_no
from tests.factories.people import NOW, make_member, make_organisation, take_mail

pytestmark = pytest.mark.django_db
FIX_BY = date(2026, 12, 24)
DATED = Says(assessment=True, fix_by=FIX_BY)
SOLVING = "We accepted your report and are working on a solution."
CONFIRMED = "We confirmed what you reported."
BY = "We expect to have solved it by 24 December 2026."
ASKED = "We have a question for you."
SOLVED = "The problem that you reported is solved."
LATER = "We will take this up later."


@pytest.fixture
def case() -> MadeCase:
    """Return a report whose finder chose mail, in English."""
    return make_case(make_organisation(), contact=MAILED, language="en")


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Return a lead who has the case."""
    return make_member(case.organisation, Role.LEAD).unlocked


def said(letter: str = "news") -> list[str]:
    """Return the sentences of status in each letter of this kind, in their order."""
    rows = Owed.objects.filter(letter=letter).order_by("owed_at", "id")
    known = (CONFIRMED, SOLVING, LATER, BY, ASKED, SOLVED)
    return [" ".join(one for one in known if one in ready_letter(row).body) for row in rows]


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ((ReportState.VALID,), CONFIRMED),
        ((ReportState.VALID, ReportState.ACCEPTED), SOLVING),
        ((ReportState.VALID, ReportState.DEFERRED), LATER),
    ],
)
def test_new_state_is_told_in_words(case: MadeCase, anna: Visitor, states: tuple[ReportState, ...], words: str) -> None:
    go(case, anna, *states)
    assert said() == [words]


def test_expected_day_and_question_are_told(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna, MessageKind.ASK, says=DATED)
    assert said() == [f"{BY} {ASKED}"]


def test_what_was_written_is_never_told(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna, says=DATED)
    assert [row for row in Owed.objects.filter(letter="news") if "Dank u." in ready_letter(row).body] == []


def test_what_happens_in_one_minute_is_one_letter(case: MadeCase, anna: Visitor) -> None:
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    answer(case, anna, MessageKind.ASK, says=DATED)
    assert said() == [f"{SOLVING} {BY} {ASKED}"]


def test_what_happens_later_is_another_letter(case: MadeCase, anna: Visitor) -> None:
    go(case, anna, ReportState.VALID)
    answer(case, anna, says=DATED, now=NOW + GATHER)
    assert said() == [CONFIRMED, BY]


def test_letters_of_two_finders_are_not_one(case: MadeCase, anna: Visitor) -> None:
    other = make_case(case.organisation, contact=MAILED, language="en")
    go(case, anna, ReportState.VALID)
    answer(other, anna, says=DATED)
    assert sorted(said()) == [CONFIRMED, BY]


def test_letter_that_was_taken_meanwhile_is_not_added_to(case: MadeCase, anna: Visitor) -> None:
    go(case, anna, ReportState.VALID)
    row = Owed.objects.get(letter="news")
    Owed.objects.filter(pk=row.pk).update(lease=row.id, leased_until=NOW + timedelta(minutes=10))
    answer(case, anna, says=DATED)
    assert sorted(said()) == [CONFIRMED, BY]


def test_no_is_not_told_in_plain_mail(case: MadeCase, anna: Visitor) -> None:
    say_no(case, anna, DeclineReason.NOT_VALID)
    assert said() == [""]


def test_solved_is_told_with_the_closing(case: MadeCase, anna: Visitor) -> None:
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    answer(case, anna)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)
    assert said("closed") == [SOLVED]


def test_any_other_closing_says_no_more_than_that(case: MadeCase, anna: Visitor) -> None:
    say_no(case, anna, DeclineReason.ALREADY_KNOWN)
    assert said("closed") == [""]


def test_no_progress_is_told_while_the_law_forbids_it(case: MadeCase, anna: Visitor) -> None:
    withhold(
        number=case.number,
        ground=Ground.INVESTIGATION,
        reason="Het onderzoek loopt.",
        review_on=date(2026, 12, 1),
        said=False,
        seen_version=case.version,
        by=anna,
        now=NOW,
    )
    answer(case, anna, MessageKind.ASK, says=DATED)
    assert said() == [ASKED]


def test_every_state_that_is_told_has_words() -> None:
    told = {state for state in ReportState if facts_of_state(state)}
    assert told == {ReportState.VALID, ReportState.ACCEPTED, ReportState.DEFERRED}


def test_nothing_but_solved_is_said_of_a_closing() -> None:
    assert [reason for reason in ClosingReason if facts_of_closing(reason)] == [ClosingReason.SOLVED]


def test_answer_without_a_date_has_no_facts() -> None:
    assert facts_of_word(MessageKind.ANSWER, Says(), is_withheld=False) == {}


@pytest.mark.parametrize("takes", [False, True])
def test_news_says_how_to_answer_and_to_get_a_code_where_an_answer_comes_in(
    case: MadeCase, anna: Visitor, *, takes: bool
) -> None:
    if takes:
        take_mail(case.organisation)
    answer(case, anna)
    body = ready_letter(Owed.objects.get(letter="news")).body
    assert ("You can answer this message" in body, "ask for one in your answer" in body) == (takes, takes)
