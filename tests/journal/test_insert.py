"""Adding a row with a statement that is made once."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from meldpunt.journal.actions import insert, insert_all
from meldpunt.journal.models import Entry, Head
from tests.factories.journal import make_entry

pytestmark = pytest.mark.django_db


def line(organisation, **more):
    make_entry(organisation)
    row = Entry.objects.get(organisation=organisation)
    row.pk, row.number = None, 2
    for name, value in more.items():
        setattr(row, name, value)
    return row


def test_row_is_read_back_as_it_was():
    row = line(uuid4(), facts={"reason": "not_valid", "days": 3, "late": None})
    insert(row=row)
    kept = Entry.objects.get(pk=row.pk)
    assert [
        (field.name, getattr(kept, field.name)) for field in Entry._meta.concrete_fields if field.name != "digest"
    ] == [(field.name, getattr(row, field.name)) for field in Entry._meta.concrete_fields if field.name != "digest"]
    assert bytes(kept.digest) == bytes(row.digest)


def test_row_can_be_saved_afterwards():
    head = Head(organisation=uuid4(), number=1, digest=bytes(32))
    insert(row=head)
    head.number = 2
    head.save()
    assert Head.objects.get(pk=head.pk).number == 2


def test_what_the_database_refuses_is_an_integrity_error():
    row = line(uuid4())
    insert(row=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(row=row)


def test_many_rows_are_what_they_would_be_one_by_one():
    organisation = uuid4()
    rows = [line(organisation)]
    for number in (3, 4):
        row = Entry.objects.get(organisation=organisation)
        row.pk, row.number, row.facts = None, number, {"days": number}
        rows.append(row)
    insert_all(rows=rows)
    kept = Entry.objects.filter(organisation=organisation, number__gt=1).order_by("number")
    told = [(row.number, row.facts, row.at, row.deed) for row in rows]
    assert [(row.number, row.facts, row.at, row.deed) for row in kept] == told


def test_many_rows_are_all_added_or_none():
    rows = [line(organisation := uuid4()), Entry.objects.get(organisation=organisation)]
    rows[1].pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(rows=rows)
    assert Entry.objects.filter(organisation=organisation).count() == 1


def test_no_rows_add_nothing():
    insert_all(rows=[])
    assert Entry.objects.count() == 0
