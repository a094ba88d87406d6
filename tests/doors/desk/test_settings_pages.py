"""The pages on which an organisation sets how it looks and what it does."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meldpunt.cases.queries.facts import due_of
from meldpunt.doors.desk.settings_forms import PARTS, SettingsForm
from meldpunt.people.queries import logo_of, organisation_facts
from tests.factories.arrivals import make_form
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead
from tests.factories.policy import publish_text
from tests.factories.policy_texts import with_lines
from tests.people.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give somebody who may change settings."""
    return make_lead(organisation, language="en")


@pytest.fixture
def client(lead: MadeMember) -> Client:
    """Give the lead's browser."""
    return client_of(lead)


def moment(month: int, day: int) -> datetime:
    """Return the end of a day in 2026, as promises end."""
    return datetime(2026, month, day, 22, 59, 59, tzinfo=UTC)


def upload(client: Client, content: bytes) -> Any:
    """Send a picture as the logo."""
    return client.post("/desk/settings/logo", {"files": SimpleUploadedFile("logo.png", content)})


def test_a_logo_stands_on_the_public_page(client: Client, organisation: MadeOrganisation) -> None:
    """And is handed out as it was sent."""
    upload(client, png(10, 10))
    version = organisation_facts(organisation.id).logo_version
    page = client.get("/").content.decode()
    assert (f'<img src="/logo?v={version}"' in page, client.get("/logo").content) == (True, png(10, 10))


def test_a_logo_can_be_removed(client: Client, organisation: MadeOrganisation) -> None:
    """The name alone is left."""
    upload(client, png(10, 10))
    client.post("/desk/settings/logo", {"remove": "1"})
    assert logo_of(organisation.id) is None


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"", png(2000, 10), png(10, 10, bytes(40_000))])
def test_what_is_no_small_picture_is_refused_with_a_reason(
    client: Client, organisation: MadeOrganisation, content: bytes
) -> None:
    """Beside the field; the logo stays as it was."""
    page = upload(client, content)
    assert (page.status_code, b'id="logo_error"' in page.content, logo_of(organisation.id)) == (422, True, None)


def filled(**fields: Any) -> dict[str, Any]:
    """Fill in the settings."""
    return {"name": "Kliniek", "languages": "nl", "first_language": "nl", "zone": "Asia/Tokyo", "region": "NL"} | fields


def test_days_of_ones_own_move_the_promise(client: Client, organisation: MadeOrganisation) -> None:
    """Five working days, two of them taken off: for reports that come in from then on, and for none before."""
    first = make_case(organisation)
    page = client.post("/desk/settings", filled(closed_days="2026-11-30\r\n2026-12-01", zone="Europe/Amsterdam"))
    after = make_case(organisation, form=make_form(organisation, policy_version=2)).receipt.due_at
    assert (page.status_code, first.receipt.due_at, after) == (303, moment(11, 30), moment(12, 2))
    assert due_of(first.row) == moment(11, 30)


OWN = with_lines("[contact]", 'zone = "Europe/Amsterdam"\n\n[contact]')
SAME = {"name": "Haven", "languages": ["nl", "en"], "zone": "Europe/Amsterdam"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"closed_days": "2020-12-24"}, []),
        ({"closed_days": "2099-12-24"}, ["Extra days off : - in the policy, 2099-12-24 in the settings."]),
        (
            {"worked_days": "2099-12-25"},
            ["Public holidays on which you work : - in the policy, 2099-12-25 in the settings."],
        ),
        ({"name": "Harbour"}, ["Name : Haven in the policy, Harbour in the settings."]),
        ({"name": "HAVEN "}, []),
        ({"region": "BE"}, ["Country for public holidays : NL in the policy, BE in the settings."]),
        ({"zone": "Asia/Tokyo"}, ["Time zone : Europe/Amsterdam in the policy, Asia/Tokyo in the settings."]),
        ({"languages": ["nl"]}, ["Languages : nl, en in the policy, nl in the settings."]),
    ],
)
def test_settings_that_say_otherwise_than_the_policy_are_told(
    client: Client, organisation: MadeOrganisation, changed: dict[str, Any], told: list[str]
) -> None:
    """On the page of the settings, for as long as they do; they are kept all the same."""
    client.post("/desk/settings", filled(**SAME))
    publish_text(organisation, OWN, now=timezone.now())
    assert client.post("/desk/settings", filled(**SAME | changed)).status_code == 303
    page = client.get("/desk/settings").content.decode()
    found = re.findall(r"<li><strong>(.*?)</li>", page)
    assert [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found] == told


