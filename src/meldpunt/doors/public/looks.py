"""What an organisation looks like: its colours and font, its logo, the icon of the tab."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static

from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.themes import stylesheet, theme_version
from meldpunt.doors.public.guards import OpenRequest, open_page, open_to_machines
from meldpunt.people.queries import logo_of

FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"


@open_page
def theme(request: OpenRequest) -> HttpResponse:
    """Answer with the organisation's tokens, to be kept for ever under the version in its address."""
    own = request.organisation.theme
    response = HttpResponse(stylesheet(own), content_type="text/css; charset=utf-8")
    return _kept(response, current=request.GET.get("v") == theme_version(own))


@open_page
def logo(request: OpenRequest) -> HttpResponse:
    """Answer with the organisation's logo."""
    found = logo_of(request.organisation.id, brand=request.organisation.brand)
    if found is None:
        return error_page(request, HTTPStatus.NOT_FOUND)
    response = HttpResponse(found.content, content_type=found.media_type.value)
    return _kept(response, current=request.GET.get("v") == request.organisation.logo_version)


@open_to_machines
def favicon(_request: HttpRequest) -> HttpResponse:
    """Point browsers that guess this address to the real icon."""
    return HttpResponsePermanentRedirect(static("look/seal.svg"))


def _kept(response: HttpResponse, *, current: bool) -> HttpResponse:
    response.headers["Cache-Control"] = FOR_EVER if current else BRIEFLY
    return response
