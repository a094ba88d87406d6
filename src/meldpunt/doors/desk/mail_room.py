"""The mail room: what came by mail and waits for a person, one entry, its files, and the mail as it came."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from meldpunt.arrivals.access import open_entry, open_part, open_raw
from meldpunt.arrivals.terms import CannotRead, EntryLine, MailReader, NoSuchPart, OpenedMail
from meldpunt.caseload.queries import mail_room
from meldpunt.caseload.terms import BadCursor
from meldpunt.cases.queries import number_of_thread, numbers_of_threads
from meldpunt.doors.desk.answers import not_found, show
from meldpunt.doors.desk.files import INERT, disposition
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.mail_shown import elsewhere, shown_of
from meldpunt.doors.desk.mail_words import DONE, NO_TIME, Waiting, became, waiting
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import word
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Deed

ROWS = 25
UNUSABLE, NOT_NOW = 422, 503


@desk_page(Deed.READ_QUEUE)
def entries(request: DeskRequest) -> HttpResponse:
    """Show one page of what waits."""
    try:
        page = mail_room(visitor=request.visitor, cursor=request.GET.get("from"), limit=ROWS)
    except BadCursor:
        return redirect("desk:mail")
    numbers = numbers_of_threads([line.thread for line in page.rows if line.thread])
    context = {
        "rows": [_row(line, numbers) for line in page.rows],
        "said": word(DONE, request.GET.get("said", "")),
        "earlier": page.earlier and _address(page.earlier),
        "later": page.later and _address(page.later),
    }
    return show(request, "mail_room", context)


@desk_page(Deed.OPEN_CASE)
def entry(request: DeskRequest, entry: UUID) -> HttpResponse:
    """Show one entry: the mail, why it waits, and what can be done; or what became of it."""
    return show_entry(request, entry)


def show_entry(request: DeskRequest, mail: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Answer with the page of an entry, as it is now."""
    now = timezone.now()
    opened = open_entry(mail=mail, visitor=request.visitor, now=now)
    if not opened.is_open:
        return _settled(request, opened, problem=problem, status=status)
    context = {
        "entry": opened,
        "waits": waiting(opened.end, opened.reason),
        "shown": shown_of(opened),
        "number": number_of_thread(opened.thread) if opened.thread else "",
        "elsewhere": elsewhere(opened.kept.mail, request.visitor.organisation.id, now) if opened.kept else [],
        "problem": problem,
    }
    return show(request, "mail_entry", context, status=status)


@csp_override(INERT)
@desk_page(Deed.OPEN_CASE)
def original(request: DeskRequest, entry: UUID) -> HttpResponseBase:
    """Hand out the mail as it came, bit for bit, as a download of no particular kind."""
    chunks = open_raw(mail=entry, visitor=request.visitor, now=timezone.now())
    return _inert(StreamingHttpResponse(chunks, content_type="application/octet-stream"), "mail.eml")


@csp_override(INERT)
@desk_page(Deed.OPEN_CASE)
def part(request: DeskRequest, entry: UUID, place: int) -> HttpResponseBase:
    """Hand out one file of the mail."""
    try:
        found = open_part(mail=entry, place=place, reader=reader(), visitor=request.visitor, now=timezone.now())
    except NoSuchPart:
        return not_found(request)
    except CannotRead as flawed:
        if flawed.is_for_now:
            return show_entry(request, entry, problem=str(NO_TIME), status=NOT_NOW)
        problem = _("This file could not be taken out of the mail. Download the mail as it came.")
        return show_entry(request, entry, problem=problem, status=UNUSABLE)
    return _inert(HttpResponse(found.content, content_type="application/octet-stream"), found.name)


def reader() -> MailReader:
    """Return who reads mails: the settings name it, because doors reach nothing outside."""
    made: MailReader = import_string(settings.MELDPUNT_MAIL_READER)()
    return made


def _settled(request: DeskRequest, opened: OpenedMail, *, problem: str, status: int) -> HttpResponse:
    """Say what became of an entry, and who did that."""
    names = member_names(request.visitor.organisation.id)
    context = {
        "entry": opened,
        "became": became(opened.end, is_kept=opened.kept is not None),
        "by": names.get(opened.settled_by, "") if opened.settled_by else "",
        "problem": problem,
    }
    return show(request, "mail_settled", context, status=status)


def _row(line: EntryLine, numbers: Mapping[UUID, str]) -> tuple[EntryLine, Waiting, str]:
    return line, waiting(line.end, line.reason), numbers.get(line.thread, "") if line.thread else ""


def _address(cursor: str) -> str:
    return f"{reverse('desk:mail')}?{urlencode({'from': cursor})}"


def _inert[Answer: HttpResponseBase](answer: Answer, name: str) -> Answer:
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
