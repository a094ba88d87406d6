"""A finder's own page: what has happened, what comes next, the conversation, and a place to say more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from meldpunt.arrivals.terms import Act, DraftsGone
from meldpunt.cases.access import open_file_for_finder, open_for_finder
from meldpunt.cases.actions import write_as_finder
from meldpunt.cases.terms import CaseNotFound, FinderPass, NothingSaid, OpenedThread
from meldpunt.doors.look.attachments import Attached, TellsOfPlace, gather, to_send
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.posted import Posted
from meldpunt.doors.look.reckoned import explained, name_of
from meldpunt.doors.portal import notices, person, words
from meldpunt.doors.portal.forms import MessageForm
from meldpunt.doors.portal.guards import FinderRequest, PortalRequest, finder_page
from meldpunt.doors.portal.notices import Notice
from meldpunt.doors.portal.posting import charge, keep, read_form_of
from meldpunt.doors.portal.sessions import act_of, new_token
from meldpunt.obligations.queries import obligations_to
from meldpunt.obligations.terms import ShownObligation
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.terms import ContactMode, IdentityMode, PolicyTerms, PromiseKind
from meldpunt.reports.terms import FileSummary, ReportError

DELAY = "Meldpunt-Delay"
OVER_SHOWN = 5
WORDS = frozenset({PromiseKind.FIRST_ANSWER, PromiseKind.SILENCE})
SAID = frozenset({"sent", "contact", "deleted", "key", "no_key"})
DOWNLOAD_CSP = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True)
class Saying:
    """What the finder is about to say, as the page shows it."""

    form: MessageForm
    attached: Attached
    notice: Notice | None = None
    said: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@finder_page("GET", "POST", read=read_form_of)
def status(request: FinderRequest) -> HttpResponse:
    """Show the page, or add a message to the conversation."""
    now = timezone.now()
    if request.method == "POST":
        return _say(request, now)
    said = request.GET.get("said", "")
    empty = Saying(MessageForm(initial={}), Attached(request.organisation.id), said=said if said in SAID else "")
    return _show(request, request.finder, empty, now)


@finder_page("GET")
def file(request: FinderRequest, file: UUID) -> HttpResponseBase:
    """Hand out one file of this thread: as a download, never as a page."""
    try:
        opened = open_file_for_finder(file=file, by=request.finder, now=timezone.now())
    except CaseNotFound:
        return error_page(request, 404)
    response = StreamingHttpResponse(opened.chunks, content_type="application/octet-stream")
    response.headers["Content-Length"] = str(opened.size)
    response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=opened.name) or "attachment"
    )
    return response


def opened_page(request: PortalRequest, finder: FinderPass, posted: Posted, *, now: datetime) -> HttpResponse:
    """Show the page right after the code, with a message that was typed before the code was asked for again."""
    attached = gather(posted, organisation=request.organisation.id, now=now)
    return _show(request, finder, Saying(MessageForm(initial=_typed(posted)), attached), now)


def _say(request: FinderRequest, now: datetime) -> HttpResponse:
    attached = gather(request.posted, organisation=request.organisation.id, now=now)
    saying = Saying(MessageForm(request.posted.texts), attached)
    if not saying.form.judge_files(attached):
        return _show(request, request.finder, replace(saying, status=422), now)
    verdict = charge(request, Act.MESSAGE, now=now)
    if verdict.refused:
        headers = {"Retry-After": str(verdict.retry_after)}
        refused = replace(saying, notice=notices.too_many(verdict.retry_after), status=429, headers=headers)
        return _show(request, request.finder, refused, now)
    try:
        _write(request, saying, now)
    except TellsOfPlace as problem:
        saying.form.add_error("files", words.tells_of_place(problem.names))
        asked = replace(saying, attached=replace(attached, ask_as_is=True), status=422)
        return _show(request, request.finder, asked, now)
    except (DraftsGone, NothingSaid, ReportError, DatabaseError, OSError) as problem:
        return _show(request, request.finder, _with_problem(saying, problem), now)
    delay = {DELAY: f"{verdict.delay:.1f}"} if verdict.delay else {}
    return HttpResponseRedirect(f"{reverse('portal:status')}?said=sent", status=303, headers=delay)


def _write(request: FinderRequest, saying: Saying, now: datetime) -> None:
    write_as_finder(
        text=saying.form.cleaned_data["message"],
        uploads=to_send(saying.attached, clean=saying.form.cleans, now=now),
        once=act_of(request.posted.text("form")),
        by=request.finder,
        now=now,
    )


def _with_problem(saying: Saying, problem: Exception) -> Saying:
    """Return what was to be said, with what went wrong in words."""
    if isinstance(problem, DraftsGone):
        saying.form.add_error("files", notices.FILES_GONE)
        return replace(saying, attached=replace(saying.attached, key="", waiting=()), status=422)
    if isinstance(problem, NothingSaid | ReportError):
        saying.form.add_error(
            "message", notices.NOTHING_SAID if isinstance(problem, NothingSaid) else notices.NOT_STORABLE
        )
        return replace(saying, status=422)
    notices.log_trouble(problem)
    return replace(saying, notice=notices.CANNOT_STORE, status=503)


def _show(request: PortalRequest, finder: FinderPass, saying: Saying, now: datetime) -> HttpResponse:
    thread = open_for_finder(by=finder, now=now)
    notices.log_damaged(thread)
    try:
        attached = keep(request, saying.attached, now=now)
        saying.form.name_not_kept(attached)
    except (DatabaseError, OSError) as problem:
        notices.log_trouble(problem)
        attached = replace(saying.attached, fresh=())
        saying = replace(saying, notice=notices.CANNOT_STORE, status=503)
    saying.form.initial["scrub"] = words.NEVER if thread.identity_mode == IdentityMode.NAME else words.ALWAYS
    promises = _promises(thread, now)
    context = {
        "thread": thread,
        "status_words": words.STATUSES[thread.status],
        "reason_words": words.REASONS.get(thread.closing_reason) if thread.closing_reason else "",
        "answered": any(not message.from_finder for message in thread.messages),
        "not_shown": words.not_shown(thread.channel),
        "takes": _takes(policy_in_force(request.organisation.id, now=now).terms),
        "report_parts": words.report_parts(thread.report),
        "report_files": _files(thread.files),
        "talk": _talk(thread),
        "promises": promises,
        "next_word": _next_word(thread, promises),
        "waiting": any(each["shown"].settled.paused for each in promises),
        "form": saying.form,
        "token": new_token(finder.token),
        "attached": attached,
        "notice": saying.notice,
        "said": saying.said,
        "now": now,
    }
    response = render(request, "portal/status.html", context, status=saying.status)
    for name, value in saying.headers.items():
        response.headers[name] = value
    return response


def _promises(thread: OpenedThread, now: datetime) -> list[dict[str, Any]]:
    """Return what was promised to this finder, those that are owed first; of what is over only the last few.

    Where the law forbids to tell and the page says so in words, a clock that stands still for that is not shown.
    """
    found = explained(obligations_to(thread.case, thread.id, now=now))
    if thread.review_at:
        found = [each for each in found if not (each.may_be_withheld and each.shown.settled.paused)]
    owed = [each for each in found if each.shown.settled.ended_at is None]
    over = [each for each in found if each.shown.settled.ended_at is not None]
    return [
        {"shown": each.shown, "explained": each.explained, "stays": each.stays, "words": name_of(each.shown.kind)}
        for each in [*owed, *over[:OVER_SHOWN]]
    ]


def _next_word(thread: OpenedThread, promises: Iterable[Mapping[str, Any]]) -> datetime | None:
    """Return by when the finder hears from us: by the promise that runs, else as our last word says.

    The promise says sooner where the mail about that word did not arrive, and later where its clock stood still.
    """
    if thread.due_at is None:
        return None
    shown: list[ShownObligation] = [each["shown"] for each in promises if each["shown"].kind in WORDS]
    owed = [each.settled.due_at for each in shown if each.settled.ended_at is None and not each.settled.paused]
    return min(owed, default=thread.due_at)


def _takes(terms: PolicyTerms) -> dict[str, bool]:
    """Tell what a finder may leave: anything at all, and an address for mails."""
    modes = {*terms.identity_modes, *terms.contact_modes}
    return {"details": bool(modes & (person.NAMED | person.REACHED)), "mail": ContactMode.EMAIL in modes}


def _typed(posted: Posted) -> dict[str, Any]:
    return {"message": posted.text("message")}


def _talk(thread: OpenedThread) -> list[dict[str, Any]]:
    """Put messages and events in one order, oldest first; files get their addresses."""
    said = [
        {
            "at": message.at,
            "message": message,
            "kind": words.MESSAGES[message.kind] if message.kind else "",
            "files": _files(message.files),
        }
        for message in thread.messages
    ]
    happened = [{"at": event.at, "event": words.STATUSES[event.status]} for event in thread.events]
    return sorted([*happened, *said], key=lambda entry: entry["at"])


def _files(files: Iterable[FileSummary]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "size": each.size,
            "scrubbed": each.scrubbed,
            "address": reverse("portal:file", args=[each.id]),
            "trouble": each.trouble,
        }
        for each in files
    ]
