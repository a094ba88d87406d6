"""Who may come in here: anybody who asks for an organisation that exists, and machines that ask whether we live."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.onion import name_onion
from meldpunt.people.terms import OrganisationFacts


class OpenRequest(HttpRequest):
    """A request that came to an organisation."""

    organisation: OrganisationFacts


type Page = Callable[..., HttpResponse]
type View = Callable[..., HttpResponse]


def open_page(page: Page) -> View:
    """Let anybody read the page of an organisation; a host that belongs to none gets the page for nothing there."""

    @wraps(page)
    def guarded(request: HttpRequest, **named: object) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if getattr(request, "organisation", None) is None:
            return error_page(request, 404)
        return name_onion(request, page(cast("OpenRequest", request), **named))

    return guarded


def open_to_machines(view: View) -> View:
    """Let any program ask, whatever host name it used: it learns nothing about an organisation."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: object) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return view(request, **named)

    return guarded
