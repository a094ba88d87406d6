"""What the database refuses of mails, whoever asks."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.factories.arrivals import make_mail
from tests.factories.people import NOW, MadeOrganisation, make_organisation

pytestmark = pytest.mark.django_db
SOMETHING = UUID(int=7)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation."""
    return make_organisation()


@pytest.mark.parametrize(
    "wrong",
    [
        {"mark": b"short"},
        {"way": "pigeon"},
        {"end": "seen"},
        {"sealed": None},
        {"stored_as": None},
        {"stored_as": ""},
        {"sealed": None, "stored_as": None},
        {"end": "report"},
        {"end": "report", "settled_at": NOW},
        {"end": "report", "thread": SOMETHING},
        {"end": "message", "settled_at": NOW, "thread": SOMETHING},
        {"end": "pending", "message": SOMETHING, "settled_at": NOW},
        {"forget_at": NOW},
    ],
    ids=str,
)
def test_mail_that_makes_no_sense(organisation: MadeOrganisation, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_mail(organisation, **wrong)


def test_mail_is_taken_once(organisation: MadeOrganisation) -> None:
    first = make_mail(organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_mail(organisation, mark=first.mark)


def test_mail_to_two_organisations_is_two_mails(organisation: MadeOrganisation) -> None:
    first = make_mail(organisation)
    other = make_organisation()
    assert make_mail(other, mark=first.mark).mark == first.mark
