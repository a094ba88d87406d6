"""Signing in, unlocking, locking, signing out: what stands in the session, and in which cookie."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget
from meldpunt.doors.desk import patience
from meldpunt.doors.desk.sessions import SessionStore, stored_key
from meldpunt.doors.desk.unlocking import key_cookie
from meldpunt.people.rules.sessions import ABSOLUTE_LIMIT, IDLE_LIMIT
from meldpunt.people.terms import Role
from tests.factories.desk import client_of, move_seat
from tests.factories.people import PASSWORD, MadeMember, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> MadeMember:
    """Give a lead with a password."""
    return make_lead(make_organisation(host_names=["testserver"]), password=PASSWORD)


@pytest.fixture(autouse=True)
def _fresh_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test pay for another's wrong passwords."""
    budget = Budget(burst=1, per_hour=10, slowed=1)
    monkeypatch.setattr(patience, "_allowance", Allowance({Act.WRONG_PASSWORD: budget}))


def sign_in(client: Client, lead: MadeMember, password: str = PASSWORD, **more: str) -> object:
    """Send the form."""
    return client.post("/desk/sign-in", {"email": lead.email, "password": password, **more})


@pytest.mark.usefixtures("lead")
def test_stranger_is_sent_to_the_sign_in_page() -> None:
    """And comes back to where they wanted to be."""
    answer = Client().get("/desk/settings?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in?next=%2Fdesk%2Fsettings%3Fa%3Db")


def test_right_password_signs_in_and_unlocks(lead: MadeMember) -> None:
    """One form does both."""
    client = Client()
    sign_in(client, lead)
    assert client.get("/desk/account").status_code == 200


def test_cookies_are_kept_from_scripts_and_from_elsewhere(lead: MadeMember) -> None:
    """The sign-in cookie comes along with links in mails, the unlocking one never."""
    client = Client()
    cookies = sign_in(client, lead).cookies  # type: ignore[attr-defined]
    facts = {
        name: (c["httponly"], c["samesite"], c["path"])
        for name, c in cookies.items()
        if name != settings.CSRF_COOKIE_NAME
    }
    assert facts == {"desk": (True, "Lax", "/desk/"), key_cookie(): (True, "Strict", "/desk/")}


def test_table_holds_neither_key_nor_seed(lead: MadeMember) -> None:
    """A copy of the sessions signs nobody in and unlocks nothing."""
    client = client_of(lead)
    key = client.cookies["desk"].value
    row = Session.objects.get()
    assert row.session_key == stored_key(key) != key
    assert lead.seed not in SessionStore(key)["sealed"].encode()
    assert client.cookies[key_cookie()].value not in str(dict(SessionStore(key).items()))


def test_session_key_from_the_table_is_worthless(lead: MadeMember) -> None:
    """The digest is not a key."""
    client_of(lead)
    thief = Client()
    thief.cookies["desk"] = Session.objects.get().session_key
    assert thief.get("/desk/account").headers["Location"].startswith("/desk/sign-in")


def test_sign_in_makes_a_new_session(lead: MadeMember) -> None:
    """Nobody can prepare one for somebody else."""
    client = Client()
    client.cookies["desk"] = "a" * 32
    sign_in(client, lead)
    assert client.cookies["desk"].value != "a" * 32


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/desk/", "//evil.example/desk/", "/report", "javascript:alert(1)", "/desk/../o/x/"],
)
def test_sign_in_leads_only_to_the_desk(lead: MadeMember, elsewhere: str) -> None:
    """A link to the sign-in page cannot be made to lead away."""
    assert sign_in(Client(), lead, next=elsewhere).headers["Location"] == "/desk/"  # type: ignore[attr-defined]


def test_wrong_password_and_unknown_address_look_the_same(lead: MadeMember) -> None:
    """The page does not say which of the two was wrong."""
    known = Client().post("/desk/sign-in", {"email": lead.email, "password": "wrong horse"})
    unknown = Client().post("/desk/sign-in", {"email": "nobody@clinic.example", "password": "wrong horse"})
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert without_tokens(known.content.decode(), lead.email) == without_tokens(
        unknown.content.decode(), "nobody@clinic.example"
    )


def without_tokens(page: str, email: str) -> list[str]:
    """Return the lines of a page that are the same for everybody."""
    return [line.replace(email, "") for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_wrong_password_is_not_sent_back(lead: MadeMember) -> None:
    """What was typed into it never stands in a page."""
    answer = Client().post("/desk/sign-in", {"email": lead.email, "password": "wrong horse battery"})
    assert b"wrong horse battery" not in answer.content


def test_wrong_passwords_wait_and_are_then_not_tried(lead: MadeMember) -> None:
    """First a delay, then a page that says how long; a right password is not tried either."""
    client = Client(REMOTE_ADDR="203.0.113.7")
    answers = [sign_in(client, lead, "wrong horse") for _ in range(2)]
    refused = sign_in(client, lead)
    assert [answer.headers.get("Meldpunt-Delay") for answer in answers] == [None, "2.0"]  # type: ignore[attr-defined]
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)  # type: ignore[attr-defined]


