"""Pages for what went wrong, in the visitor's language, without a word of what was sent."""

from django.http import HttpRequest, HttpResponse


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or wrong."""
    return HttpResponse(status=403)
