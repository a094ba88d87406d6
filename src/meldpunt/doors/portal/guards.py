"""Who may come in: anyone, or the finder whose session is in the cookie.

Every view of this door wears one of the two guards. Neither uses Django's CSRF cookie:

- The report form needs no protection against forged requests. It acts with nobody's authority: there is no session that another
  site could borrow, and a report that another site made its visitor send is a report like any other. Its hidden token only
  ties the answer to one form that we handed out.
- A finder's pages do act with authority. Each POST carries a token that only the pages of this session contain (`sessions.py`),
  the cookie is SameSite=Strict, and a browser that says that a request comes from another site is refused. That last check also
  guards the entrance, so that nobody is brought into a case that is not theirs.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from meldpunt.cases.access import finder_is_here
from meldpunt.cases.terms import FinderPass, SessionOver
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.onion import name_onion
from meldpunt.doors.look.posted import CannotRead, Posted
from meldpunt.doors.portal.asking import ask_for_code
from meldpunt.doors.portal.posting import read_texts_of
from meldpunt.doors.portal.sessions import owns, session_token
from meldpunt.people.terms import OrganisationFacts

type View = Callable[..., HttpResponseBase]
type Guard = Callable[[View], View]
type Read = Callable[[HttpRequest], Posted]


class PortalRequest(HttpRequest):
    """A request for a page of an organisation that exists."""

    organisation: OrganisationFacts


class FinderRequest(PortalRequest):
    """A request with a finder in it: only the guard makes one. `posted` is empty but for a POST."""

    finder: FinderPass
    posted: Posted


def open_page(*methods: str) -> Guard:
    """Let anyone in, with one of `methods`, when there is an organisation at this address."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            return _guarded(request, methods, lambda: view(request, *args, **kwargs))

        return _marked(guarded, "open")

    return guard


def finder_page(*methods: str, read: Read = read_texts_of) -> Guard:
    """Let in who has a finder session; everybody else is asked for the access code, with what was typed kept.

    `read` reads what is posted: texts alone, unless the page has a field for files.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            return _guarded(
                request, methods, lambda: _for_finder(request, read, lambda mine: view(mine, *args, **kwargs))
            )

        return _marked(guarded, "finder")

    return guard


def from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether the browser says that another site made this request; a program that says nothing is believed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def _marked(view: View, audience: str) -> View:
    """Say on the view whom it lets in (a test walks all routes and asks), and that Django's own check is not for it."""
    view.guard = audience  # type: ignore[attr-defined]  # a function takes any attribute
    view.csrf_exempt = True  # type: ignore[attr-defined]  # as above
    return view


def _guarded(
    request: HttpRequest, methods: tuple[str, ...], answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    organisation: OrganisationFacts | None = getattr(request, "organisation", None)
    if organisation is None:
        return error_page(request, 404)
    if request.method not in {*methods, "HEAD" if "GET" in methods else ""}:
        response = error_page(request, 405)
        response.headers["Allow"] = ", ".join(methods)
        return response
    with timezone.override(ZoneInfo(organisation.zone)):
        answered = answer()
    answered.headers.setdefault("Cache-Control", "no-store")
    return name_onion(request, answered)


def _for_finder(
    request: HttpRequest, read: Read, view: Callable[[FinderRequest], HttpResponseBase]
) -> HttpResponseBase:
    if request.method == "POST" and from_elsewhere(request):
        return error_page(request, 403)
    posted = Posted.nothing()
    if request.method == "POST":
        try:
            posted = (read if is_here(request) else read_texts_of)(request)
        except CannotRead as problem:
            return error_page(request, problem.status)
    token = session_token(request)
    if not token or (request.method == "POST" and not owns(token, posted.text("form"))):
        return ask_for_code(request, posted)
    try:
        return view(_with_finder(request, token, posted))
    except SessionOver:
        return ask_for_code(request, posted)


def is_here(request: HttpRequest) -> bool:
    """Tell whether a finder's page is open in this browser, before anything they send is kept; who is not there leaves no file."""
    token = session_token(request)
    finder = FinderPass(token=token, organisation=request.organisation.id)  # type: ignore[attr-defined]
    return bool(token) and finder_is_here(by=finder, now=timezone.now())


def _with_finder(request: HttpRequest, token: str, posted: Posted) -> FinderRequest:
    request.finder = FinderPass(token=token, organisation=request.organisation.id)  # type: ignore[attr-defined]
    request.posted = posted  # type: ignore[attr-defined]
    return request  # type: ignore[return-value]  # it has all that a FinderRequest has
