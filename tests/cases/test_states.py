"""States of a report: what can follow what, declining, and what the finder and the desk see of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import change_state, close, decline, reopen, write_as_finder
from meldpunt.cases.models import StateChange
from meldpunt.cases.rules.report_states import STEPS, check_step
from meldpunt.cases.terms import (
    CaseMovedOn,
    CaseNotFound,
    ClosingReason,
    DeclineReason,
    FinderStatus,
    ReportState,
    TransitionRefused,
)
from meldpunt.outbox.models import Owed
from meldpunt.people.terms import Visitor
from tests.factories.cases import MadeCase, answer, go, make_case, say_no
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db
R, I, V = ReportState.RECEIVED, ReportState.INVALID, ReportState.VALID  # noqa: E741 - Vultron's own letters
D, A, C = ReportState.DEFERRED, ReportState.ACCEPTED, ReportState.CLOSED
VULTRON = {(R, V), (I, V), (R, I), (V, A), (D, A), (V, D), (A, D)}
PAIRS = [(before, after) for before in ReportState for after in ReportState]


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=[f"{before}-{after}" for before, after in PAIRS])
def test_steps_are_vultrons(before: ReportState, after: ReportState) -> None:
    """Each of the 36 pairs: allowed by the model, or refused with a sentence and what is possible."""
    if (before, after) in VULTRON:
        check_step(before, after)
        return
    with pytest.raises(TransitionRefused) as caught:
        check_step(before, after)
    assert (bool(caught.value.reason), caught.value.possible) == (True, STEPS[before])


def test_moving_is_written_as_a_row(case: MadeCase, anna: Visitor) -> None:
    """Who, from where, to where, when."""
    go(case, anna, V, A, D)
    rows = StateChange.objects.order_by("id").values_list("before", "after", "by", "at")
    assert list(rows) == [(R, V, anna.member, NOW), (V, A, anna.member, NOW), (A, D, anna.member, NOW)]


def test_a_refused_step_changes_nothing(case: MadeCase, anna: Visitor) -> None:
    """Neither state nor version."""
    with pytest.raises(TransitionRefused):
        go(case, anna, A)
    assert (case.row.report_state, case.version, StateChange.objects.count()) == (R, 1, 0)


def test_an_old_page_moves_nothing(case: MadeCase, anna: Visitor) -> None:
    """Every verb of states looks at the version."""
    go(case, anna, V)
    for verb, more in (
        (change_state, {"to": A}),
        (close, {"reason": ClosingReason.SOLVED}),
        (decline, {"reason": DeclineReason.NOT_VALID, "text": "Nee."}),
        (reopen, {}),
    ):
        with pytest.raises(CaseMovedOn):
            verb(number=case.number, seen_version=1, by=anna, now=NOW, **more)
    assert case.row.report_state == V


def test_strangers_move_nothing(case: MadeCase) -> None:
    """Not yours is not there."""
    stranger = make_member(make_organisation()).unlocked
    with pytest.raises(CaseNotFound):
        go(case, stranger, V)


def test_the_finder_sees_each_state_in_plain_words(case: MadeCase, anna: Visitor) -> None:
    """And hears of it by mail, once for all of one minute."""
    seen = [open_for_finder(by=case.finder(), now=NOW).status]
    for state in (V, A, D):
        go(case, anna, state)
        seen.append(open_for_finder(by=case.finder(), now=NOW).status)
    assert (seen, Owed.objects.filter(letter="news").count()) == (
        [FinderStatus.RECEIVED, FinderStatus.CONFIRMED, FinderStatus.BEING_SOLVED, FinderStatus.POSTPONED],
        1,
    )


def test_not_valid_is_shown_only_when_it_was_told(case: MadeCase, anna: Visitor) -> None:
    """A state is no way to say no."""
    go(case, anna, I)
    before = open_for_finder(by=case.finder(), now=NOW).status
    say_no(case, anna, DeclineReason.NOT_VALID)
    after = open_for_finder(by=case.finder(), now=NOW).status
    assert (before, after) == (FinderStatus.BEING_READ, FinderStatus.DECLINED)


def test_a_no_rests_for_two_weeks(case: MadeCase, anna: Visitor) -> None:
    """So that the finder can add evidence."""
    say_no(case, anna, DeclineReason.NOT_VALID)
    row = case.row
    assert (row.report_state, row.closed_at, row.due_at.isoformat() if row.due_at else "") == (
        I,
        None,
        "2026-12-07T22:59:59+00:00",
    )


def test_already_known_is_closed_at_once(case: MadeCase, anna: Visitor) -> None:
    """By way of Valid and Deferred, with the reason told."""
    say_no(case, anna, DeclineReason.ALREADY_KNOWN)
    opened = open_for_finder(by=case.finder(), now=NOW)
    walked = list(StateChange.objects.order_by("id").values_list("after", flat=True))
    assert (walked, opened.status, opened.closing_reason, opened.messages[0].text) == (
        [V, D, C],
        FinderStatus.CLOSED_DECLINED,
        ClosingReason.ALREADY_KNOWN,
        "Nee, want.",
    )


def test_an_empty_no_sends_the_saved_reply_in_the_finders_language() -> None:
    """Three keys, and it still says why, kindly."""
    case = make_case(make_organisation(name="Kliniek Zuid"), language="en")
    say_no(case, make_member(case.organisation, name="Anna").unlocked, DeclineReason.NOT_OURS, "")
    text = open_for_finder(by=case.finder(), now=NOW).messages[0].text
    assert (text.startswith("Hello,\n\nThank you"), text.endswith("Kind regards,\nAnna\nKliniek Zuid")) == (True, True)


def test_evidence_that_convinces_takes_the_no_back(case: MadeCase, anna: Visitor) -> None:
    """Invalid becomes valid."""
    say_no(case, anna, DeclineReason.NOT_VALID)
    go(case, anna, V)
    assert (open_for_finder(by=case.finder(), now=NOW).status, case.row.declined_as) == (FinderStatus.CONFIRMED, "")


def test_what_was_known_already_stays_true_when_the_finder_writes_again(case: MadeCase, anna: Visitor) -> None:
    """The answer said so; the page does not say that there is nothing."""
    say_no(case, anna, DeclineReason.ALREADY_KNOWN)
    write_as_finder(text="Ook hier.", uploads=(), once=uuid4(), by=case.finder(), now=NOW)
    assert open_for_finder(by=case.finder(), now=NOW).status is FinderStatus.CONFIRMED


def test_the_finder_reads_what_happened_in_order(case: MadeCase, anna: Visitor) -> None:
    """States passed in one moment are one event."""
    later = NOW + timedelta(days=1)
    change_state(number=case.number, to=V, seen_version=case.version, by=anna, now=later)
    decline(
        number=case.number,
        reason=DeclineReason.ALREADY_KNOWN,
        text="Nee.",
        seen_version=case.version,
        by=anna,
        now=later + timedelta(days=1),
    )
    events = open_for_finder(by=case.finder(), now=NOW).events
    assert [(event.at - NOW, event.status) for event in events] == [
        (timedelta(0), FinderStatus.RECEIVED),
        (timedelta(days=1), FinderStatus.CONFIRMED),
        (timedelta(days=2), FinderStatus.CLOSED_DECLINED),
    ]


def test_finding_it_invalid_is_no_event_until_a_no_is_told(case: MadeCase, anna: Visitor) -> None:
    """No other step would stand there: who knows that reads it as a no."""
    later = NOW + timedelta(days=1)
    change_state(number=case.number, to=I, seen_version=case.version, by=anna, now=later)
    found = [event.status for event in open_for_finder(by=case.finder(), now=NOW).events]
    change_state(number=case.number, to=V, seen_version=case.version, by=anna, now=later + timedelta(days=1))
    after = [event.status for event in open_for_finder(by=case.finder(), now=NOW).events]
    assert (found, after) == ([FinderStatus.RECEIVED], [FinderStatus.RECEIVED, FinderStatus.CONFIRMED])


def test_the_desk_sees_what_is_possible(case: MadeCase, anna: Visitor) -> None:
    """States, reasons to close, and whether a no is."""
    received = open_for_member(number=case.number, visitor=anna, now=NOW)
    answer(case, anna)
    go(case, anna, V, A)
    accepted = open_for_member(number=case.number, visitor=anna, now=NOW)
    assert [(each.possible, each.closing_reasons, each.may_decline) for each in (received, accepted)] == [
        ((V, I), (), True),
        ((D,), (ClosingReason.SOLVED, ClosingReason.ACCEPTED_RISK), True),
    ]
