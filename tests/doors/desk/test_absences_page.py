"""The page on which members note when they are away."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.people.models import Absence
from meldpunt.people.terms import Role
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead, make_member

pytestmark = pytest.mark.django_db
PAGE = "/desk/people/absences"


@pytest.fixture
def wim(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Wim", language="en")


@pytest.fixture
def desk(wim: MadeMember) -> Client:
    """Give their browser."""
    return client_of(wim)


def days(member: MadeMember, first: int = 1, last: int = 5) -> dict[str, str]:
    """Return a filled in form."""
    today = timezone.localdate()
    moments = {"first": today + timedelta(days=first), "last": today + timedelta(days=last)}
    return {"member": str(member.id)} | {name: day.isoformat() for name, day in moments.items()}


@pytest.mark.parametrize("role", Role)
def test_an_empty_page_says_so(organisation: MadeOrganisation, role: Role) -> None:
    page = client_of(make_member(organisation, role, language="en")).get(PAGE)
    assert (page.status_code, "Nobody is away" in page.text) == (200, True)


def test_days_are_noted_and_taken_away(desk: Client, wim: MadeMember) -> None:
    assert desk.post(PAGE, days(wim)).headers["Location"] == f"{PAGE}?said=absence_noted"
    absence = Absence.objects.get().pk
    assert f'value="{absence}"' in desk.get(PAGE).text
    desk.post(PAGE, {"withdraw": str(absence)})
    assert Absence.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"last": "2020-01-01"}, "The last day is before the first."),
        ({"first": "2020-01-01", "last": "2020-01-02"}, "These days are over already."),
        ({"last": "9999-12-31"}, "This is longer than a year."),
    ],
)
def test_days_that_make_no_sense_come_back_with_the_reason(
    desk: Client, wim: MadeMember, typed: dict[str, str], said: str
) -> None:
    page = desk.post(PAGE, days(wim) | typed)
    assert (page.status_code, said in page.text, Absence.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(
    "typed",
    [
        {"first": "tomorrow"},
        {"first": ""},
        {"last": "\x00"},
        {"member": "nobody"},
        {"member": str(UUID(int=4))},
        {"last": "2026-02-30"},
    ],
)
def test_nonsense_changes_nothing(desk: Client, wim: MadeMember, typed: dict[str, str]) -> None:
    page = desk.post(PAGE, days(wim) | typed)
    assert (page.status_code, Absence.objects.count()) == (422, 0)


def test_a_colleague_is_only_for_a_lead(organisation: MadeOrganisation, desk: Client, wim: MadeMember) -> None:
    other = make_member(organisation, name="Anna")
    assert desk.post(PAGE, days(other)).status_code == 422
    lead = client_of(make_lead(organisation, language="en"))
    assert lead.post(PAGE, days(other)).status_code == 303
    absence = str(Absence.objects.get().pk)
    assert ("Anna" in desk.get(PAGE).text, absence in desk.get(PAGE).text, absence in lead.get(PAGE).text) == (
        True,
        False,
        True,
    )
    assert (desk.post(PAGE, {"withdraw": absence}).status_code, wim.id != other.id) == (403, True)


@pytest.mark.parametrize("written", ["", "x", str(UUID(int=4)), "\x00"])
def test_an_absence_that_is_not_there(desk: Client, written: str) -> None:
    assert desk.post(PAGE, {"withdraw": written}).status_code == 404
