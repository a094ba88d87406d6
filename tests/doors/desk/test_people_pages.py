"""People, keys, settings and one's own account, as the pages do them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from meldpunt.doors.desk import keys
from meldpunt.people.models import KeyGrant
from meldpunt.people.queries import members_of, organisation_facts, pending_invitations, running_rotation
from meldpunt.people.terms import Role, Standing, Theme
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give a lead who reads English."""
    return make_lead(organisation, name="Lea", language="en", password=PASSWORD)


@pytest.fixture
def client(lead: MadeMember) -> Client:
    """Give the lead's browser."""
    return client_of(lead)


def test_without_a_mail_server_leads_and_administrators_are_told(
    client: Client, organisation: MadeOrganisation
) -> None:
    """Where they invite and set things, and after an invitation, which was not mailed."""
    told = "No mail server is set yet."
    pages = ("/desk/people", "/desk/people/invite", "/desk/settings")
    assert [told in client.get(page).content.decode() for page in pages] == [True, True, True]
    others = [make_member(organisation, role, language="en") for role in (Role.ADMINISTRATOR, Role.HANDLER)]
    assert [told in client_of(one).get("/desk/people").content.decode() for one in others] == [True, False]
    sent = client.post("/desk/people/invite", {"email": "new@clinic.example", "role": "handler", "language": "nl"})
    assert "was made, but not mailed" in client.get(sent.headers["Location"]).content.decode()


def test_with_a_mail_server_nothing_is_said(client: Client, settings: Any) -> None:
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"smtp_host": "mail.example"})
    pages = ("/desk/people", "/desk/people/invite", "/desk/settings")
    assert ["No mail server" in client.get(page).content.decode() for page in pages] == [False, False, False]


