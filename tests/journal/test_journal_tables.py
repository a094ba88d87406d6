"""What the database refuses, whoever asks."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from meldpunt.journal.models import Entry, Head
from tests.factories.journal import NOW

pytestmark = pytest.mark.django_db

GOOD = {"number": 1, "at": NOW, "actor_kind": "system", "deed": "case.opened", "facts": {}, "digest": bytes(32)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"deed": ""},
        {"digest": bytes(31)},
        {"actor_kind": "stranger"},
        {"actor_kind": "member"},
        {"actor_id": UUID(int=1)},
    ],
    ids=str,
)
def test_line_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(organisation=uuid4(), **GOOD | wrong)


def test_same_number_twice_is_refused() -> None:
    organisation = uuid4()
    Entry.objects.create(organisation=organisation, **GOOD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(organisation=organisation, **GOOD)


def test_head_with_half_a_digest_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.create(organisation=uuid4(), number=0, digest=bytes(16))
