"""Members at the desk: a test client that sits there, without the slow password."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from meldpunt.doors.desk.sessions import SessionStore
from meldpunt.doors.desk.unlocking import key_cookie, take_seat
from meldpunt.people.access import stamp_of
from meldpunt.people.terms import SignedIn
from tests.factories.people import MadeMember


def client_of(member: MadeMember, *, locked: bool = False) -> Client:
    """Return a browser in which `member` is signed in."""
    request, response = HttpRequest(), HttpResponse()
    request.session = SessionStore()
    signed_in = SignedIn(member=member.id, stamp=stamp_of(member.id), seed=member.seed)
    take_seat(request, response, signed_in, now=timezone.now())
    request.session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    if not locked:
        client.cookies[key_cookie()] = response.cookies[key_cookie()].value
    return client


def move_seat(client: Client, **facts: str) -> None:
    """Change what the client's session says: `seen_at`, `signed_in_at` and the like, as they are stored."""
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session.update(facts)
    session.save()


def look(desk: Client, text: str) -> str:
    """Let the policy editor show what a text changes, and return what stands for having seen it."""
    answer = desk.post("/desk/policy", {"text": text}).text
    return answer.partition('name="seen" value="')[2].partition('"')[0]
