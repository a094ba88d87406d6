"""The finder's cookies, and the tokens of the forms that only a session's own pages contain."""

from secrets import token_urlsafe
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from meldpunt.cases.terms import SESSION_LIFE

NAME = "finder"
LINK = "link"
LINK_SECONDS = 3600
SALT = "meldpunt.doors.portal.sessions"
LONGEST_TOKEN = 200


def session_token(request: HttpRequest) -> str:
    """Return the session token that came with the request, or an empty text."""
    return request.COOKIES.get(_name(request), "")[:LONGEST_TOKEN]


def link_holder(request: HttpRequest) -> str:
    """Return what this browser was given when it opened a mailed link, or an empty text."""
    return request.COOKIES.get(_link_name(request), "")[:LONGEST_TOKEN]


def hold_link(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser what tells it from others, for an hour: `Lax`, since a link in a mail is followed from elsewhere."""
    response.set_cookie(
        _link_name(request),
        link_holder(request) or token_urlsafe(32),
        max_age=LINK_SECONDS,
        secure=_is_secure(request),
        httponly=True,
        samesite="Lax",
    )


def start_session(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Give the browser its session token: out of reach of scripts and of other sites."""
    response.set_cookie(
        _name(request),
        token,
        max_age=SESSION_LIFE,
        secure=_is_secure(request),
        httponly=True,
        samesite="Strict",
    )


def end_session(request: HttpRequest, response: HttpResponse) -> None:
    """Take the session token back from the browser."""
    response.set_cookie(_name(request), "", max_age=0, secure=_is_secure(request), httponly=True, samesite="Strict")


def new_token(session: str) -> str:
    """Return the token of one form of a session; it also names the act, so that sending twice acts once."""
    act = uuid4().hex
    return f"{act}.{_mac(session, act)}"


def owns(session: str, token: str) -> bool:
    """Tell whether a form came from a page of this session."""
    act, _, mac = token.partition(".")
    return constant_time_compare(mac, _mac(session, act))


def act_of(token: str) -> UUID:
    """Return the act that a token names, once `owns` said that it is ours."""
    return UUID(hex=token.partition(".")[0])


def _mac(session: str, act: str) -> str:
    return salted_hmac(SALT, f"{session}.{act}", algorithm="sha256").hexdigest()


def _name(request: HttpRequest) -> str:
    return f"__Host-{NAME}" if _is_secure(request) else NAME


def _link_name(request: HttpRequest) -> str:
    return f"__Host-{LINK}" if _is_secure(request) else LINK


def _is_secure(request: HttpRequest) -> bool:
    """Whether the cookie may only travel over https: always, but for loopback and an onion service, which need none."""
    onion = request.get_host().partition(":")[0].endswith(".onion")
    return request.is_secure() or (settings.SESSION_COOKIE_SECURE and not onion)
