"""`security.txt`: where and how to report, for programs and for people who look there first (RFC 9116)."""

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.timezone import now

from meldpunt.doors.public.guards import OpenRequest, open_page
from meldpunt.policy.queries import security_text

BRIEFLY = "public, max-age=300"


@open_page
def show(request: OpenRequest) -> HttpResponse:
    """Answer with the text, signed where a key is held."""
    answer = HttpResponse(security_text(request.organisation, now=now()), content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = BRIEFLY
    return answer


@open_page
def old_place(_request: OpenRequest) -> HttpResponse:
    """Lead on to where it stands since RFC 9116."""
    return HttpResponsePermanentRedirect(reverse("public:security-txt"))
