"""What every answer carries, and whose page a request is for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

type Answer = Callable[[HttpRequest], HttpResponse]


def security_headers(answer: Answer) -> Answer:
    """Add the headers that Django has no setting for."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
        return response

    return answered


def organisation_of_host(answer: Answer) -> Answer:
    """Set `request.organisation` from the host name."""

    def answered(request: HttpRequest) -> HttpResponse:
        return answer(request)

    return answered
