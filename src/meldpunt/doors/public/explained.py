"""The page that explains what sealing protects and what not."""

from django.http import HttpResponse
from django.shortcuts import render

from meldpunt.doors.public.guards import OpenRequest, open_page


@open_page
def sealed(request: OpenRequest) -> HttpResponse:
    """Explain what is protected against whom, and what is not."""
    return render(request, "public/sealed.html")
