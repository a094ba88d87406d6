"""Owing a letter."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from meldpunt.journal.actions import transaction
from meldpunt.outbox.actions import owe
from meldpunt.outbox.models import Owed
from meldpunt.outbox.queries import is_waiting, queue, waiting_since
from meldpunt.outbox.rules import MAX_FACT
from meldpunt.outbox.terms import AddressNotUsable, FactsDoNotFit, Letter, LineState, QueueLine
from tests.factories.outbox import facts_of, make_letter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_owed_letter_waits_in_the_queue() -> None:
    organisation = uuid4()
    letter = make_letter(now=NOW, organisation=organisation)
    assert queue(now=NOW) == [QueueLine(letter, organisation, "new_report", LineState.WAITING, 0, NOW, NOW, "")]
    assert waiting_since() == NOW


def test_letter_goes_with_the_transaction_that_failed() -> None:
    def fail_after_owing() -> None:
        with transaction():
            make_letter(now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_owing()
    assert queue(now=NOW) == []
    assert waiting_since() is None


def test_row_shows_neither_address_nor_facts() -> None:
    make_letter(now=NOW, to="anna@clinic.example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_owed")
        stored = b"|".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone()
        )
    assert [secret for secret in (b"anna", b"clinic.example", b"2026-00042", b"blauwe") if secret in stored] == []


def _owe(letter: Letter, facts: dict[str, str], to: str = "anna@clinic.example") -> None:
    owe(organisation=uuid4(), to=to, letter=letter, language="nl", facts=facts, now=NOW)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        facts_of(Letter.NEWS) | {"content": "x"},
        facts_of(Letter.NEWS) | {"number": "1\nBcc: all@example.org"},
        facts_of(Letter.NEWS) | {"number": "x" * (MAX_FACT + 1)},
        facts_of(Letter.NEWS) | {"organisation": "\u2028"},
    ],
    ids=["missing", "too many", "line break", "too long", "line separator"],
)
def test_facts_that_do_not_fit_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(FactsDoNotFit):
        _owe(Letter.NEWS, facts)
    assert Owed.objects.count() == 0


def test_due_that_is_no_date_is_refused() -> None:
    with pytest.raises(FactsDoNotFit):
        _owe(Letter.RECEIVED, facts_of(Letter.RECEIVED) | {"due": "soon"})


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "a@b@c",
        "a b@c.example",
        "a@c.example\nBcc: x@y",
        "<a@c.example>",
        "a@" + "b" * 250,
        "a@=?utf-8?q?x.example=2Cv=40c.example?=",
        "=?utf-8?q?a=40b.example=2Cc?=@d.example",
    ],
)
def test_address_that_could_break_a_header_is_refused(address: str) -> None:
    with pytest.raises(AddressNotUsable):
        _owe(Letter.NEWS, facts_of(Letter.NEWS), to=address)


def test_letter_waits_for_its_organisation_and_kind_alone() -> None:
    organisation = uuid4()
    make_letter(now=NOW, organisation=organisation)
    asked = [(organisation, Letter.NEW_REPORT), (organisation, Letter.NEWS), (uuid4(), Letter.NEW_REPORT)]
    assert [is_waiting(*one) for one in asked] == [True, False, False]


def test_letter_that_was_done_with_waits_no_more() -> None:
    organisation = uuid4()
    letter = make_letter(now=NOW, organisation=organisation)
    Owed.objects.filter(pk=letter).update(sealed=None, next_try_at=None, delivered_at=NOW)
    assert is_waiting(organisation, Letter.NEW_REPORT) is False
