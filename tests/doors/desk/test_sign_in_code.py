"""The page between the password and the desk: until the code fits, nobody is signed in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from meldpunt.doors.desk.halfway import half_cookie
from meldpunt.doors.desk.sessions import SessionStore
from meldpunt.doors.desk.unlocking import key_cookie
from meldpunt.people.actions import change_password, change_role, clear_second_factor, remove_member
from meldpunt.people.models import Draft
from meldpunt.people.rules.sessions import CODE_LIFE
from meldpunt.people.terms import Role
from tests.factories.desk import client_of
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead, make_member
from tests.factories.second_factor import code_of, make_factor

pytestmark = pytest.mark.django_db
PAGES = ("/desk/", "/desk/account", "/desk/people", "/desk/account/second-factor", "/desk/keys", "/desk/unlock")


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give a lead with a password."""
    return make_lead(organisation, password=PASSWORD, language="en")


@pytest.fixture
def factor(lead: MadeMember) -> tuple[bytes, tuple[str, ...]]:
    """Give the lead's app and spare codes."""
    return make_factor(lead)


@pytest.fixture
def client(lead: MadeMember, factor: tuple[bytes, tuple[str, ...]]) -> Client:  # noqa: ARG001 - made first
    """Give a browser in which the password was right."""
    return with_password(Client(headers={"Accept-Language": "en"}), lead)


def with_password(client: Client, lead: MadeMember) -> Client:
    """Give the password."""
    answer = client.post("/desk/sign-in", {"email": lead.email, "password": PASSWORD, "next": "/desk/account"})
    assert answer.headers["Location"] == "/desk/sign-in/code?next=%2Fdesk%2Faccount"
    return client


def try_code(client: Client, code: str, query: str = "") -> tuple[int, str]:
    """Send the form; return the status and where it leads."""
    answer = client.post(f"/desk/sign-in/code{query}", {"code": code, "next": "/desk/account"})
    return answer.status_code, answer.headers.get("Location", "")


def now_code(factor: tuple[bytes, tuple[str, ...]]) -> str:
    """Return what the app shows."""
    return code_of(factor[0], now=timezone.now())


def is_nobody(client: Client) -> bool:
    """Tell whether every page of the desk asks to sign in."""
    return all(client.get(page).headers.get("Location", "").startswith("/desk/sign-in?") for page in PAGES)


def test_password_alone_opens_no_page(client: Client) -> None:
    """Neither the queue nor the account nor the page that unlocks."""
    assert is_nobody(client)
    assert client.post("/desk/unlock", {"password": PASSWORD}).headers["Location"].startswith("/desk/sign-in?")


def test_password_alone_leaves_no_seat_and_no_key(client: Client, lead: MadeMember) -> None:
    """The session holds neither a member nor what the desk's cookie opens."""
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value).load()
    assert (set(session) & {"member", "sealed", "signed_in_at"}, key_cookie() in client.cookies) == (set(), False)
    assert not any(text in str(session) for text in (repr(lead.seed), lead.seed.hex()))


def test_password_alone_keeps_no_draft(client: Client) -> None:
    """What is sent to a page of the desk is not taken for the member's."""
    client.post("/desk/settings", {"name": "X", "notice_phrase": "Y"})
    assert Draft.objects.count() == 0


def test_half_a_key_is_no_key(client: Client, lead: MadeMember) -> None:
    """The cookie of this step opens nothing at the desk, in whatever session."""
    half = client.cookies[half_cookie()].value
    seated = client_of(lead, locked=True)
    seated.cookies[key_cookie()] = half
    assert seated.get("/desk/account").headers["Location"].startswith("/desk/unlock")
    client.cookies[key_cookie()] = half
    assert is_nobody(client)


def test_code_opens_the_desk_where_one_wanted_to_be(client: Client, factor) -> None:
    """Under a new session, with its own key; nothing of the step is left."""
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert try_code(client, now_code(factor)) == (302, "/desk/account")
    assert client.get("/desk/account").status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert (client.cookies[half_cookie()].value, Session.objects.count()) == ("", 1)


