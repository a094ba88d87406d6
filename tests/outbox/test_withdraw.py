"""Letters that did not leave are withdrawn: those about one case, of some kinds."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from meldpunt.journal.actions import transaction
from meldpunt.outbox.actions import settle_delivered, take_due, withdraw
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from tests.factories.outbox import SAMPLE, make_letter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HERE = uuid4()
KINDS = (Letter.NEWS, Letter.CLOSED)


def take_back(number: str = SAMPLE["number"]) -> int:
    with transaction():
        return len(withdraw(organisation=HERE, letters=KINDS, number=number))


def test_letters_about_the_case_are_deleted() -> None:
    letters = {make_letter(now=NOW, letter=letter, organisation=HERE) for letter in KINDS}
    with transaction():
        found = withdraw(organisation=HERE, letters=KINDS, number=SAMPLE["number"])
    assert (set(found), Owed.objects.count()) == (letters, 0)


def test_others_stay() -> None:
    make_letter(now=NOW, letter=Letter.NEWS, organisation=uuid4())
    make_letter(now=NOW, letter=Letter.RECEIVED, organisation=HERE)
    make_letter(now=NOW, letter=Letter.NEW_REPORT, organisation=HERE)
    assert (take_back(), Owed.objects.count()) == (0, 3)


def test_another_case_stays() -> None:
    make_letter(now=NOW, letter=Letter.NEWS, organisation=HERE)
    assert (take_back("2026-00043"), Owed.objects.count()) == (0, 1)


def test_what_left_stays_as_it_is() -> None:
    make_letter(now=NOW, letter=Letter.NEWS, organisation=HERE)
    (row,) = take_due(now=NOW + timedelta(hours=1), limit=10)
    settle_delivered(row=row, now=NOW)
    assert (take_back(), Owed.objects.count()) == (0, 1)


def test_a_letter_that_does_not_open_holds_up_nothing() -> None:
    make_letter(now=NOW, letter=Letter.NEWS, organisation=HERE)
    Owed.objects.update(sealed=b"tampered with")
    make_letter(now=NOW, letter=Letter.CLOSED, organisation=HERE)
    assert (take_back(), Owed.objects.count()) == (1, 1)
