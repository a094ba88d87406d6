"""How the code is passed on follows from how the report came: read out, on paper, never in an ordinary mail."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.models import Case
from tests.doors.desk.test_entering import form_of, send
from tests.factories.people import MadeOrganisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
SHEET = '<article class="paper sheet-out"'
SCRIPT = 'class="spelt"'


@pytest.mark.parametrize(
    ("channel", "heading", "sheet_first"),
    [
        ("telephone", "On the telephone", False),
        ("other", "On the telephone", False),
        ("mail", "The code may not go into an ordinary mail", True),
        ("letter", "Post the sheet", True),
        ("in_person", "Hand over the sheet", True),
        ("platform", "Answer on the platform", True),
    ],
)
def test_the_page_begins_with_what_fits_the_channel(
    client: Client, channel: str, heading: str, sheet_first: bool
) -> None:
    page = send(client, form_of(client), channel=channel, platform="Loket", reference="LK-77").content.decode()
    assert (f'<h2 id="h-say">{heading}</h2>' in page, page.index(SHEET) < page.index(SCRIPT)) == (True, sheet_first)


def test_after_a_mail_the_permitted_ways_are_named(client: Client) -> None:
    page = send(client, form_of(client), channel="mail").content.decode()
    told = ("read it out on the telephone, post the sheet", "encrypted to the finder&#x27;s own key")
    assert [each in page or each.replace("&#x27;", "'") in page for each in told] == [True, True]


def test_not_known_is_offered_once(client: Client) -> None:
    page = client.get("/desk/report").content.decode()
    assert re.findall(r'name="still_open" value="(\w*)"', page) == ["yes", "no", "unknown"]


@pytest.mark.parametrize("name", ["platform", "reference"])
def test_of_a_platform_its_name_and_reference_are_needed(client: Client, name: str) -> None:
    said = {"platform": "Loket", "reference": "LK-77", name: " "}
    page = send(client, form_of(client), channel="platform", **said)
    assert (page.status_code, f'id="id_{name}_error"' in page.text) == (422, True)


def test_platform_and_reference_stand_on_the_case(client: Client) -> None:
    """And beside the field for the answer, which is given there."""
    send(client, form_of(client), channel="platform", platform="Loket", reference="LK-77")
    page = client.get(f"/desk/cases/{Case.objects.get().number}").text
    assert "This report came over Loket, where it is called LK-77." in page
    assert re.findall(r'data-field="(platform|reference)">([^<]*)<', page) == [
        ("platform", "Loket"),
        ("reference", "LK-77"),
    ]


def test_what_was_typed_of_a_platform_is_not_kept_of_a_call(client: Client) -> None:
    send(client, form_of(client), channel="telephone", platform="Loket", reference="LK-77")
    assert 'data-field="platform"' not in client.get(f"/desk/cases/{Case.objects.get().number}").text


def test_the_platform_of_the_policy_is_filled_in(client: Client, organisation: MadeOrganisation) -> None:
    way = '[[way_in]]\nkind = "platform"\nname = "Loket Haven"\naddress = "https://loket.example/haven"\n'
    publish_text(organisation, SMALL.replace("[clauses]", way + "[clauses]"), now=timezone.now())
    assert 'value="Loket Haven"' in client.get("/desk/report").text
