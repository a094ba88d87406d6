"""What is due: every promise that is owed still, the soonest first. Nothing in it was sealed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from meldpunt.caseload.queries import due_list
from meldpunt.caseload.terms import BadCursor, DueFilter
from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.forms import NamedForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.obligations.actions import name_for_warnings
from meldpunt.obligations.queries import named_by
from meldpunt.people.queries import members_who_may
from meldpunt.people.terms import Deed

ROWS = 50
PARTS = {
    DueFilter.ALL: _("All"),
    DueFilter.OVERDUE: _("Late"),
    DueFilter.TODAY: _("Today"),
    DueFilter.WEEK: _("The next seven days"),
}


@desk_page(Deed.READ_QUEUE)
def due(request: DeskRequest) -> HttpResponse:
    """Show one page of what is owed."""
    asked = request.GET.get("show", DueFilter.ALL)
    which = DueFilter(asked) if asked in set(DueFilter) else DueFilter.ALL
    now = timezone.now()
    try:
        page = due_list(
            visitor=request.visitor,
            which=which,
            now=now,
            cursor=request.GET.get("from"),
            duties_from=request.GET.get("duties"),
            limit=ROWS,
        )
    except BadCursor:
        return redirect(_address(which))
    context = {
        "people": _people(request),
        "said": word(SAID, request.GET.get("said", "")),
        "rows": page.rows,
        "duties": [] if request.GET.get("from") else page.duties,
        "duties_earlier": page.duties_earlier and _address(which, page.duties_earlier, of="duties"),
        "duties_later": page.duties_later and _address(which, page.duties_later, of="duties"),
        "only_duties": "duties" in request.GET,
        "reviews": page.reviews,
        "which": which,
        "parts": [(each, words, _address(each), page.counts[each]) for each, words in PARTS.items()],
        "earlier": page.earlier and _address(which, page.earlier),
        "later": page.later and _address(which, page.later),
        "now": now,
    }
    return show(request, "due", context)


@desk_page(Deed.CHANGE_SETTINGS, page="desk:due")
def named(request: DeskRequest) -> HttpResponse:
    """Set who is warned last."""
    form = NamedForm(request.POST, people=members_who_may(request.visitor.organisation.id, Deed.SEE_DESK))
    if form.is_valid():
        chosen = [UUID(member) for member in form.cleaned_data["members"]]
        name_for_warnings(members=chosen, by=request.visitor, now=timezone.now())
        return go_to("desk:due", said="named")
    return redirect("desk:due")


def _people(request: DeskRequest) -> list[tuple[UUID, str, bool]]:
    """Return who can be warned last, and whether they are."""
    organisation = request.visitor.organisation.id
    chosen = named_by(organisation)
    return [(id_, name, id_ in chosen) for id_, name in members_who_may(organisation, Deed.SEE_DESK).items()]


def _address(which: DueFilter, cursor: str | None = None, *, of: str = "from") -> str:
    asked = {"show": which} | ({of: cursor} if cursor else {})
    return f"{reverse('desk:due')}?{urlencode(asked)}"
