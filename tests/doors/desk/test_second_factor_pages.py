"""The pages of the second factor: setting it up, spare codes, removing, clearing, and who must have one."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meldpunt.people.actions import request_reset
from meldpunt.people.models import Draft, Organisation, SecondFactor, SpareCode
from meldpunt.people.queries import second_factor_of
from meldpunt.people.terms import FactorState, Role
from tests.factories.cases import MadeCase
from tests.factories.desk import client_of
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_member
from tests.factories.second_factor import code_of, make_factor
from tests.people.apps import app_with

pytestmark = pytest.mark.django_db
PAGE = "/desk/account/second-factor"
NEW = "rode zebra onder water 9"


@pytest.fixture
def member(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler with a password, who reads English."""
    return make_member(organisation, name="Hanna", password=PASSWORD, language="en")


@pytest.fixture
def client(member: MadeMember) -> Client:
    """Give the handler's browser."""
    return client_of(member)


def text_of(client: Client, address: str = PAGE) -> str:
    """Return a page."""
    return client.get(address).content.decode()


def offered(page: str) -> dict[str, str]:
    """Return what the form brings back, and the code that an app shows which took over the key."""
    found = re.search(r'name="offered" value="([^"]+)"', page)
    assert found is not None
    return {"offered": found[1], "code": code_of(app_with(secret_of(page)), now=timezone.now()), "password": PASSWORD}


def state(member: MadeMember) -> FactorState:
    """Return how the member stands."""
    return second_factor_of(member.id).state


def test_key_stands_there_to_scan_and_to_type(client: Client) -> None:
    """Drawn into the page: no picture is loaded, and each look offers another key."""
    one, other = text_of(client), text_of(client)
    assert ("<svg" in one, "data:" in one, "<img" in one) == (True, False, False)
    assert offered(one)["offered"] != offered(other)["offered"]


def test_looking_changes_nothing(client: Client) -> None:
    """Only the form does."""
    text_of(client)
    assert SecondFactor.objects.count() == 0


def test_set_up_shows_the_spare_codes_once(client: Client, member: MadeMember) -> None:
    """And never again."""
    page = client.post(PAGE, offered(text_of(client))).content.decode()
    codes = re.findall(r"<li>([0-9A-Z-]{29})</li>", page)
    assert (len(codes), state(member), client.get(PAGE).status_code) == (10, FactorState.READY, 200)
    assert not any(code in text_of(client) for code in codes)
    assert "You have 10 spare codes left." in text_of(client)


def test_set_up_ends_sessions_that_began_with_a_password_alone(client: Client, member: MadeMember) -> None:
    """The one that set it up goes on, under another key."""
    other, before = client_of(member), client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(PAGE, offered(text_of(client)))
    assert other.get("/desk/account").headers["Location"].startswith("/desk/sign-in?")
    assert client.get("/desk/account").status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_removing_ends_the_other_sessions(member: MadeMember) -> None:
    """The one that removed it goes on."""
    _, codes = make_factor(member)
    one, other = client_of(member), client_of(member)
    one.post(f"{PAGE}/remove", {"password": PASSWORD, "code": codes[0]})
    assert other.get("/desk/account").headers["Location"].startswith("/desk/sign-in?")
    assert one.get("/desk/account").status_code == 200


def test_wrong_code_keeps_the_same_key(client: Client, member: MadeMember) -> None:
    """So that nothing has to be scanned again."""
    typed = offered(text_of(client))
    answer = client.post(PAGE, typed | {"code": "x"})
    assert (answer.status_code, state(member)) == (422, FactorState.NONE)
    again = offered(answer.content.decode())
    assert again["code"] == code_of(app_with(secret_of(answer.content.decode())), now=timezone.now())
    assert client.post(PAGE, again).status_code == 200


def secret_of(page: str) -> str:
    """Return the key to type."""
    found = re.search(r'id="factor-secret"[^>]*>([^<]+)<', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "wrong", [{"password": NEW}, {"password": ""}, {"code": ""}, {"code": "\x00"}, {"offered": ""}]
)
def test_something_wrong_sets_nothing_up(client: Client, member: MadeMember, wrong: dict[str, str]) -> None:
    """The form again, with the key."""
    answer = client.post(PAGE, offered(text_of(client)) | wrong)
    assert (answer.status_code, state(member)) == (422, FactorState.NONE)
    assert secret_of(answer.content.decode())


