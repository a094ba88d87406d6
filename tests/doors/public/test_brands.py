"""A brand's own page, host name and look; the report of its finder comes to the one desk."""

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.arrivals.access import read_form
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.terms import PolicyRefused
from meldpunt.reports.models import Report
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
OWN = "report.haven.example"
BRANDS = """
[[brand]]
id = "bloom"
name = "Bloom & Co"
hosts = ["lek.bloom.example"]
look = { accent = "#a01c2c", accent_dark = "#f5a6ae" }

[[brand]]
id = "leaf"
name = "Leaf"
hosts = ["lek.leaf.example"]
"""


@pytest.fixture
def organisation() -> MadeOrganisation:
    made = make_organisation(name="Haven", host_names=[OWN])
    publish_text(made, SMALL + BRANDS, now=timezone.now())
    return made


def client(host: str) -> Client:
    return Client(headers={"host": host, "accept-language": "en"})


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("path", ["/", "/policy", "/policy/history", "/report", "/case", "/sealed"])
@pytest.mark.parametrize(
    ("host", "name"), [(OWN, "Haven"), ("lek.bloom.example", "Bloom &amp; Co"), ("lek.leaf.example", "Leaf")]
)
def test_every_page_bears_the_name_of_its_host(host, name, path):
    html = client(host).get(path).text
    assert [f"<bdi>{each}</bdi></a>" in html for each in ("Haven", "Bloom &amp; Co", "Leaf")] == [
        each == name for each in ("Haven", "Bloom &amp; Co", "Leaf")
    ]


@pytest.mark.usefixtures("organisation")
def test_a_brand_has_its_own_colours_and_path():
    sheet = client("lek.bloom.example").get("/theme.css").text
    page = client("testserver").get("/o/haven--bloom/").text
    assert ("#a01c2c" in sheet, "Bloom &amp; Co" in page, "/o/haven--bloom/theme.css" in page) == (True, True, True)


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("host", ["lek.root.example", "bloom.example", "lek.bloom.example.evil.example"])
def test_an_unknown_host_tells_nobody_who_lives_here(host):
    answer = client(host).get("/")
    assert (answer.status_code, "Haven" in answer.text, "Bloom" in answer.text) == (404, False, False)


def test_the_form_carries_the_brand_and_the_report_keeps_it(organisation):
    visitor = client("lek.bloom.example")
    token = visitor.get("/report").text.partition('name="form" value="')[2].partition('"')[0]
    assert read_form(token=token, organisation=organisation.id).brand == "bloom"
    answer = visitor.post("/report", {"form": token, "where": "a", "what": "b"})
    assert (answer.status_code, Report.objects.get().brand) == (200, "bloom")


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(
    ("asked", "sent"),
    [("lek.bloom.example", "lek.leaf.example"), (OWN, "lek.leaf.example"), ("lek.bloom.example", OWN)],
)
def test_a_form_of_one_brand_is_none_of_another(asked, sent):
    token = client(asked).get("/report").text.partition('name="form" value="')[2].partition('"')[0]
    answer = client(sent).post("/report", {"form": token, "where": "a", "what": "typed before"})
    assert (answer.status_code, "typed before" in answer.text, Report.objects.exists()) == (422, True, False)


def test_a_form_of_a_brand_that_is_gone_is_told_of_the_new_rules(organisation):
    visitor = client("lek.bloom.example")
    token = visitor.get("/report").text.partition('name="form" value="')[2].partition('"')[0]
    publish_text(organisation, SMALL, now=timezone.now())
    answer = visitor.post("/report", {"form": token, "where": "a", "what": "typed before"})
    assert (answer.status_code, "typed before" in answer.text) == (409, True)


@pytest.mark.usefixtures("organisation")
def test_the_organisations_own_form_carries_none():
    visitor = client(OWN)
    token = visitor.get("/report").text.partition('name="form" value="')[2].partition('"')[0]
    visitor.post("/report", {"form": token, "where": "a", "what": "b"})
    assert Report.objects.get().brand == ""


@pytest.mark.parametrize(
    ("brands", "key"),
    [
        (BRANDS.replace("lek.leaf.example", "lek.bloom.example"), "brand[2].hosts[1]"),
        (BRANDS.replace("lek.leaf.example", OWN), "brand[2].hosts[1]"),
        (BRANDS.replace("lek.leaf.example", "other.example"), "brand[2].hosts[1]"),
    ],
)
def test_one_host_shows_one_page(organisation, brands, key):
    """Not two brands, not the organisation's own, not somebody else's; what was published stays."""
    make_organisation(name="Other", host_names=["other.example"])
    with pytest.raises(PolicyRefused) as caught:
        publish_text(organisation, SMALL + brands + "# changed\n", now=timezone.now())
    assert (
        [problem.key for problem in caught.value.problems],
        policy_in_force(organisation.id, now=timezone.now()).number,
    ) == ([key], 2)
    assert client("lek.leaf.example").get("/").status_code == 200


def test_brands_that_the_next_version_does_not_name_are_gone_and_their_names_lead_to_the_organisation(organisation):
    publish_text(organisation, SMALL, now=timezone.now())
    pages = [client(host).get("/").text for host in (OWN, "lek.bloom.example")]
    assert ["Bloom &amp; Co" in page for page in pages] == [False, False]
    assert [client("lek.bloom.example").get(path).status_code for path in ("/case", "/report", "/o/haven--bloom/")] == [
        200
    ] * 3


def test_a_form_that_was_open_at_a_brand_that_is_gone_is_taken(organisation):
    """Nothing that was typed is lost; what changed is shown first."""
    visitor = client("lek.bloom.example")
    page = visitor.get("/report")
    publish_text(organisation, SMALL + "# without brands\n", now=timezone.now())
    for _attempt in ("with what changed", "agreed"):
        token = page.text.partition('name="form" value="')[2].partition('"')[0]
        page = visitor.post("/report", {"form": token, "where": "a", "what": "b", "agree": "on"})
    assert (page.status_code, Report.objects.count()) == (200, 1)
