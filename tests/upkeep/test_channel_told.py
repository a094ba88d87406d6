"""What is said of the way in to the operator and in the journal: once that it is dead, once that it is well again."""

from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.upkeep.terms import Part, Trouble
from tests.factories.people import NOW, make_organisation
from tests.factories.upkeep import make_check

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _operator(settings):
    """Let somebody be told."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"operator_mail": "operator@clinic.example"})


def letters() -> list[tuple[str, str]]:
    """Return the letters to the operator, with the address."""
    rows = Owed.objects.filter(letter__startswith="channel").order_by("owed_at", "letter")
    return [(row.letter, ready_letter(row).to) for row in rows]


def test_one_that_failed_once_is_told_to_nobody():
    make_check(make_organisation(), trouble=Trouble.NO_ANSWER)
    assert letters() == []


def test_the_operator_is_told_once_and_once_that_it_is_over():
    organisation = make_organisation()
    for minutes in (0, 10, 20, 30):
        make_check(organisation, trouble=Trouble.NO_ANSWER, now=NOW + timedelta(minutes=minutes))
    told = letters()
    for minutes in (40, 50):
        make_check(organisation, now=NOW + timedelta(minutes=minutes))
    operator = "operator@clinic.example"
    assert told == [("channel_dead", operator)]
    assert letters() == [("channel_dead", operator), ("channel_well", operator)]


def test_what_was_told_to_nobody_is_not_told_to_be_over():
    organisation = make_organisation()
    make_check(organisation, trouble=Trouble.NO_ANSWER)
    make_check(organisation, now=NOW + SOON)
    assert letters() == []


def test_what_only_needs_a_look_is_not_mailed():
    organisation = make_organisation()
    for minutes in (0, 10):
        make_check(organisation, Part.ADDRESS, Trouble.NOT_FROM_HERE, now=NOW + timedelta(minutes=minutes))
    assert letters() == []


def test_without_an_operators_address_nobody_is_mailed(settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"operator_mail": None})
    organisation = make_organisation()
    for minutes in (0, 10):
        make_check(organisation, trouble=Trouble.NO_ANSWER, now=NOW + timedelta(minutes=minutes))
    assert letters() == []


@pytest.mark.parametrize("trouble", [each for each in Trouble if each != Trouble.INTAKE_STOPPED])
def test_the_letter_says_what_to_do(trouble):
    organisation = make_organisation(name="Voorbeeldkliniek")
    for minutes in (0, 10):
        make_check(organisation, trouble=trouble, now=NOW + timedelta(minutes=minutes))
    for row in Owed.objects.all():
        letter = ready_letter(row)
        assert letter.subject == "Alarm: reports may not reach Voorbeeldkliniek"
        assert letter.body.count("\n\n") == (3 if trouble is not Trouble.NOT_TESTED else 2)


def test_the_journal_tells_of_changes_alone():
    organisation = make_organisation()
    for minutes, trouble in enumerate([None, None, Trouble.NO_FORM, Trouble.NO_FORM, None, None]):
        make_check(organisation, trouble=trouble, now=NOW + timedelta(minutes=minutes))
    lines = [entry.deed for entry in entries_of_organisation(organisation.id, limit=50) if "channel" in entry.deed]
    assert lines == ["channel.well", "channel.failed"]