def test_built_in_policy_never_says_otherwise(client: Client, organisation: MadeOrganisation) -> None:
    """It goes by the settings."""
    make_case(organisation)
    client.post("/desk/settings", filled(zone="Asia/Tokyo"))
    assert 'id="drifts"' not in client.get("/desk/settings").content.decode()


@pytest.mark.parametrize(("field", "value"), [("closed_days", "30 november"), ("region", "XX"), ("zone", "Mars")])
def test_what_cannot_be_reckoned_with_is_said_beside_its_field(client: Client, field: str, value: str) -> None:
    """And what was typed stays."""
    page = client.post("/desk/settings", filled(**{field: value}))
    assert (page.status_code, f'id="id_{field}_error"' in page.content.decode(), value in page.content.decode()) == (
        422,
        True,
        True,
    )


def test_every_setting_stands_under_a_heading(client: Client) -> None:
    """None is left out, none stands twice."""
    page = client.get("/desk/settings").content.decode()
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page)
    assert sorted({*names} - {"csrfmiddlewaretoken"}) == sorted(SettingsForm.base_fields)
    assert sorted(name for *_, fields in PARTS for name in fields) == sorted(SettingsForm.base_fields)


def test_time_zone_is_chosen_from_a_list(client: Client) -> None:
    """By region and city."""
    page = client.get("/desk/settings").content.decode()
    offered = re.findall(
        r'<option value="([^"]+)">', page.partition('<datalist id="zones">')[2].partition("</datalist>")[0]
    )
    assert ('list="zones"' in page, "Europe/Amsterdam" in offered, "posixrules" in offered) == (True, True, False)


def test_what_is_missing_is_said_in_our_own_words(client: Client) -> None:
    """Not in the framework's."""
    page = client.post("/desk/settings", filled(name="", mail_from="x" * 300)).content.decode()
    said = re.findall(r'<p class="error"><span[^>]*>Error:</span> (.*?)</p>', page)
    assert said == ["Please fill this in.", "This is too long."]


def test_moments_stand_in_the_organisations_zone(client: Client, organisation: MadeOrganisation) -> None:
    """At the desk and on the finder's page."""
    client.post("/desk/settings", filled())
    case = make_case(organisation)
    assert "JST" in client.get(f"/desk/cases/{case.number}").content.decode()
    page = client.post("/case", {"code": case.receipt.code}, follow=True).content.decode()
    assert ("JST" in page, "CET" in page) == (True, False)


def test_settings_typed_at_a_locked_desk_come_back(lead: MadeMember) -> None:
    """Once, in their fields."""
    client_of(lead, locked=True).post("/desk/settings", {"name": "Nieuwe naam", "notice_phrase": "appel peer"})
    page = client_of(lead).get("/desk/settings").content.decode()
    assert ('value="Nieuwe naam"' in page, 'value="appel peer"' in page) == (True, True)


def test_where_mail_comes_in_is_set(client: Client, organisation: MadeOrganisation) -> None:
    """The address in lower case; without a sign tokens are off."""
    said = {"mail_in": "Security@Haven.example", "subaddress": "none", "reroutes_alone": "on", "tests_way_in": "on"}
    client.post("/desk/settings", filled(**said))
    facts = organisation_facts(organisation.id)
    found = (facts.mail_in, facts.subaddress, facts.reroutes_alone, facts.tests_way_in)
    assert found == ("security@haven.example", "", True, True)


def test_a_form_without_the_sign_leaves_it(client: Client, organisation: MadeOrganisation) -> None:
    """As a page that was opened before the upgrade."""
    client.post("/desk/settings", filled())
    assert organisation_facts(organisation.id).subaddress == "+"


@pytest.mark.parametrize(("field", "value"), [("mail_in", "no address"), ("subaddress", "*")])
def test_what_is_no_address_or_sign_is_told_at_the_field(client: Client, field: str, value: str) -> None:
    """And nothing is changed."""
    page = client.post("/desk/settings", filled(**{field: value}))
    assert (page.status_code, f'id="id_{field}_error"' in page.text) == (422, True)
