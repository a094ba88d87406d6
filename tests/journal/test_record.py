"""Adding a line to the journal."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.db import transaction as database

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.models import Entry
from meldpunt.journal.queries import entries_of_case, entries_of_organisation, first_broken_link
from meldpunt.journal.terms import (
    OPERATOR,
    SYSTEM,
    DeedNotAllowed,
    EntryLine,
    FactNotAllowed,
    OutsideTransaction,
    finder,
    member,
)
from tests.factories.journal import NOW, make_entry

pytestmark = pytest.mark.django_db


def test_line_is_read_back_as_written() -> None:
    organisation, case, who = uuid4(), uuid4(), member(uuid4())
    make_entry(
        organisation, case=case, by=who, deed="case.closed", facts={"reason": "not-valid", "days": 3, "late": False}
    )
    assert entries_of_case(case) == [
        EntryLine(organisation, 1, NOW, case, who, "case.closed", {"reason": "not-valid", "days": 3, "late": False})
    ]


def test_lines_are_numbered_per_organisation() -> None:
    one, other = uuid4(), uuid4()
    for organisation in (one, other, one):
        make_entry(organisation)
    assert [line.number for line in entries_of_organisation(one)] == [2, 1]
    assert [line.number for line in entries_of_organisation(other)] == [1]


def test_page_starts_below_the_line_asked_for() -> None:
    organisation = uuid4()
    for _ in range(5):
        make_entry(organisation)
    assert [line.number for line in entries_of_organisation(organisation, before=4, limit=2)] == [3, 2]


@pytest.mark.parametrize("who", [SYSTEM, OPERATOR, finder(uuid4()), member(uuid4())], ids=lambda who: who.kind)
def test_every_kind_of_actor_can_act(who) -> None:
    organisation = uuid4()
    make_entry(organisation, by=who)
    assert [line.actor for line in entries_of_organisation(organisation)] == [who]


@pytest.mark.parametrize(
    "value", ["two words", "a@b.example", "x" * 65, "naïef", "line\nbreak", 1.5, b"x", ["a"], 2**53], ids=repr
)
def test_fact_that_could_hold_content_is_refused(value) -> None:
    organisation = uuid4()
    with pytest.raises(FactNotAllowed):
        make_entry(organisation, facts={"state": value})
    assert entries_of_organisation(organisation) == []


def test_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(FactNotAllowed) as refusal:
        make_entry(uuid4(), facts={"state": "a secret sentence"})
    assert str(refusal.value) == "state"


def test_fact_with_a_free_name_is_refused() -> None:
    with pytest.raises(FactNotAllowed):
        make_entry(uuid4(), facts={"a secret name": 1})


def test_more_than_twelve_facts_are_refused() -> None:
    with pytest.raises(FactNotAllowed):
        make_entry(uuid4(), facts={f"f{number}": number for number in range(13)})


@pytest.mark.parametrize("deed", ["", "closed", "Case.closed", "case.closed ", "case closed.now", "a.b.c.d"])
def test_deed_that_is_no_code_is_refused(deed: str) -> None:
    with pytest.raises(DeedNotAllowed):
        make_entry(uuid4(), deed=deed)


@pytest.mark.django_db(transaction=True)
def test_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        record(organisation=uuid4(), case=None, by=SYSTEM, deed="case.opened", facts={}, now=NOW)


def test_line_goes_with_the_transaction_it_belongs_to() -> None:
    organisation = uuid4()
    make_entry(organisation)

    def fail_after_recording() -> None:
        with transaction():
            record(organisation=organisation, case=None, by=SYSTEM, deed="case.opened", facts={}, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_recording()
    make_entry(organisation)
    assert [line.number for line in entries_of_organisation(organisation)] == [2, 1]
    assert first_broken_link(organisation) is None


def test_moment_keeps_its_microseconds() -> None:
    organisation, moment = uuid4(), datetime(2026, 3, 29, 1, 59, 59, 123456, tzinfo=UTC)
    make_entry(organisation, now=moment)
    assert [line.at for line in entries_of_organisation(organisation)] == [moment]
    assert first_broken_link(organisation) is None


def test_database_refuses_to_change_a_line() -> None:
    organisation = uuid4()
    make_entry(organisation)
    with pytest.raises(DatabaseError), database.atomic():
        Entry.objects.filter(organisation=organisation).update(deed="case.reopened")
    assert [line.deed for line in entries_of_organisation(organisation)] == ["case.opened"]
