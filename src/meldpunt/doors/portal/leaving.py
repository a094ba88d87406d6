"""Leaving: the session ends here and in the browser."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from meldpunt.cases.actions import leave as end
from meldpunt.doors.portal.guards import FinderRequest, finder_page
from meldpunt.doors.portal.sessions import end_session


@finder_page("POST")
def leave(request: FinderRequest) -> HttpResponse:
    """Close the page behind the code."""
    end(by=request.finder, now=timezone.now())
    response = render(request, "portal/left.html")
    end_session(request, response)
    return response
