"""What search engines may read: the public page, and nothing that leads to somebody's report."""

from django.http import HttpRequest, HttpResponse

from meldpunt.doors.public.guards import open_to_machines

RULES = """User-agent: *
Disallow: /case
Disallow: /desk/
Disallow: /language
Disallow: /o/
"""


@open_to_machines
def show(_request: HttpRequest) -> HttpResponse:
    """Answer with the rules."""
    return HttpResponse(RULES, content_type="text/plain; charset=utf-8")
