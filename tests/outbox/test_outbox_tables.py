"""What the database refuses, whoever asks."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from meldpunt.outbox.models import Owed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
GOOD = {"letter": "news", "sealed": b"x", "owed_at": NOW, "next_try_at": NOW}


@pytest.mark.parametrize(
    "wrong",
    [
        {"letter": "ransom_note"},
        {"sealed": None},
        {"next_try_at": None},
        {"delivered_at": NOW},
        {"delivered_at": NOW, "next_try_at": None},
        {"delivered_at": NOW, "given_up_at": NOW, "next_try_at": None, "sealed": None},
        {"lease": UUID(int=1)},
        {"leased_until": NOW},
    ],
    ids=str,
)
def test_letter_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Owed.objects.create(organisation=uuid4(), **GOOD | wrong)