def test_code_does_not_lead_elsewhere(client: Client, factor) -> None:
    """As after the password."""
    answer = client.post("/desk/sign-in/code", {"code": now_code(factor), "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/desk/"


def test_spare_code_opens_the_desk(client: Client, factor) -> None:
    """On the same page, or on the one that asks for it."""
    page = client.get("/desk/sign-in/code?spare=1").content.decode()
    assert ("Your spare code" in page, "inputmode" in page) == (True, False)
    assert try_code(client, factor[1][0].lower(), "?spare=1") == (302, "/desk/account")


def test_page_asks_for_a_code_as_telephones_understand_it(client: Client) -> None:
    """So that they offer digits."""
    page = client.get("/desk/sign-in/code").content.decode()
    assert all(text in page for text in ('autocomplete="one-time-code"', 'inputmode="numeric"'))


def test_wrong_code_answers_like_a_wrong_password(client: Client) -> None:
    """422, the form again, nothing typed in it is lost to others."""
    assert (try_code(client, "x"), is_nobody(client)) == ((422, ""), True)


@pytest.mark.parametrize("code", ["", "\x00", "1" * 500, "\x00" * 6, "½½½½½½"])
def test_odd_codes_get_the_form_again(client: Client, code: str) -> None:
    """Never an error."""
    assert try_code(client, code) == (422, "")


def test_full_width_digits_and_spaces_are_a_code(client: Client, factor) -> None:
    """As some keyboards write them."""
    code = now_code(factor)
    typed = " ".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert try_code(client, typed) == (302, "/desk/account")


def test_code_works_in_one_of_two_tabs(client: Client, lead: MadeMember, factor) -> None:
    """The other one asks for the next code."""
    other, code = with_password(Client(), lead), now_code(factor)
    assert (try_code(client, code)[0], try_code(other, code)[0]) == (302, 422)


def test_reload_after_the_code_is_no_second_sign_in(client: Client, factor) -> None:
    """The step is over."""
    code = now_code(factor)
    assert (try_code(client, code)[0], try_code(client, code)[0]) == (302, 410)


def test_step_ends_after_five_minutes(client: Client, factor) -> None:
    """Then the password is asked again."""
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session["halfway"] |= {"since": (timezone.now() - CODE_LIFE).isoformat()}
    session.save()
    assert try_code(client, now_code(factor))[0] == 410
    assert is_nobody(client)


def test_row_of_the_step_ends_by_itself(client: Client) -> None:
    """So that nothing stays behind."""
    assert client.get("/desk/sign-in/code").status_code == 200
    assert Session.objects.get().expire_date <= timezone.now() + CODE_LIFE


def test_stolen_session_cookie_is_half_of_it(client: Client, factor) -> None:
    """Without the other cookie no code is even looked at."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert try_code(thief, now_code(factor))[0] == 410


@pytest.mark.parametrize("key", ["", "x", "é", "AAAA", "A" * 44])
def test_damaged_cookie_begins_again(client: Client, factor, key: str) -> None:
    """Never an error."""
    client.cookies[half_cookie()] = key
    assert try_code(client, now_code(factor))[0] == 410


def test_cookie_of_another_step_does_not_fit(client: Client, lead: MadeMember, factor) -> None:
    """It is bound to its session."""
    client.cookies[half_cookie()] = with_password(Client(), lead).cookies[half_cookie()].value
    assert try_code(client, now_code(factor))[0] == 410


def test_code_without_a_password_is_nothing(factor) -> None:
    """For a stranger who knows only the code."""
    assert try_code(Client(), now_code(factor))[0] == 410


def between(name: str, lead: MadeMember, organisation: MadeOrganisation) -> None:
    """Do something to the lead between password and code."""
    other, now = make_lead(organisation).unlocked, timezone.now()
    deeds: dict[str, Callable[[], object]] = {
        "removed": lambda: remove_member(member=lead.id, by=other, now=now),
        "cleared": lambda: clear_second_factor(member=lead.id, by=other, now=now),
        "password": lambda: change_password(old=PASSWORD, new="rode zebra onder water 9", by=lead.locked, now=now),
    }
    deeds[name]()


@pytest.mark.parametrize("name", ["removed", "cleared", "password"])
def test_what_happened_meanwhile_begins_it_again(client: Client, lead, organisation, factor, name: str) -> None:
    """And nobody is signed in."""
    between(name, lead, organisation)
    assert (try_code(client, now_code(factor))[0], is_nobody(client)) == (410, True)


def test_role_that_was_taken_meanwhile_is_gone(client: Client, lead: MadeMember, organisation, factor) -> None:
    """The role counts as it is now."""
    other = make_lead(organisation)
    change_role(member=lead.id, role=Role.ADMINISTRATOR, by=other.unlocked, now=timezone.now())
    try_code(client, now_code(factor))
    assert (client.get("/desk/people").status_code, client.get("/desk/keys").status_code) == (200, 403)


def test_guessing_codes_is_slowed_and_then_paused(client: Client) -> None:
    """The sixth is not looked at, and says for how long."""
    answers = [client.post("/desk/sign-in/code", {"code": "x"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert [b"we look at none of an app" in answer.content for answer in answers] == [False] * 5 + [True]


def test_unlocking_asks_the_password_alone(lead: MadeMember, factor) -> None:  # noqa: ARG001 - made first
    """And the page says so."""
    client = client_of(lead, locked=True)
    assert b"Only your password is asked here, no code." in client.get("/desk/unlock").content
    assert client.post("/desk/unlock", {"password": PASSWORD}).status_code == 302
    assert client.get("/desk/account").status_code == 200


def test_who_is_signed_in_and_begins_again_is_signed_out(lead: MadeMember, factor) -> None:  # noqa: ARG001 - made first
    """No two members in one browser."""
    client = client_of(lead)
    with_password(client, lead)
    assert is_nobody(client)


def test_form_without_token_is_refused(client: Client, factor) -> None:
    """Django's check stands before this POST too."""
    client.handler.enforce_csrf_checks = True
    assert try_code(client, now_code(factor))[0] == 403


def test_pages_are_kept_by_nobody(client: Client) -> None:
    """Neither by the browser nor on the way."""
    assert client.get("/desk/sign-in/code").headers["Cache-Control"] == "no-store"


def test_nothing_of_a_colleague_is_reached(lead: MadeMember, organisation: MadeOrganisation, factor) -> None:
    """A colleague's step takes no code of mine."""
    colleague = make_member(organisation, password=PASSWORD)
    make_factor(colleague, now=timezone.now() - timedelta(days=1))
    assert try_code(with_password(Client(), colleague), now_code(factor))[0] == 422
    assert lead.unlocked.member != colleague.id
