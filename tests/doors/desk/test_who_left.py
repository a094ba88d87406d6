"""What the desk says of the cases of somebody who leaves, before and after."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.actions import assign
from meldpunt.cases.jobs import release_cases
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(organisation: MadeOrganisation) -> Client:
    """Give the browser of a lead who reads English."""
    return client_of(make_lead(organisation, name="Lea", language="en"))


@pytest.fixture
def wim(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Wim")


def take_one(organisation: MadeOrganisation, member: MadeMember) -> str:
    """Let the member take a new case; return its number."""
    case = make_case(organisation, now=timezone.now())
    assign(number=case.number, to=member.id, seen_version=case.version, by=member.unlocked, now=timezone.now())
    return case.number


@pytest.mark.parametrize(
    ("cases", "said"),
    [(0, []), (1, ["Wim</bdi> has 1 open case in hand."]), (2, ["Wim</bdi> has 2 open cases in hand."])],
)
def test_open_cases_are_told_before_somebody_leaves(
    client: Client, organisation: MadeOrganisation, wim: MadeMember, cases: int, said: list[str]
) -> None:
    """Where a member is removed, and where they may become administrator."""
    for _ in range(cases):
        take_one(organisation, wim)
    pages = [client.get(f"/desk/people/{wim.id}/{page}").content.decode() for page in ("remove", "role")]
    assert [re.findall(r"Wim</bdi> has [^.]*[.]", page) for page in pages] == [said, said]


def test_cases_of_others_are_not_counted(client: Client, organisation: MadeOrganisation, wim: MadeMember) -> None:
    take_one(organisation, make_member(organisation))
    assert "in hand" not in client.get(f"/desk/people/{wim.id}/remove").content.decode()


def test_a_case_of_who_left_is_told_and_found_as_nobodys(
    client: Client, organisation: MadeOrganisation, wim: MadeMember
) -> None:
    """On its page, in words, and in the queue."""
    number = take_one(organisation, wim)
    client.post(f"/desk/people/{wim.id}/remove")
    release_cases(now=timezone.now())
    case, queue = (client.get(page).content.decode() for page in (f"/desk/cases/{number}", "/desk/?show=unassigned"))
    told = "Wim does not work on cases any more: the case is nobody&#x27;s again"
    assert (told in case, "nobody has taken it" in case, number in queue) == (True, True, True)
