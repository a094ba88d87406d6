"""The link of a mailed receipt: looking shows a button and asks nothing, pressing it shows the code, once.

A page can be lost on its way, and the code with it: pressing the button again shows the same browser the same code for a while.
"""

from datetime import datetime, timedelta

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from meldpunt.arrivals.terms import Act, Channel
from meldpunt.cases.actions import open_code_link
from meldpunt.cases.rules.code_links import AGAIN
from meldpunt.cases.terms import LinkOver
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.posted import CannotRead
from meldpunt.doors.portal.guards import PortalRequest, from_elsewhere, open_page
from meldpunt.doors.portal.notices import CANNOT_SHOW, Notice, log_trouble, too_many_links
from meldpunt.doors.portal.posting import charge, read_texts_of
from meldpunt.doors.portal.receipt import receipt_page
from meldpunt.doors.portal.sessions import hold_link, link_holder

DELAY = "Meldpunt-Delay"
LONGEST_TOKEN = 200
GONE, TOO_MANY, BUSY = 410, 429, 503


@open_page("GET")
def code_link(request: PortalRequest, token: str) -> HttpResponse:
    """Show the button, the same for every token: mail programs and filters look at links by themselves."""
    with translation.override(_spoken(request, request.GET.get("language", ""))):
        return _shown(request, token)


@open_page("POST")
def show_code(request: PortalRequest) -> HttpResponse:
    """Use the link up and show the receipt with the code, at an address without the token."""
    if from_elsewhere(request):
        return error_page(request, 403)
    try:
        posted = read_texts_of(request)
    except CannotRead as problem:
        return error_page(request, problem.status)
    with translation.override(_spoken(request, posted.text("language"))):
        return _used(request, posted.text("link")[:LONGEST_TOKEN], timezone.now())


def _used(request: PortalRequest, token: str, now: datetime) -> HttpResponse:
    """Try the link first: a right one is never slowed or refused, however many wrong ones came before."""
    try:
        receipt = open_code_link(
            organisation=request.organisation.id, token=token, browser=link_holder(request), by=Channel.MAIL, now=now
        )
    except LinkOver:
        return _over(request, token, now)
    except (DatabaseError, OSError) as problem:
        log_trouble(problem)
        return _shown(request, token, notice=CANNOT_SHOW, status=BUSY)
    return receipt_page(request, receipt, files=0, delay=0, is_mailed=True)


def _over(request: PortalRequest, token: str, now: datetime) -> HttpResponse:
    verdict = charge(request, Act.WRONG_CODE, now=now)
    if verdict.refused:
        response = _shown(request, token, notice=too_many_links(verdict.retry_after), status=TOO_MANY)
        response.headers["Retry-After"] = str(verdict.retry_after)
        return response
    response = render(request, "portal/link_over.html", status=GONE)
    if verdict.delay:
        response.headers[DELAY] = f"{verdict.delay:.1f}"
    return response


def _shown(request: PortalRequest, token: str, *, notice: Notice | None = None, status: int = 200) -> HttpResponse:
    context = {"link": token[:LONGEST_TOKEN], "notice": notice, "minutes": AGAIN // timedelta(minutes=1)}
    response = render(request, "portal/code_link.html", context, status=status)
    response.headers["Referrer-Policy"] = "strict-origin"  # no page that follows is told of the token
    hold_link(request, response)
    return response


def _spoken(request: PortalRequest, asked: str) -> str:
    """Return the language of the mail, where the pages speak it; else the one that the browser asks for."""
    return asked if asked in request.organisation.languages else translation.get_language()