def test_password_is_not_in_the_page_that_comes_back(client: Client) -> None:
    """Nor is it asked for again by showing it."""
    answer = client.post(PAGE, offered(text_of(client)) | {"code": "x"})
    assert PASSWORD not in answer.content.decode()


def test_second_tab_is_led_to_what_the_first_set_up(client: Client) -> None:
    """And takes nothing away."""
    one, other = offered(text_of(client)), offered(text_of(client))
    client.post(PAGE, one)
    sealed = SecondFactor.objects.get().sealed
    assert client.post(PAGE, other).status_code in {200, 303}
    assert SecondFactor.objects.get().sealed == sealed


def test_new_spare_codes(member: MadeMember) -> None:
    """With password and code."""
    app, _ = make_factor(member)
    client = client_of(member)
    typed = {"password": PASSWORD, "code": code_of(app, now=timezone.now())}
    assert client.post(f"{PAGE}/spare-codes", typed | {"code": "x"}).status_code == 422
    page = client.post(f"{PAGE}/spare-codes", typed).content.decode()
    assert len(re.findall(r"<li>[0-9A-Z-]{29}</li>", page)) == 10


def test_removing(member: MadeMember) -> None:
    """With password and code."""
    _, codes = make_factor(member)
    client = client_of(member)
    assert client.post(f"{PAGE}/remove", {"password": NEW, "code": codes[0]}).status_code == 422
    answer = client.post(f"{PAGE}/remove", {"password": PASSWORD, "code": codes[0]})
    assert (answer.headers["Location"], state(member)) == ("/desk/account?said=factor_removed", FactorState.NONE)


@pytest.mark.parametrize("page", ["spare-codes", "remove"])
def test_who_has_none_is_led_to_setting_it_up(client: Client, page: str) -> None:
    """Whatever was typed."""
    for answer in (client.get(f"{PAGE}/{page}"), client.post(f"{PAGE}/{page}", {"password": "x", "code": "x"})):
        assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)


def test_lead_clears_after_being_asked(organisation: MadeOrganisation, member: MadeMember) -> None:
    """The people page says who has one."""
    lead = client_of(make_lead(organisation, language="en"))
    make_factor(member)
    address = f"/desk/people/{member.id}/second-factor"
    assert address in text_of(lead, "/desk/people")
    assert ("Clear the second factor" in text_of(lead, address), state(member)) == (True, FactorState.READY)
    assert lead.post(address).headers["Location"] == "/desk/people?said=factor_cleared"
    assert (state(member), address in text_of(lead, "/desk/people")) == (FactorState.NONE, False)


def test_nothing_to_clear_is_said(organisation: MadeOrganisation, member: MadeMember) -> None:
    """Two leads at once."""
    lead = client_of(make_lead(organisation, language="en"))
    assert "This person has none." in text_of(lead, f"/desk/people/{member.id}/second-factor")


def want(organisation: MadeOrganisation, need: str) -> None:
    """Let the organisation ask for it."""
    Organisation.objects.filter(pk=organisation.id).update(second_factor=need)


def test_no_other_page_before_it_is_set_up(organisation: MadeOrganisation, client: Client) -> None:
    """Then the desk is open."""
    want(organisation, "everybody")
    pages = ("/desk/", "/desk/account", "/desk/people", f"{PAGE}/remove", "/desk/account/password")
    assert {client.get(page).headers.get("Location") for page in pages} == {PAGE}
    client.post(PAGE, offered(text_of(client)))
    assert [client.get(page).status_code for page in pages] == [200] * 5


def test_who_may_not_still_hears_that_first(organisation: MadeOrganisation, client: Client) -> None:
    """The order of the guards' questions stays."""
    want(organisation, "everybody")
    assert client.get("/desk/keys").status_code == 403


