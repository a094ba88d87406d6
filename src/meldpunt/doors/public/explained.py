"""Pages that explain: what sealing protects and what not, and how well the site can be used by everybody."""

from django.http import HttpResponse
from django.shortcuts import render

from meldpunt.doors.public.guards import OpenRequest, open_page


@open_page
def sealed(request: OpenRequest) -> HttpResponse:
    """Explain what is protected against whom, and what is not."""
    return render(request, "public/sealed.html")


@open_page
def accessibility(request: OpenRequest) -> HttpResponse:
    """Explain how the site was made for everybody, and what to do when it does not work for somebody."""
    return render(request, "public/accessibility.html")
