"""Django's handlers of what went wrong: the pages of the look, and a plain word when even that fails."""

import structlog
from django.http import HttpRequest, HttpResponse

from meldpunt.doors.look.errors import error_page

RETRY_AFTER = 120  # seconds
UNAVAILABLE = 503
ALIKE = {411: 400, 507: UNAVAILABLE}
log = structlog.get_logger("meldpunt.pages")


def page(request: HttpRequest, status: int) -> HttpResponse:
    """Return the page for an HTTP status."""
    known = ALIKE.get(status, status)
    try:
        return error_page(request, known, retry_after=RETRY_AFTER if known == UNAVAILABLE else None)
    except Exception:  # the last page there is: a visitor gets at least its number
        log.exception("the error page itself failed")
        return HttpResponse(f"{known}\n", status=known, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Be Django's handler of status 400."""
    del exception
    return page(request, 400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Be Django's handler of status 403; what is not yours looks as if it were not there."""
    del exception
    return page(request, 404)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Be Django's handler of status 404."""
    del exception
    return page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Be Django's handler of status 500."""
    return page(request, 500)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token against forgery is missing or too old; Django's `reason` helps nobody here."""
    del reason
    return page(request, 403)
