"""The doctor tells of whom the card for the front desk has no number, as a remark."""

import re
from pathlib import Path

import pytest

from meldpunt.upkeep.queries import examination
from meldpunt.upkeep.terms import Place
from tests.factories.people import NOW, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

WHOLE = re.sub(r'(mail = "[abc]@haven.example")', r'\1\nphone = "+31 20 000 00 01"', SMALL)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        (WHOLE, ""),
        (SMALL, "[people.technical_contact], [people.stand_in], [people.breach_contact]."),
        (SMALL.replace('"c@haven.example"', '"c@haven.example"\nphone = "+31 20 000 00 01"'), None),
    ],
)
def test_who_has_no_number_is_named(tmp_path: Path, text: str, told: str | None) -> None:
    """Under the built-in policy nobody is."""
    organisation = make_organisation(name="Haven", host_names=["report.haven.example"])
    if text:
        publish_text(organisation, text, now=NOW)
    found = examination(place=Place(data=tmp_path, secrets=tmp_path / "secrets.json"), now=NOW)
    wanted = "[people.technical_contact], [people.stand_in]." if told is None else told
    assert [(one.well, one.advice.partition("under: ")[2]) for one in found if one.subject == "front desk"] == [
        (True, wanted)
    ]