def test_leaving_and_locking_go_on(organisation: MadeOrganisation, client: Client) -> None:
    """Nobody is held."""
    want(organisation, "everybody")
    assert client.post("/desk/lock").headers["Location"] == "/desk/unlock"
    assert client.post("/desk/sign-out").headers["Location"] == "/desk/sign-in"


def test_leads_and_administrators_alone(organisation: MadeOrganisation, client: Client) -> None:
    """Handlers go on without."""
    want(organisation, "managers")
    others = [client_of(make_member(organisation, role)) for role in (Role.LEAD, Role.ADMINISTRATOR)]
    assert client.get("/desk/").status_code == 200
    assert [other.get("/desk/people").headers.get("Location") for other in others] == [PAGE, PAGE]


def test_what_was_being_typed_is_kept(organisation: MadeOrganisation) -> None:
    """When the organisation begins to ask for it while somebody writes."""
    client = client_of(make_lead(organisation))
    want(organisation, "everybody")
    assert client.post("/desk/settings", {"name": "Half a name"}).headers["Location"] == PAGE
    assert Draft.objects.count() == 1


def test_files_of_a_form_that_waits_are_not_kept(
    organisation: MadeOrganisation, client: Client, case: MadeCase
) -> None:
    """Only its text is, for after the set-up."""
    want(organisation, "everybody")
    before = stored()
    typed = {"form": "answer", "text": "Half an answer", "kind": "answer", "seen_version": case.version}
    file = SimpleUploadedFile("fix.patch", b"patch")
    assert client.post(f"/desk/cases/{case.number}/answer", typed | {"files": file}).headers["Location"] == PAGE
    assert (stored(), Draft.objects.count()) == (before, 1)


def stored() -> list[str]:
    """Return the names of all sealed files."""
    folder = Path(storages["sealed"].path(""))
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_setting_is_changed_on_the_page(organisation: MadeOrganisation) -> None:
    """A form that leaves it out changes nothing about it."""
    lead = make_lead(organisation, password=PASSWORD, language="en")
    make_factor(lead)
    client = client_of(lead)
    form = {"name": "X", "languages": ["en"], "first_language": "en", "zone": "Europe/Amsterdam", "region": "NL"}
    found = []
    for asked in ({"second_factor": "managers"}, {}, {"second_factor": "nobody"}):
        client.post("/desk/settings", form | asked)
        found.append(Organisation.objects.get(pk=organisation.id).second_factor)
    assert found == ["managers", "managers", "nobody"]
    assert client.post("/desk/settings", form | {"second_factor": "x"}).status_code == 422


def test_setting_asks_a_question_that_is_never_marked_as_optional(organisation: MadeOrganisation) -> None:
    """A choice that always has an answer cannot be left empty."""
    page = client_of(make_lead(organisation, language="en")).get("/desk/settings").content.decode()
    assert "Who must sign in with a second factor?</label>" in page


def reset_link(member: MadeMember) -> str:
    """Ask for a link."""
    links: list[str] = []

    def link_to(token: str) -> str:
        links.append(f"/desk/reset/{token}")
        return links[0]

    request_reset(email=member.email, link_to=link_to, now=timezone.now())
    return links[0]


def test_forgotten_password_asks_a_spare_code_and_a_new_set_up(member: MadeMember) -> None:
    """The link alone does not do it."""
    _, codes = make_factor(member)
    client, link = Client(), reset_link(member)
    assert 'name="spare_code"' in text_of(client, link)
    for wrong in ({}, {"spare_code": "x"}, {"spare_code": "\x00"}):
        assert client.post(link, {"password": NEW} | wrong).status_code == 422
    assert client.post(link, {"password": NEW, "spare_code": codes[0]}).status_code == 302
    assert (client.get("/desk/").headers["Location"], state(member), SpareCode.objects.count()) == (
        PAGE,
        FactorState.STALE,
        9,
    )
    page = text_of(client)
    assert "Your old one went with your old password." in page
    assert client.post(PAGE, offered(page) | {"password": NEW}).status_code == 200
    assert client.get("/desk/account").status_code == 200


def test_forgotten_password_of_who_has_none_asks_nothing_more(member: MadeMember) -> None:
    """As before."""
    assert 'name="spare_code"' not in text_of(Client(), reset_link(member))
