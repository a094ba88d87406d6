"""The day by which a finder was told that it is solved, as rows, in lists and on pages."""

import html
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.actions import close
from meldpunt.cases.terms import ClosingReason, ReportState, Says
from meldpunt.journal.queries import entries_of_case
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.queries import counted_in, list_due, recounted_in
from meldpunt.obligations.terms import Span
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import PromiseKind
from tests.factories.cases import MadeCase, answer, go, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import rows_of, settle_all
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOLVED = ClosingReason.SOLVED


def says(day: date) -> Says:
    return Says(fix_by=day)


@pytest.fixture
def case() -> MadeCase:
    """Give a case of a finder who is told by the page alone."""
    return make_case(make_organisation(host_names=["testserver"]))


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler."""
    return make_member(case.organisation, name="Anna").unlocked


def expected_rows(case: MadeCase) -> list[Obligation]:
    return [row for row in rows_of(case) if row.kind == PromiseKind.EXPECTED_FIX]


def test_it_is_a_row_with_warnings_a_place_in_the_due_list_and_the_date_of_the_queue(
    case: MadeCase, anna: Visitor
) -> None:
    answer(case, anna, says=says(NOW.date() + 3 * DAY))
    settle_all(now=NOW)
    (row,) = expected_rows(case)
    assert (row.due_at.date(), row.warnings.count()) == (NOW.date() + 3 * DAY, 4)
    due = list_due(organisation=case.organisation.id, span=Span(), start=None, backwards=False, limit=5)
    assert (due[0].kind, case.row.due_at) == (PromiseKind.EXPECTED_FIX, row.due_at)


def test_named_anew_closed_and_recounted_from_the_journal(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna, says=says(NOW.date() + 3 * DAY))
    settle_all(now=NOW)
    answer(case, anna, says=says(NOW.date() + 6 * DAY), now=NOW + DAY)
    settle_all(now=NOW + DAY)
    lapsed = [each.facts for each in entries_of_case(case.row.uuid) if each.deed == "obligation.lapsed"]
    assert [each["because"] for each in lapsed] == ["moved"]
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=SOLVED, seen_version=case.version, by=anna, now=NOW + 4 * DAY)
    settle_all(now=NOW + 4 * DAY)
    assert [(row.lapsed_because, row.fulfilled_at) for row in expected_rows(case)] == [
        ("moved", None),
        ("", NOW + 4 * DAY),
    ]
    counted, recounted = counted_in(case.organisation.id), recounted_in(case.organisation.id)
    assert sorted(map(repr, counted)) == sorted(map(repr, recounted))


def test_both_pages_explain_it(case: MadeCase) -> None:
    made_by = make_member(case.organisation, name="Bram", language="en")
    now = timezone.now()
    answer(case, made_by.unlocked, says=says(timezone.localdate() + 3 * DAY), now=now - timedelta(hours=1))
    answer(case, made_by.unlocked, says=says(timezone.localdate() + 5 * DAY), now=now)
    desk = client_of(made_by).get(f"/desk/cases/{case.number}").text
    assert [desk.count(part) for part in ("we wrote that it is solved by", "told of another day since")] == [2, 1]
    finder = Client()
    finder.post("/case", {"code": case.receipt.code})
    page = html.unescape(finder.get("/case/status").text)
    assert page.count("schreven wij dat het uiterlijk") == 2
