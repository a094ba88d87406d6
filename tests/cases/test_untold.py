"""Whether the finder was told of the newest of our words and closings: by what was told, not by the newest letter."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import change_contact, close, erase_finder, note_came_back, reopen, write_as_finder
from meldpunt.cases.models import Notice
from meldpunt.cases.terms import ClosingReason, ReportState
from meldpunt.people.terms import Visitor
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, go
from tests.factories.outbox import carry
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BACK, LATER = NOW + 3 * HOUR, NOW + 4 * HOUR


def shut(case: MadeCase, by: Visitor, now: datetime) -> None:
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=by, now=now)
    carry(now=now + HOUR / 2)


def come_back(case: MadeCase, by: Visitor, *, dead: bool = False, now: datetime = BACK) -> None:
    """Let the newest mail come back."""
    mail = Notice.objects.order_by("-id")[0].letter
    note_came_back(number=case.number, mail=mail, at=now, address_dead=dead, seen_version=case.version, by=by, now=now)


@pytest.fixture
def lost(case: MadeCase, anna: Visitor) -> MadeCase:
    """Give a case that was answered and closed as solved, of which the mail about the closing came back."""
    answer(case, anna)
    carry(now=NOW + HOUR)
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    shut(case, anna, NOW + 2 * HOUR)
    come_back(case, anna)
    return case


def told(case: MadeCase, by: Visitor) -> tuple[bool, bool]:
    """Return whether the desk is led to tell of the closing, and whether the finder's page says that they may not know it."""
    desk = open_for_member(number=case.number, visitor=by, now=LATER)
    page = open_for_finder(by=case.finder(now=LATER), now=LATER)
    return desk.is_untold, page.untold


def test_a_closing_whose_mail_came_back_is_untold(lost: MadeCase, anna: Visitor) -> None:
    assert told(lost, anna) == (True, True)


def test_one_whose_mail_is_on_its_way_is_not(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    carry(now=NOW + HOUR)
    come_back(case, anna)
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=BACK)
    assert told(case, anna) == (False, False)


def test_an_open_case_leads_to_no_opening(lost: MadeCase, anna: Visitor) -> None:
    reopen(number=lost.number, seen_version=lost.version, by=anna, now=LATER)
    assert told(lost, anna) == (False, True)


@pytest.mark.parametrize("says", [True, False])
def test_opened_told_and_closed_again_it_is_told(lost: MadeCase, anna: Visitor, *, says: bool) -> None:
    """On the page, which is the only way now, or by telephone."""
    reopen(number=lost.number, seen_version=lost.version, by=anna, now=LATER)
    if says:
        answer(lost, anna, now=LATER)
    shut(lost, anna, LATER + HOUR)
    assert told(lost, anna) == (False, False)


def test_who_writes_was_told_also_after_it_is_closed_again(lost: MadeCase, anna: Visitor) -> None:
    write_as_finder(text="Ik las het.", uploads=(), once=uuid4(), by=lost.finder(now=LATER), now=LATER)
    written = told(lost, anna)
    answer(lost, anna, now=LATER + HOUR)
    shut(lost, anna, LATER + 2 * HOUR)
    assert (written, told(lost, anna)) == ((False, False), (False, False))


def test_erased_it_is_still_untold_until_it_stands_on_the_page(lost: MadeCase, anna: Visitor) -> None:
    erase_finder(number=lost.number, asked="", seen_version=lost.version, by=anna, now=LATER)
    erased = told(lost, anna)
    reopen(number=lost.number, seen_version=lost.version, by=anna, now=LATER)
    answer(lost, anna, now=LATER)
    shut(lost, anna, LATER + HOUR)
    assert (erased, told(lost, anna)) == ((True, True), (False, False))


def test_a_second_closing_whose_mail_came_back_is_untold_too(lost: MadeCase, anna: Visitor) -> None:
    write_as_finder(text="Hier ben ik nu.", uploads=(), once=uuid4(), by=lost.finder(now=LATER), now=LATER)
    change_contact(identity=NAMED, contact=MAILED, by=lost.finder(now=LATER), now=LATER)
    shut(lost, anna, LATER + HOUR)
    sent = told(lost, anna)
    come_back(lost, anna, now=LATER + 2 * HOUR)
    assert (sent, told(lost, anna)) == ((False, False), (True, True))


def test_who_left_another_address_is_not_asked_for_one_again(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    carry(now=NOW + HOUR)
    come_back(case, anna)
    before = open_for_finder(by=case.finder(now=BACK), now=BACK).mail_failed
    change_contact(identity=NAMED, contact=MAILED, by=case.finder(now=LATER), now=LATER)
    assert (before, open_for_finder(by=case.finder(now=LATER), now=LATER).mail_failed) == (True, False)
