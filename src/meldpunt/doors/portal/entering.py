"""The entrance to a finder's own page: the access code, in any spelling."""

from datetime import datetime

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from meldpunt.arrivals.terms import Act, Channel
from meldpunt.cases.actions import enter
from meldpunt.cases.terms import CodeUnknown
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.posted import CannotRead, Posted
from meldpunt.doors.portal.asking import code_page
from meldpunt.doors.portal.guards import PortalRequest, from_elsewhere, is_here, open_page
from meldpunt.doors.portal.notices import CANNOT_CHANGE, log_trouble, too_many_codes
from meldpunt.doors.portal.posting import charge, read_texts_of
from meldpunt.doors.portal.sessions import start_session
from meldpunt.doors.portal.status import opened_page

DELAY = "Meldpunt-Delay"
LONGEST_CODE = 500


@open_page("GET", "POST")
def case(request: PortalRequest) -> HttpResponse:
    """Ask for the code, or open the page behind it; whose page is open already is led to it, and may still enter another code."""
    if request.method != "POST":
        return code_page(request, Posted.nothing(), is_open=is_here(request))
    if from_elsewhere(request):
        return error_page(request, 403)
    try:
        posted = read_texts_of(request)
    except CannotRead as problem:
        return error_page(request, problem.status)
    return _entered(request, posted, timezone.now())


def _entered(request: PortalRequest, posted: Posted, now: datetime) -> HttpResponse:
    """Try the code first: a right one is never slowed or refused, however many wrong ones came before."""
    code = posted.text("code")[:LONGEST_CODE]
    try:
        finder = enter(organisation=request.organisation.id, code=code, by=Channel.FORM, now=now)
    except CodeUnknown:
        return _wrong(request, posted, now)
    except (DatabaseError, OSError) as problem:
        log_trouble(problem)
        return code_page(request, posted, notice=CANNOT_CHANGE, status=503)
    if posted.text("message") or posted.text("uploads"):
        response = opened_page(request, finder, posted, now=now)
    else:
        response = HttpResponseRedirect(reverse("portal:status"), status=303)
    start_session(request, response, finder.token)
    return response


def _wrong(request: PortalRequest, posted: Posted, now: datetime) -> HttpResponse:
    verdict = charge(request, Act.WRONG_CODE, now=now)
    if verdict.refused:
        response = code_page(request, posted, notice=too_many_codes(verdict.retry_after), status=429)
        response.headers["Retry-After"] = str(verdict.retry_after)
        return response
    response = code_page(request, posted, wrong=True, status=403)
    if verdict.delay:
        response.headers[DELAY] = f"{verdict.delay:.1f}"
    return response
