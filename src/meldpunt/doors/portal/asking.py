"""The page that asks for the access code, with what was typed and attached elsewhere kept while it asks."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from meldpunt.doors.look.attachments import gather
from meldpunt.doors.look.posted import Posted
from meldpunt.doors.portal import words
from meldpunt.doors.portal.notices import CANNOT_CHANGE, SESSION_OVER, Notice, log_trouble
from meldpunt.doors.portal.posting import keep
from meldpunt.doors.portal.sessions import end_session, session_token


def ask_for_code(request: HttpRequest, posted: Posted) -> HttpResponse:
    """Ask for the code in the place of the page that was asked for; a session that is over is taken from the browser."""
    had_session = bool(session_token(request))
    response = code_page(request, posted, notice=SESSION_OVER if had_session else None, status=403)
    if had_session:
        end_session(request, response)
    return response


def code_page(
    request: HttpRequest,
    posted: Posted,
    *,
    notice: Notice | None = None,
    wrong: bool = False,
    is_open: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show the field for the code; a message and its files travel along until the code is there. `is_open`: a page is, in this browser."""
    now = timezone.now()
    attached = gather(posted, organisation=request.organisation.id, now=now)  # type: ignore[attr-defined]  # the guard saw it
    try:
        attached = keep(request, attached, now=now)
    except (DatabaseError, OSError) as problem:
        log_trouble(problem)
        notice, status = CANNOT_CHANGE, 503
    kept = {"message": posted.text("message"), "uploads": attached.key}
    context = {
        "notice": notice,
        "wrong": wrong,
        "kept": kept,
        "lost": words.names(attached.skipped),
        "is_open": is_open,
    }
    response = render(request, "portal/case.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
