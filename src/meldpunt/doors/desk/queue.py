"""The queue: what is due, in the order in which it is due. Of what is sealed only each row's title is opened."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from meldpunt.caseload.queries import queue as cases_in
from meldpunt.caseload.queries import queue_counts
from meldpunt.caseload.terms import BadCursor, Filter
from meldpunt.cases.access import open_titles
from meldpunt.cases.terms import CaseLine
from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.obligations.queries import list_duties
from meldpunt.obligations.terms import Span
from meldpunt.people.rules.permissions import may
from meldpunt.people.terms import Deed
from meldpunt.upkeep.actions import open_canary

ROWS = 25
SOON_DAYS = 3
DUTIES = 3
"""Of those by law, how many stand above the cases; the due list has all."""
EVER = Span()
FILTERS = (
    (Filter.OPEN, _("Open"), "o"),
    (Filter.MINE, _("Mine"), "m"),
    (Filter.UNASSIGNED, _("Nobody's"), "u"),
    (Filter.CLOSED, _("Closed"), "c"),
)


@dataclass(frozen=True)
class Choice:
    """One filter of the bar: its words, its key, where it leads, and how many cases it holds where that is counted."""

    name: Filter
    words: str | Promise
    key: str
    address: str
    count: int | None


@desk_page(Deed.SEE_DESK)
def queue(request: DeskRequest) -> HttpResponse:
    """Show one page of the queue; members whose role opens no cases go to the people page instead."""
    visitor = request.visitor
    if not may(visitor.role, Deed.READ_QUEUE):
        return redirect("desk:people")
    which = _which(request)
    now = timezone.now()
    try:
        page = cases_in(visitor=visitor, which=which, cursor=request.GET.get("from"), limit=ROWS)
    except BadCursor:
        return redirect(_address(which))
    if visitor.admitted:
        open_canary(by=visitor, now=now)
    titles = open_titles(cases=[row.line.id for row in page.rows], visitor=visitor, now=now) if visitor.admitted else {}
    counts = queue_counts(visitor=visitor, now=now)
    # Above all cases, because the law does not wait for a case that was closed, or for its promise.
    duties = list_duties(organisation=visitor.organisation.id, span=EVER, start=None, backwards=False, limit=DUTIES + 1)
    context = {
        "rows": [(row, urgency(row.line, now), titles.get(row.line.id)) for row in page.rows],
        "titled": visitor.admitted,
        "which": which,
        "filters": [
            Choice(name, words, key, _address(name), getattr(counts, name, None)) for name, words, key in FILTERS
        ],
        "counts": counts,
        "duties": duties[:DUTIES],
        "more_duties": len(duties) > DUTIES,
        "earlier": page.earlier and _address(which, page.earlier),
        "later": page.later and _address(which, page.later),
        "now": now,
    }
    return show(request, "queue", context)


def urgency(line: CaseLine, now: datetime) -> str:
    """Return the class of a line: overdue, today, soon, or nothing."""
    if line.due_at is None or line.closed_at is not None:
        return ""
    days = (localtime(line.due_at).date() - localtime(now).date()).days
    if line.due_at < now:
        return "overdue"
    return "today" if days == 0 else "soon" if days <= SOON_DAYS else ""


def _which(request: DeskRequest) -> Filter:
    asked = request.GET.get("show", Filter.OPEN)
    return Filter(asked) if asked in set(Filter) else Filter.OPEN


def _address(which: Filter, cursor: str | None = None) -> str:
    asked = {"show": which} | ({"from": cursor} if cursor else {})
    return f"{reverse('desk:queue')}?{urlencode(asked)}"
