"""The doctor and the desk tell that brands of the policy in force could not be set."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import set_host_names
from meldpunt.policy.jobs import settle_versions
from meldpunt.policy.models import PolicyVersion
from meldpunt.upkeep.queries import examination
from meldpunt.upkeep.terms import Place
from tests.factories.desk import client_of
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
HOST = "one.haven.example"
PLANNED = SMALL.replace("format = 1", "format = 1\ntakes_effect = 2026-11-25")
BRAND = f'\n[[brand]]\nid = "one"\nname = "One"\nhosts = ["{HOST}"]\n'
PAST, AFTER = NOW - timedelta(days=30), NOW + timedelta(days=10)
TOLD = "not there yet. Until then finders see those from before."


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Plan a brand whose host name goes to somebody else."""
    organisation = make_organisation(name="Haven", host_names=["report.haven.example"])
    publish_text(organisation, PLANNED + BRAND)
    return organisation


def advice(tmp_path: Path) -> list[str]:
    """Return what the doctor says of brands."""
    found = examination(place=Place(data=tmp_path, secrets=tmp_path / "secrets.json"), now=AFTER)
    return [one.advice for one in found if one.subject == "brands"]


def desk(organisation: MadeOrganisation) -> Client:
    return client_of(make_lead(organisation, language="en"))


def test_names_that_are_in_the_way_are_told(organisation, tmp_path):
    other = make_organisation(name="Other", host_names=["other.example"])
    set_host_names(organisation=other.id, hosts=["other.example", HOST], by=OPERATOR, now=NOW)
    settle_versions(now=AFTER)
    (said,) = advice(tmp_path)
    assert f"It may not use: {HOST}." in said
    PolicyVersion.objects.filter(organisation=organisation.id).update(published_at=PAST, in_force_from=PAST)
    page = desk(organisation).get("/desk/policy").text
    assert (TOLD in page, f'these host names: <span class="mono">{HOST}</span>' in page) == (True, True)


def test_nothing_is_told_when_all_are_there(organisation, tmp_path):
    settle_versions(now=AFTER)
    assert (advice(tmp_path), TOLD in desk(organisation).get("/desk/policy").text) == ([""], False)
