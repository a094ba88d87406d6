"""Closing: with which reason, never in silence, and taken up again."""

from datetime import timedelta

import pytest

from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import close, reopen
from meldpunt.cases.models import Thread
from meldpunt.cases.rules.report_states import CLOSING, check_closing, check_step, closing_reasons, way_of_no
from meldpunt.cases.terms import (
    CaseFacts,
    ClosingReason,
    DeclineReason,
    FinderStatus,
    MessageKind,
    NoNotTold,
    ReportState,
    TransitionRefused,
)
from meldpunt.outbox.models import Owed
from meldpunt.people.terms import Visitor
from tests.factories.cases import MadeCase, answer, go, say_no
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
R, I, V = ReportState.RECEIVED, ReportState.INVALID, ReportState.VALID  # noqa: E741 - Vultron's own letters
D, A, C = ReportState.DEFERRED, ReportState.ACCEPTED, ReportState.CLOSED


def facts(
    state: ReportState,
    declined_as: DeclineReason | None,
    *,
    answered: bool = True,
    kind: MessageKind = MessageKind.ANSWER,
) -> CaseFacts:
    return CaseFacts(
        state=state,
        opened_at=NOW,
        due_at=NOW,
        answered_at=NOW if answered else None,
        waiting_since=None,
        last_own_word_at=NOW if answered else None,
        last_own_kind=kind if answered else None,
        declined_as=declined_as,
        closing_reason=None,
        assigned=True,
    )


def shut(case: MadeCase, by: Visitor, reason: ClosingReason) -> None:
    close(number=case.number, reason=reason, seen_version=case.version, by=by, now=NOW)


@pytest.mark.parametrize("state", [R, V, C])
def test_never_closed_without_a_decision(state: ReportState) -> None:
    """Whatever the reason."""
    for reason in ClosingReason:
        with pytest.raises(TransitionRefused):
            check_closing(facts(state, None), reason)


@pytest.mark.parametrize("told", [None, *DeclineReason])
@pytest.mark.parametrize("state", [I, D, A])
def test_a_reason_fits_its_state(state: ReportState, told: DeclineReason | None) -> None:
    """A report that is not valid was not solved; and a no closes only once that very no was told."""
    fitting = []
    for reason in ClosingReason:
        try:
            check_closing(facts(state, told, kind=MessageKind.ASK), reason)
        except TransitionRefused:
            continue
        fitting.append(reason)
    noes = {ClosingReason(reason) for reason in DeclineReason if reason is not told}
    assert set(fitting) == set(CLOSING[state]) - noes
    assert set(closing_reasons(facts(state, told, kind=MessageKind.ASK))) == set(fitting)


def test_nobody_stays_silent_who_was_not_asked() -> None:
    """The page says *we asked something and heard nothing more*."""
    with pytest.raises(TransitionRefused, match="No question of yours"):
        check_closing(facts(D, None), ClosingReason.NO_ANSWER)
    check_closing(facts(D, None, kind=MessageKind.ASK), ClosingReason.NO_ANSWER)


@pytest.mark.parametrize("state", list(ReportState))
def test_never_closed_before_the_finder_was_answered(state: ReportState) -> None:
    """Whatever the state and the reason."""
    silent = facts(state, None, answered=False)
    for reason in ClosingReason:
        with pytest.raises(TransitionRefused):
            check_closing(silent, reason)
    assert closing_reasons(silent) == ()


@pytest.mark.parametrize("spoken", [False, True])
@pytest.mark.parametrize("reason", [ClosingReason.NOT_VALID, ClosingReason.NOT_OURS])
def test_a_no_that_was_not_told_closes_nothing(
    case: MadeCase, anna: Visitor, reason: ClosingReason, *, spoken: bool
) -> None:
    """Marked as not valid, answered or not: the handler is sent to Say no, and the finder's page stays true."""
    if spoken:
        answer(case, anna)
    go(case, anna, I)
    with pytest.raises(NoNotTold, match="Use Say no"):
        shut(case, anna, reason)
    assert open_for_finder(by=case.finder(), now=NOW).status is FinderStatus.BEING_READ


def test_another_no_than_the_one_that_was_told_closes_nothing(case: MadeCase, anna: Visitor) -> None:
    """The reason in the conversation is the reason of the closing."""
    say_no(case, anna, DeclineReason.NOT_VALID)
    with pytest.raises(NoNotTold):
        shut(case, anna, ClosingReason.NOT_OURS)
    shut(case, anna, ClosingReason.NOT_VALID)
    opened = open_for_finder(by=case.finder(), now=NOW)
    assert (opened.status, opened.messages[0].text) == (FinderStatus.CLOSED_DECLINED, "Nee, want.")


def test_a_closing_without_a_told_reason_is_no_decline(case: MadeCase, anna: Visitor) -> None:
    """A sales pitch is answered and closed; the page does not speak of a reason nobody gave."""
    answer(case, anna)
    go(case, anna, I)
    shut(case, anna, ClosingReason.SALES_PITCH)
    assert open_for_finder(by=case.finder(), now=NOW).status is FinderStatus.CLOSED_OTHER


@pytest.mark.parametrize("reason", DeclineReason)
@pytest.mark.parametrize("state", [R, I, V, D, A])
def test_a_no_walks_steps_that_exist(state: ReportState, reason: DeclineReason) -> None:
    """And ends where a no can rest or be closed for that reason."""
    way = way_of_no(state, reason)
    for after in way:
        if after is C:
            check_closing(facts(state, reason), ClosingReason(reason))
        else:
            check_step(state, after)
        state = after
    rests = {DeclineReason.ALREADY_KNOWN: (C,)}.get(reason, (I, D))
    assert state in rests


def test_closing_says_why_and_ends_the_clock(case: MadeCase, anna: Visitor) -> None:
    """And tells the finder, by mail and on their page."""
    answer(case, anna)
    go(case, anna, V, A)
    shut(case, anna, ClosingReason.SOLVED)
    row, opened = case.row, open_for_finder(by=case.finder(), now=NOW)
    assert (row.due_at, row.closed_at, row.closing_reason) == (None, NOW, ClosingReason.SOLVED)
    assert (opened.status, opened.due_at, opened.page_until) == (
        FinderStatus.CLOSED_SOLVED,
        None,
        NOW + timedelta(days=180),
    )
    assert Owed.objects.filter(letter="closed").count() == 1


def test_closing_erases_the_notice_address(case: MadeCase, anna: Visitor) -> None:
    """After the last mail was owed."""
    answer(case, anna)
    go(case, anna, V, A)
    shut(case, anna, ClosingReason.SOLVED)
    assert Thread.objects.get().notice_address is None


def test_reopening_leads_back(case: MadeCase, anna: Visitor) -> None:
    """To the state before closing, with a clock again."""
    answer(case, anna)
    go(case, anna, V, A)
    shut(case, anna, ClosingReason.SOLVED)
    reopen(number=case.number, seen_version=case.version, by=anna, now=NOW)
    row = case.row
    assert (row.report_state, row.closed_at, row.closing_reason, row.due_at is None) == (A, None, "", False)


def test_what_is_open_is_not_reopened(case: MadeCase, anna: Visitor) -> None:
    """With a sentence that says so."""
    with pytest.raises(TransitionRefused):
        reopen(number=case.number, seen_version=case.version, by=anna, now=NOW)