def test_invitation_is_mailed(client: Client, organisation: MadeOrganisation, settings: Any) -> None:
    """To the address, for the role."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"smtp_host": "mail.example"})
    answer = client.post("/desk/people/invite", {"email": "new@clinic.example", "role": "handler", "language": "nl"})
    waiting = [(one.email, one.role) for one in pending_invitations(organisation.id, now=timezone.now())]
    assert answer.headers["Location"] == "/desk/people?said=invited"
    assert ("new@clinic.example", Role.HANDLER) in waiting


@pytest.mark.parametrize(
    "email", ["", "x", "a@b@c", "new@clinic.example\r\nBcc: x@y.example", "a" * 300 + "@x.example"]
)
def test_unusable_address_is_refused(client: Client, email: str) -> None:
    """With a page that says so."""
    assert client.post("/desk/people/invite", {"email": email, "role": "lead", "language": "nl"}).status_code == 422


def test_administrator_gives_no_role_that_opens_cases(organisation: MadeOrganisation) -> None:
    """Not by form, not by hand."""
    browser = client_of(make_member(organisation, Role.ADMINISTRATOR))
    answer = browser.post("/desk/people/invite", {"email": "new@clinic.example", "role": "lead", "language": "nl"})
    assert answer.status_code == 422


@pytest.mark.parametrize("language", ["en", "nl"])
def test_invitation_offers_the_language_it_is_read_in(organisation: MadeOrganisation, language: str) -> None:
    """Whoever can read the page gets a desk that can be read too."""
    asked = Client(headers={"accept-language": language})
    shown = asked.get(f"/desk/invitation/{organisation.invitation_token}").content.decode()
    assert re.findall(r'<option value="(\w+)" selected', shown) == [language]


def test_withdrawn_invitation_works_no_more(client: Client, organisation: MadeOrganisation) -> None:
    """The link then looks like any spent one."""
    first = pending_invitations(organisation.id, now=timezone.now())[0]
    client.post(f"/desk/people/invitations/{first.id}/withdraw")
    assert Client().get(f"/desk/invitation/{organisation.invitation_token}").status_code == 410


def test_link_is_used_once(organisation: MadeOrganisation) -> None:
    """And signs in whoever used it."""
    link, form = (
        f"/desk/invitation/{organisation.invitation_token}",
        {"name": "Noor", "language": "nl", "password": PASSWORD},
    )
    browser = Client()
    browser.post(link, form)
    assert browser.get("/desk/account").status_code == 200
    assert Client().post(link, form).status_code == 410


@pytest.mark.parametrize("password", ["kort+krom", "password2026!", "abcdefghijklmnop", "aaaaaaaaaaaaaaaa"])
def test_weak_password_is_explained(organisation: MadeOrganisation, password: str) -> None:
    """In words, beside the field; the link stays usable."""
    link = f"/desk/invitation/{organisation.invitation_token}"
    answer = Client().post(link, {"name": "Noor", "language": "nl", "password": password})
    assert (answer.status_code, password.encode() in answer.content, Client().get(link).status_code) == (
        422,
        False,
        200,
    )


def test_removal_asks_first(client: Client, organisation: MadeOrganisation) -> None:
    """Looking removes nobody; sending does, and ends their sessions."""
    member = make_member(organisation)
    theirs = client_of(member)
    client.get(f"/desk/people/{member.id}/remove")
    assert theirs.get("/desk/account").status_code == 200
    client.post(f"/desk/people/{member.id}/remove")
    assert theirs.get("/desk/account").headers["Location"].startswith("/desk/sign-in")


@pytest.mark.parametrize("deed", ["role", "remove", "readmit"])
def test_nobody_does_it_to_oneself(client: Client, lead: MadeMember, deed: str) -> None:
    """Not even a lead."""
    assert client.post(f"/desk/people/{lead.id}/{deed}", {"role": "administrator"}).status_code == 403


def test_role_changes(client: Client, organisation: MadeOrganisation) -> None:
    """At once."""
    member = make_member(organisation)
    client.post(f"/desk/people/{member.id}/role", {"role": "administrator"})
    assert {one.id: one.role for one in members_of(organisation.id)}[member.id] is Role.ADMINISTRATOR


def test_readmission_gives_the_keys(client: Client, organisation: MadeOrganisation) -> None:
    """After the words on the page were compared."""
    waiting = make_member(organisation, admitted=False, name="Wim")
    case = make_case(organisation, now=timezone.now())
    assert client_of(waiting).get(f"/desk/cases/{case.number}").status_code == 403
    page = client.get(f"/desk/people/{waiting.id}/readmit").content.decode()
    words = re.findall(r'name="fingerprint" value="([^"]+)"', page)[0]
    client.post(f"/desk/people/{waiting.id}/readmit", {"fingerprint": words})
    assert client_of(waiting).get(f"/desk/cases/{case.number}").status_code == 200


def test_readmission_with_other_words_gives_nothing(client: Client, organisation: MadeOrganisation) -> None:
    """The key may have been exchanged meanwhile."""
    waiting = make_member(organisation, admitted=False)
    answer = client.post(f"/desk/people/{waiting.id}/readmit", {"fingerprint": "other words"})
    standing = {one.id: one.standing for one in members_of(organisation.id)}[waiting.id]
    assert (answer.status_code, standing) == (409, Standing.WAITING)


def test_rotation_goes_batch_by_batch(
    client: Client, organisation: MadeOrganisation, lead: MadeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And may be left and taken up again; every case opens all the while."""
    monkeypatch.setattr(keys, "AT_ONCE", 2)
    case = make_case(organisation, now=timezone.now())
    client.post("/desk/keys/rotation", {"begin": "1"})
    client.post("/desk/keys/rotation")
    assert running_rotation(organisation.id) is not None
    assert open_for_member(number=case.number, visitor=lead.unlocked, now=timezone.now()).number == case.number
    answers = [client.post("/desk/keys/rotation").headers.get("Location") for _ in range(9)]
    assert "/desk/keys?said=rotated" in answers
    assert running_rotation(organisation.id) is None
    assert open_for_member(number=case.number, visitor=lead.unlocked, now=timezone.now()).number == case.number


def test_recovery_code_is_shown_once_and_works(client: Client, organisation: MadeOrganisation) -> None:
    """Only in the answer to the POST; the old one opens nothing any more."""
    assert b'id="recovery-code"' not in client.get("/desk/keys/recovery-code").content
    page = client.post("/desk/keys/recovery-code").content.decode()
    code = re.findall(r'id="recovery-code"[^>]*>([^<]+)<', page)[0].strip()
    form = {"email": "back@clinic.example", "name": "Back", "language": "nl", "password": PASSWORD}
    assert Client().post("/desk/recover", {**form, "recovery_code": organisation.recovery_code}).status_code == 422
    browser = Client()
    assert browser.post("/desk/recover", {**form, "recovery_code": code}).headers["Location"] == "/desk/"
    assert browser.get("/desk/keys").status_code == 200


def test_settings_are_saved(client: Client, organisation: MadeOrganisation) -> None:
    """The first language stands in front."""
    page = client.get("/desk/settings")
    assert page.status_code == 200
    fields = {"zone": "Europe/Brussels", "region": "BE", "mail_from": "", "notice_phrase": "groene deur"}
    client.post(
        "/desk/settings", {**fields, "name": "Kliniek Nieuw", "languages": ["nl", "en"], "first_language": "en"}
    )
    facts = organisation_facts(organisation.id)
    found = (facts.name, facts.languages, facts.zone, facts.region, facts.notice_phrase, facts.finder_mail_enabled)
    assert found == ("Kliniek Nieuw", ("en", "nl"), "Europe/Brussels", "BE", "groene deur", False)


