"""How the code is passed on follows from how the report came: read out, on paper, never in an ordinary mail."""

import re

import pytest
from django.test import Client

from tests.doors.desk.test_entering import form_of, send

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
    ],
)
def test_the_page_begins_with_what_fits_the_channel(
    client: Client, channel: str, heading: str, sheet_first: bool
) -> None:
    page = send(client, form_of(client), channel=channel).content.decode()
    assert (f'<h2 id="h-say">{heading}</h2>' in page, page.index(SHEET) < page.index(SCRIPT)) == (True, sheet_first)


def test_after_a_mail_the_permitted_ways_are_named(client: Client) -> None:
    page = send(client, form_of(client), channel="mail").content.decode()
    told = ("read it out on the telephone, post the sheet", "encrypted to the finder&#x27;s own key")
    assert [each in page or each.replace("&#x27;", "'") in page for each in told] == [True, True]


def test_not_known_is_offered_once(client: Client) -> None:
    page = client.get("/desk/report").content.decode()
    assert re.findall(r'name="still_open" value="(\w*)"', page) == ["yes", "no", "unknown"]