def test_others_are_not_slowed(lead: MadeMember) -> None:
    """The budget is of one address."""
    for _ in range(3):
        sign_in(Client(REMOTE_ADDR="203.0.113.7"), lead, "wrong horse")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.8"), lead).status_code == 302  # type: ignore[attr-defined]


def test_idle_desk_asks_for_the_password(lead: MadeMember) -> None:
    """The member stays signed in."""
    client = client_of(lead)
    move_seat(client, seen_at=(timezone.now() - IDLE_LIMIT).isoformat())
    assert client.get("/desk/account").headers["Location"] == "/desk/unlock?next=%2Fdesk%2Faccount"


def test_being_there_keeps_the_desk_open(lead: MadeMember) -> None:
    """Every page counts."""
    client = client_of(lead)
    move_seat(client, seen_at=(timezone.now() - IDLE_LIMIT + timedelta(minutes=1)).isoformat())
    client.get("/desk/account")
    assert timezone.now() - datetime.fromisoformat(SessionStore(client.cookies["desk"].value)["seen_at"]) < timedelta(
        minutes=1
    )


def test_old_session_is_over(lead: MadeMember) -> None:
    """However busy it was."""
    client = client_of(lead)
    move_seat(client, signed_in_at=(timezone.now() - ABSOLUTE_LIMIT).isoformat())
    assert client.get("/desk/account").headers["Location"].startswith("/desk/sign-in")
    assert Session.objects.count() == 0


def test_unlocking_opens_the_desk_again(lead: MadeMember) -> None:
    """With the password alone."""
    client = client_of(lead, locked=True)
    answer = client.post("/desk/unlock", {"password": PASSWORD, "next": "/desk/account"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/account")
    assert client.get("/desk/account").status_code == 200


def test_wrong_password_does_not_unlock(lead: MadeMember) -> None:
    """And says so."""
    client = client_of(lead, locked=True)
    assert client.post("/desk/unlock", {"password": "wrong horse"}).status_code == 422
    assert client.get("/desk/account").status_code == 303


def test_locking_forgets_the_seed(lead: MadeMember) -> None:
    """The old cookie unlocks nothing any more, even if it was kept."""
    client = client_of(lead)
    kept = client.cookies[key_cookie()].value
    client.post("/desk/lock")
    client.cookies[key_cookie()] = kept
    assert client.get("/desk/account").headers["Location"].startswith("/desk/unlock")


def test_signing_out_destroys_both(lead: MadeMember) -> None:
    """Session row and cookie."""
    client = client_of(lead)
    client.post("/desk/sign-out")
    assert Session.objects.count() == 0
    assert client.cookies[key_cookie()].value == ""


@pytest.mark.parametrize("page", ["lock", "sign-out"])
def test_looking_at_an_address_does_nothing(lead: MadeMember, page: str) -> None:
    """A picture in a mail cannot sign anybody out."""
    client = client_of(lead)
    client.get(f"/desk/{page}")
    assert client.get("/desk/account").status_code == 200


def test_somebody_elses_key_cookie_unlocks_nothing(lead: MadeMember) -> None:
    """The seed is bound to its member and its session."""
    other = client_of(make_member(make_organisation(), Role.HANDLER))
    client = client_of(lead)
    client.cookies[key_cookie()] = other.cookies[key_cookie()].value
    assert client.get("/desk/account").headers["Location"].startswith("/desk/unlock")


@pytest.mark.parametrize("key", ["", "x", "é", "AAAA", "A" * 44])
def test_damaged_key_cookie_only_locks(lead: MadeMember, key: str) -> None:
    """Never an error."""
    client = client_of(lead)
    client.cookies[key_cookie()] = key
    assert client.get("/desk/account").headers["Location"].startswith("/desk/unlock")


def test_link_from_a_mail_is_followed_once_more_from_here(lead: MadeMember) -> None:
    """The strict cookie does not come along with the first request: the desk is not locked for that."""
    client = client_of(lead, locked=True)
    answer = client.get("/desk/account", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, b"url=/desk/account" in answer.content) == (200, True)


def test_changed_password_ends_other_sessions(lead: MadeMember) -> None:
    """This one goes on."""
    here, there = client_of(lead), client_of(lead)
    here.post("/desk/account/password", {"old": PASSWORD, "new": "rode zebra onder water 9"})
    assert here.get("/desk/account").status_code == 200
    assert there.get("/desk/account").headers["Location"].startswith("/desk/sign-in")


def test_every_page_is_kept_by_nobody(lead: MadeMember) -> None:
    """Neither by the browser nor on the way."""
    client = client_of(lead)
    pages = ("account", "people", "keys", "settings", "journal", "sign-in", "unlock", "forgotten")
    assert {client.get(f"/desk/{page}").headers["Cache-Control"] for page in pages} == {"no-store"}


def test_form_without_token_is_refused(lead: MadeMember) -> None:
    """Django's check stands before every POST."""
    client = client_of(lead)
    client.handler.enforce_csrf_checks = True
    assert client.post("/desk/account", {"name": "X", "language": "nl"}).status_code == 403
