"""The record for the list of disclose.io, at its address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.doors.public.test_brands import BRANDS
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"
LATE = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)  # the next day already in Amsterdam


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(name="Haven", host_names=[HOST])


def get(host: str = HOST, path: str = "/disclose-io.json"):
    return Client(headers={"host": host}).get(path)


def test_any_program_may_read_it(organisation):
    publish_text(organisation, now=LATE)
    answer = get()
    assert (answer.headers["Content-Type"], answer.headers["Access-Control-Allow-Origin"]) == ("application/json", "*")


def test_it_begins_with_the_first_policy_of_its_own(organisation):
    for days, text in ((0, SMALL), (20, SMALL + "# again\n")):
        publish_text(organisation, text, now=LATE + timedelta(days=days))
    assert get().json()["launch_date"] == "2026-02-01"


@pytest.mark.usefixtures("organisation")
def test_under_the_built_in_policy_it_has_no_date():
    assert "launch_date" not in get().json()


@pytest.mark.parametrize(("host", "name"), [(HOST, "Haven"), ("lek.bloom.example", "Bloom & Co")])
def test_each_brand_has_its_own(organisation, host, name):
    publish_text(organisation, SMALL + BRANDS, now=LATE)
    entry = get(host).json()
    assert (entry["program_name"], host in entry["policy_url"], host in entry["securitytxt_url"]) == (name, True, True)


@pytest.mark.usefixtures("organisation")
def test_an_unknown_host_has_none():
    assert get("nobody.example").status_code == 404


def test_it_names_nobody_behind_the_policy(organisation):
    publish_text(organisation, now=LATE)
    assert "a@haven.example" not in get().text


def test_the_policy_page_leads_to_it_and_an_older_version_does_not(organisation):
    publish_text(organisation, now=LATE)
    publish_text(organisation, SMALL + "# again\n", now=LATE + timedelta(days=1))
    link = 'href="/disclose-io.json"'
    assert [link in get(path=path).text for path in ("/policy", "/policy/3", "/policy/2")] == [True, True, False]
