"""Finding out that somebody rewrote the journal, with the database's own refusal out of the way."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from meldpunt.journal.models import Entry, Head
from meldpunt.journal.queries import first_broken_link, organisations
from meldpunt.journal.terms import CHANGED, CUT_OFF, MISSING, UNCHAINED, BrokenLink
from tests.factories.journal import NOW, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> UUID:
    """Return an organisation with four lines, in a database that a thief of write access has opened up."""
    organisation = uuid4()
    for _ in range(4):
        make_entry(organisation, case=uuid4(), facts={"state": "valid"})
    on_table = " ON journal_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER journal_entry_never_changed{on_table}")
    return organisation


def _line(organisation: UUID, number: int):
    return Entry.objects.filter(organisation=organisation, number=number)


def test_untouched_chain_holds(organisation: UUID) -> None:
    assert first_broken_link(organisation) is None


def test_organisation_without_lines_holds() -> None:
    assert first_broken_link(uuid4()) is None


@pytest.mark.parametrize(
    "change",
    [
        {"deed": "case.closed"},
        {"facts": {"state": "invalid"}},
        {"at": NOW + timedelta(microseconds=1)},
        {"case": None},
        {"actor_kind": "operator"},
        {"digest": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_line_is_found(organisation: UUID, change: dict[str, object]) -> None:
    _line(organisation, 2).update(**change)
    assert first_broken_link(organisation) == BrokenLink(organisation, 2, CHANGED)


def test_removed_line_is_found(organisation: UUID) -> None:
    _line(organisation, 2).delete()
    assert first_broken_link(organisation) == BrokenLink(organisation, 2, MISSING)


def test_lines_cut_off_at_the_end_are_found(organisation: UUID) -> None:
    _line(organisation, 4).delete()
    assert first_broken_link(organisation) == BrokenLink(organisation, 4, CUT_OFF)


def test_lines_without_a_head_are_found(organisation: UUID) -> None:
    Head.objects.filter(organisation=organisation).delete()
    assert first_broken_link(organisation) == BrokenLink(organisation, 4, UNCHAINED)


def test_line_of_another_organisation_does_not_fit(organisation: UUID) -> None:
    other = uuid4()
    make_entry(other)
    Head.objects.filter(organisation=other).delete()
    Entry.objects.filter(organisation=organisation).delete()
    Entry.objects.filter(organisation=other).update(organisation=organisation)
    assert first_broken_link(organisation) == BrokenLink(organisation, 1, CHANGED)


def test_organisations_with_a_chain_are_listed(organisation: UUID) -> None:
    assert organisations() == [organisation]
