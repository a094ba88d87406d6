"""Giving a case to somebody."""

from uuid import uuid4

import pytest

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import assign
from meldpunt.cases.terms import NoSuchMember
from meldpunt.people.terms import Role
from tests.factories.cases import MadeCase, make_case
from tests.factories.people import NOW, MadeMember, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> MadeCase:
    """Give a case."""
    return make_case(make_organisation())


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give a handler."""
    return make_member(case.organisation, name="Anna")


def test_assigning(case: MadeCase, anna: MadeMember) -> None:
    """To a member, and to nobody."""
    assign(number=case.number, to=anna.id, seen_version=case.version, by=anna.unlocked, now=NOW)
    given = open_for_member(number=case.number, visitor=anna.unlocked, now=NOW).assigned_name
    assign(number=case.number, to=None, seen_version=case.version, by=anna.unlocked, now=NOW)
    assert (given, case.row.assigned_to_id) == ("Anna", None)


def test_assigning_to_who_opens_no_cases_is_refused(case: MadeCase, anna: MadeMember) -> None:
    """An administrator, a member of another organisation, and nobody's id."""
    administrator = make_member(case.organisation, Role.ADMINISTRATOR).id
    for to in (administrator, make_member(make_organisation()).id, uuid4()):
        with pytest.raises(NoSuchMember):
            assign(number=case.number, to=to, seen_version=case.version, by=anna.unlocked, now=NOW)
