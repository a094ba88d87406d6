"""The choice of language, by a link, remembered in a cookie that says nothing else."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from meldpunt.doors.look.errors import error_page
from meldpunt.doors.public.guards import OpenRequest, open_page

REMEMBERED_SECONDS = 90 * 24 * 3600


@open_page
def choose(request: OpenRequest) -> HttpResponse:
    """Remember `?language=` and go back to `?next=`, a path on this site; a language not spoken here is no page."""
    language = request.GET.get("language", "")
    if language not in request.organisation.languages:
        return error_page(request, 404)
    response = HttpResponseRedirect(_path(request.GET.get("next", "")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=REMEMBERED_SECONDS,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _path(asked: str) -> str:
    """Return `asked` when it is a plain path of this site, else the first page."""
    safe = asked.startswith("/") and "?" not in asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else reverse("public:home")
