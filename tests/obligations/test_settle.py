"""Settling: the rows that facts of a case leave behind, whoever looks and when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from meldpunt.cases.actions import close
from meldpunt.cases.terms import ClosingReason, ReportState
from meldpunt.journal.queries import entries_of_case, first_broken_link
from meldpunt.obligations import jobs
from meldpunt.obligations.jobs import settle_obligations
from meldpunt.obligations.models import Obligation, PlannedWarning
from meldpunt.obligations.queries import obligations_of
from meldpunt.obligations.terms import Standing
from meldpunt.outbox.actions import settle_delivered, settle_failed, take_due
from meldpunt.outbox.terms import CarrierRefused
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Visitor
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, MadeCase, answer, go, make_case
from tests.factories.obligations import DAY, rows_of, settle_all, settle_case, standing
from tests.factories.people import NOW, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, in_name_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder is not mailed."""
    return make_case(make_organisation())


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


def deeds(case: MadeCase) -> list[str]:
    return [entry.deed for entry in entries_of_case(case.row.uuid) if entry.deed.startswith("obligation.")]


def test_a_report_begins_the_first_answer(case: MadeCase) -> None:
    assert settle_case(case) == 1
    (row,) = rows_of(case)
    assert (row.kind, row.started_at, row.due_at, row.ended_at) == ("first_answer", NOW, case.row.due_at, None)
    assert deeds(case) == ["obligation.started"]


def test_twice_changes_nothing(case: MadeCase) -> None:
    settle_case(case)
    assert (settle_case(case), deeds(case)) == (0, ["obligation.started"])


def test_an_answer_keeps_it_and_begins_a_silence(case: MadeCase, anna: Visitor) -> None:
    settle_case(case)
    answer(case, anna, now=NOW + DAY)
    settle_case(case, now=NOW + 2 * DAY)
    kept, silence = rows_of(case)
    assert (kept.fulfilled_at, kept.broken_at, kept.ended_at) == (NOW + DAY, None, NOW + DAY)
    assert (silence.kind, silence.started_at, silence.ended_at) == ("silence", NOW + DAY, None)
    assert deeds(case) == ["obligation.started", "obligation.kept", "obligation.started"]


def test_nobody_answered(case: MadeCase) -> None:
    settle_case(case, now=NOW + 30 * DAY)
    (row,) = rows_of(case)
    assert (row.broken_at, row.ended_at, deeds(case)) == (row.due_at, None, ["obligation.broken"])


def test_answered_late_it_stays_broken(case: MadeCase, anna: Visitor) -> None:
    settle_case(case, now=NOW + 30 * DAY)
    answer(case, anna, now=NOW + 31 * DAY)
    settle_case(case, now=NOW + 32 * DAY)
    row = rows_of(case)[0]
    assert (row.broken_at, row.fulfilled_at) == (row.due_at, NOW + 31 * DAY)
    assert deeds(case)[:2] == ["obligation.broken", "obligation.done_late"]


def test_a_worker_that_stood_still_for_a_week_misses_nothing(case: MadeCase, anna: Visitor) -> None:
    """And comes to what it would have come to on the way."""
    other = make_case(case.organisation)
    for each in (case, other):
        answer(each, anna, now=NOW + DAY)
        settle_case(case, now=NOW + DAY)
        answer(each, anna, now=NOW + 50 * DAY)
    settle_all(now=NOW + 57 * DAY)
    assert standing(case) == standing(other)
    assert [row.broken_at is not None for row in rows_of(case)] == [False, True, False]


def test_the_journal_is_followed_once() -> None:
    make_case(make_organisation())
    settle_all()
    assert settle_all() == 0


def test_killed_before_it_wrote_how_far_it_was(case: MadeCase) -> None:
    settle_case(case)
    settle_all()
    assert (len(rows_of(case)), deeds(case)) == (1, ["obligation.started"])


def test_what_is_due_is_found_without_a_line_in_the_journal(case: MadeCase) -> None:
    settle_all()
    settle_all(now=NOW + 30 * DAY)
    assert rows_of(case)[0].broken_at is not None


def test_a_clock_set_forward_and_back_leaves_what_it_broke(case: MadeCase, anna: Visitor) -> None:
    """Until a fact of before the date turns up."""
    settle_all(now=NOW + 30 * DAY)
    settle_all(now=NOW + DAY)
    assert rows_of(case)[0].broken_at is not None
    answer(case, anna, now=NOW + DAY)
    settle_all(now=NOW + 2 * DAY)
    assert (rows_of(case)[0].broken_at, rows_of(case)[0].fulfilled_at) == (None, NOW + DAY)


