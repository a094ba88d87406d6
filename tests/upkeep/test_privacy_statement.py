"""The doctor tells what a privacy statement lacks."""

from pathlib import Path

import pytest

from meldpunt.policy.terms import PrivacyGap
from meldpunt.upkeep.queries import examination
from meldpunt.upkeep.rules import installation as rules
from meldpunt.upkeep.terms import Place
from tests.factories.people import NOW, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

WHOLE = '\n[privacy]\naddress = "Kade 1, Havenstad"\nwithout_officer = true\nbasis = "public_task"\n'
BASIS = '\n[privacy]\nbasis = "public_task"\n'


@pytest.mark.parametrize(
    ("gaps", "well", "told"),
    [
        ((), True, ""),
        (
            (PrivacyGap.ADDRESS, PrivacyGap.OFFICER),
            True,
            "The privacy statement of haven can tell more. Add to [privacy] in its policy: address, officer (or without_officer).",
        ),
        (
            (PrivacyGap.ADDRESS, PrivacyGap.BASIS),
            False,
            "The privacy statement of haven lacks what the law wants told. Add to [privacy] in its policy: address, basis.",
        ),
    ],
)
def test_only_what_the_law_needs_of_everybody_is_not_well(gaps: tuple[PrivacyGap, ...], well: bool, told: str) -> None:
    found = rules.privacy("haven", gaps, has_policy=True)
    assert (found.well, found.advice) == (well, told)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SMALL, ["address, officer (or without_officer), basis."]),
        (SMALL + BASIS, ["address, officer (or without_officer)."]),
        (SMALL + WHOLE, [""]),
    ],
)
def test_every_policy_of_ones_own_is_looked_at(tmp_path: Path, text: str, told: list[str]) -> None:
    organisation = make_organisation(name="Haven", host_names=["report.haven.example"])
    publish_text(organisation, text, now=NOW)
    found = examination(place=Place(data=tmp_path, secrets=tmp_path / "secrets.json"), now=NOW)
    assert [one.advice.partition("policy: ")[2] for one in found if one.subject == "privacy statement"] == told


@pytest.mark.django_db
def test_the_built_in_policy_is_no_statement_of_ones_own(tmp_path: Path) -> None:
    """Its page says "not there yet" where an organisation should say something; the first day may go by like that."""
    make_organisation(name="Haven")
    found = examination(place=Place(data=tmp_path, secrets=tmp_path / "secrets.json"), now=NOW)
    assert [(one.well, one.advice.split(":")[0]) for one in found if one.subject == "privacy statement"] == [
        (True, "haven has published no policy of its own")
    ]
