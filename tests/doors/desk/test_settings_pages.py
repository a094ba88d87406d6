"""The pages on which an organisation sets how it looks and what it does."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meldpunt.people.queries import logo_of, organisation_facts
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead, make_organisation
from tests.people.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation(host_names=["testserver"])


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give somebody who may change settings."""
    return make_lead(organisation, language="en")


@pytest.fixture
def client(lead: MadeMember) -> Client:
    """Give the lead's browser."""
    return client_of(lead)


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


def test_settings_typed_at_a_locked_desk_come_back(lead: MadeMember) -> None:
    """Once, in their fields."""
    client_of(lead, locked=True).post("/desk/settings", {"name": "Nieuwe naam", "notice_phrase": "appel peer"})
    page = client_of(lead).get("/desk/settings").content.decode()
    assert ('value="Nieuwe naam"' in page, 'value="appel peer"' in page) == (True, True)
