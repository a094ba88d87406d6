"""The doctor tells where two people publish and there is no second one."""

from pathlib import Path

import pytest

from meldpunt.people.terms import Role
from meldpunt.upkeep import rules
from meldpunt.upkeep.queries import examination
from meldpunt.upkeep.terms import Place
from tests.factories.people import NOW, make_member, make_organisation
from tests.factories.policy import publish_by_two, publish_text

SUBJECT = "second pair of eyes"


def found(tmp_path: Path) -> list[tuple[bool, bool]]:
    """Return whether each finding about it is well, and whether it names the organisation."""
    told = examination(place=Place(tmp_path, tmp_path / "secrets", has_smtp=True), now=NOW)
    return [(one.well, "haven" in one.advice) for one in told if one.subject == SUBJECT]


@pytest.mark.django_db
@pytest.mark.parametrize(("leads", "told"), [(0, [(False, True)]), (1, [(True, False)])])
def test_who_is_alone_is_told(tmp_path: Path, leads: int, told: list[tuple[bool, bool]]) -> None:
    """Publishing by two brings an administrator; handlers do not count."""
    organisation = make_organisation(name="Haven", host_names=["report.haven.example"])
    publish_by_two(organisation)
    make_member(organisation, Role.HANDLER)
    for _ in range(leads):
        make_member(organisation, Role.LEAD)
    assert found(tmp_path) == told


@pytest.mark.django_db
def test_where_one_person_publishes_nothing_is_told(tmp_path: Path) -> None:
    publish_text(make_organisation(name="Haven", host_names=["report.haven.example"]))
    assert found(tmp_path) == [(True, False)]


def test_the_advice_says_what_to_do() -> None:
    told = rules.second_eyes("haven", lacking=True).advice
    assert told.endswith("Let a lead invite a second lead or an administrator.")