def test_many_due_at_once_are_all_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one batch, each counted once."""
    organisation = make_organisation()
    cases = [make_case(organisation) for _ in range(7)]
    monkeypatch.setattr(jobs, "AT_ONCE", 3)
    settle_all()
    settle_all(now=NOW + 30 * DAY)
    assert [deeds(case) for case in cases] == [["obligation.started", "obligation.broken"]] * 7


def test_one_case_that_cannot_be_settled_does_not_hold_up_others(case: MadeCase) -> None:
    other = make_case(case.organisation)
    settle_all()
    Obligation.objects.filter(case=case.row).update(reckoning={})
    settle_obligations(now=NOW + 30 * DAY)
    assert (rows_of(case)[0].broken_at, rows_of(other)[0].broken_at is None) == (None, False)


def test_another_zone_does_not_move_a_running_date(case: MadeCase) -> None:
    """The version has its calendar; where the settings say it, only an earlier date is taken."""
    settle_all()
    before = rows_of(case)[0].due_at
    Organisation.objects.update(zone="America/New_York")
    settle_case(case, now=NOW + DAY)
    assert rows_of(case)[0].due_at == before


def test_another_list_of_closing_days_does_not_move_it(case: MadeCase) -> None:
    """The version has its calendar; where the settings say it, only an earlier date is taken (see the rules)."""
    settle_case(case)
    before = rows_of(case)[0].due_at
    Organisation.objects.update(closed_days=["2026-11-25"])
    settle_case(case, now=NOW + DAY)
    assert rows_of(case)[0].due_at == before


def test_a_shorter_promise_is_for_new_reports_only(case: MadeCase) -> None:
    settle_case(case)
    before = rows_of(case)[0].due_at
    shorter = in_name_of(case.organisation.facts.name, SMALL.replace("5 working days", "1 working day"))
    publish_text(case.organisation, shorter, now=NOW + DAY)
    form = make_form(case.organisation, policy_version=2, now=NOW + 2 * DAY)
    later = make_case(case.organisation, form=form, now=NOW + 2 * DAY)
    settle_all(now=NOW + 2 * DAY)
    assert rows_of(case)[0].due_at == before
    assert rows_of(later)[0].due_at - NOW < 4 * DAY


def test_a_refused_mail_leaves_the_promise_open(case: MadeCase, anna: Visitor) -> None:
    """Told nothing, so that no silence began either."""
    other = make_case(case.organisation, contact=MAILED)
    answer(other, anna)
    settle_case(other)
    for letter in take_due(now=NOW + DAY, limit=10):
        settle_failed(row=letter, problem=CarrierRefused("550"), now=NOW + DAY)
    settle_case(other, now=NOW + DAY)
    assert [(row.kind, row.ended_at) for row in rows_of(other)] == [("first_answer", None)]


def test_a_mail_taken_after_the_date_comes_late(case: MadeCase, anna: Visitor) -> None:
    other = make_case(case.organisation, contact=MAILED)
    answer(other, anna)
    for letter in take_due(now=NOW + 30 * DAY, limit=10):
        settle_delivered(row=letter, now=NOW + 30 * DAY)
    settle_case(other, now=NOW + 31 * DAY)
    row = rows_of(other)[0]
    assert (row.broken_at, row.fulfilled_at) == (row.due_at, NOW + 30 * DAY)


def test_closing_ends_the_silence(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW + DAY)
    settle_case(case, now=NOW + 60 * DAY)
    assert [(row.kind, row.lapsed_because, row.broken_at) for row in rows_of(case)] == [
        ("first_answer", "", None),
        ("silence", "closed", None),
    ]


def test_a_page_shows_it_before_anybody_settled(case: MadeCase) -> None:
    (shown,) = obligations_of(case.row.uuid, now=NOW + 30 * DAY)
    assert (shown.settled.standing, rows_of(case)) == (Standing.BROKEN, [])


def test_the_chain_of_the_journal_holds(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    settle_all(now=NOW + 60 * DAY)
    assert first_broken_link(case.organisation.id) is None


def test_warnings_are_planned_with_it(case: MadeCase) -> None:
    settle_case(case)
    assert sorted(PlannedWarning.objects.values_list("step", flat=True)) == ["broken", "handler", "lead", "named"]


def test_warnings_go_when_it_is_kept(case: MadeCase, anna: Visitor) -> None:
    settle_case(case)
    answer(case, anna)
    settle_case(case)
    assert set(PlannedWarning.objects.values_list("obligation__kind", flat=True)) == {"silence"}


@pytest.mark.parametrize(
    "nonsense",
    [
        {"kind": "nonsense"},
        {"broken_at": NOW},
        {"fulfilled_at": NOW},
        {"fulfilled_at": F("due_at") + timedelta(days=1), "ended_at": NOW},
        {"lapsed_at": NOW, "ended_at": NOW},
        {"lapsed_at": NOW, "lapsed_because": "nonsense", "ended_at": NOW},
        {"due_at": NOW - DAY},
        {"paused": True, "ended_at": NOW},
    ],
)
def test_the_database_refuses_nonsense(case: MadeCase, nonsense: dict[str, object]) -> None:
    settle_case(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.update(**nonsense)