def test_unknown_zone_is_refused_beside_its_field(client: Client) -> None:
    """And nothing is saved."""
    fields = {"zone": "Mars/Olympus", "region": "NL", "name": "X", "languages": ["nl"], "first_language": "nl"}
    answer = client.post("/desk/settings", fields)
    assert (answer.status_code, b'id="id_zone_error"' in answer.content) == (422, True)


def look_of(theme: Theme, **changes: str) -> dict[str, str]:
    """Fill in the form of the look."""
    names = ("accent", "ink", "paper", "accent_dark", "ink_dark", "paper_dark", "font")
    return {name: str(getattr(theme, name)) for name in names} | changes


def test_look_is_tried_before_it_is_kept(client: Client, organisation: MadeOrganisation) -> None:
    """The page shows it; finders do not yet."""
    page = client.post("/desk/settings/look", look_of(Theme(), accent="#7a0019") | {"try": "1"}).content.decode()
    address = re.findall(r'href="(/desk/settings/look.css[^"]+)"', page)[0].replace("&amp;", "&")
    assert "#7a0019" in client.get(address).content.decode()
    assert organisation_facts(organisation.id).theme == Theme()


def test_look_is_kept(client: Client, organisation: MadeOrganisation) -> None:
    """When it can be read."""
    client.post("/desk/settings/look", look_of(Theme(), accent="#7A0019"))
    assert organisation_facts(organisation.id).theme.accent == "#7a0019"


@pytest.mark.parametrize("accent", ["red", "#12345", "#ffffff", "#fff;}body{display:none"])
def test_unusable_colour_is_refused(client: Client, organisation: MadeOrganisation, accent: str) -> None:
    """Unreadable, or no colour."""
    answer = client.post("/desk/settings/look", look_of(Theme(), accent=accent))
    assert (answer.status_code, organisation_facts(organisation.id).theme) == (422, Theme())


def test_preview_takes_only_colours(client: Client) -> None:
    """Nothing from the address gets into the stylesheet unchecked."""
    answer = client.get("/desk/settings/look.css", look_of(Theme(), accent="#123456}*{color:red"))
    assert "color:red" not in answer.content.decode()


def test_own_name_and_language_change(client: Client) -> None:
    """The next page speaks it."""
    client.post("/desk/account", {"name": "Léa  ", "language": "nl"})
    page = client.get("/desk/account").content.decode()
    assert ('lang="nl"' in page, "Léa" in page, "Uw account" in page) == (True, True, True)


def test_journal_tells_who_did_what(client: Client, organisation: MadeOrganisation) -> None:
    """In words, newest first."""
    member = make_member(organisation, name="Wim")
    client.post(f"/desk/people/{member.id}/role", {"role": "administrator"})
    assert "Lea made Wim administrator" in client.get("/desk/journal").content.decode()


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "0"])
def test_journal_pages_take_any_place(client: Client, before: str) -> None:
    """Never an error."""
    assert client.get("/desk/journal", {"before": before}).status_code == 200


def test_forgotten_password_says_the_same_to_everybody(lead: MadeMember) -> None:
    """Whether there is a member or not."""
    pages = [
        Client().post("/desk/forgotten", {"email": email}).content for email in (lead.email, "nobody@clinic.example")
    ]
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("token", ["x", "A" * 500, "\u202e"])
def test_links_that_never_were(token: str) -> None:
    """Look like spent ones."""
    assert [Client().get(f"/desk/{page}/{token}").status_code for page in ("invitation", "reset")] == [410, 410]


def test_member_whose_key_is_not_proven_can_be_given_the_keys(client: Client, organisation: MadeOrganisation) -> None:
    """The list says so, with the button; the page that renews the keys warns first."""
    doubted = make_member(organisation, name="Daan")
    assert "must be compared again" not in client.get("/desk/people").content.decode()
    KeyGrant.objects.filter(member=doubted.id).update(mark=b"")
    shown = client.get("/desk/people").content.decode()
    assert ("must be compared again" in shown, f"/desk/people/{doubted.id}/readmit" in shown) == (True, True)
    assert "1 member: compare the numbers" in client.get("/desk/keys/rotation").content.decode()


def test_invitation_whose_key_is_not_proven_is_named(client: Client) -> None:
    """So that the lead knows which one to withdraw."""
    assert "key not proven" not in client.get("/desk/people").content.decode()
    KeyGrant.objects.filter(invitation__isnull=False).update(mark=b"")
    assert "key not proven: withdraw it and invite again" in client.get("/desk/people").content.decode()


def test_recovery_code_that_got_no_key_is_named(client: Client) -> None:
    """Until there is a new one."""
    KeyGrant.objects.filter(recovery__isnull=False).delete()
    assert "Make a new code." in client.get("/desk/keys").content.decode()
    client.post("/desk/keys/recovery-code")
    assert "Make a new code." not in client.get("/desk/keys").content.decode()
