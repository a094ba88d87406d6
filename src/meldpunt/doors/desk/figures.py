"""How the promises are kept, in figures: nothing is hidden from members, and they can have them made anew."""

from django.http import HttpResponse
from django.utils import timezone

from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.beside import download
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.doors.look.figures import shown
from meldpunt.obligations.actions import ask_for_figures
from meldpunt.obligations.queries import figures_file, figures_for, figures_wanted, has_begun
from meldpunt.obligations.rules.figures.nightly import next_night
from meldpunt.obligations.terms.figures import Audience
from meldpunt.people.terms import Deed, NotThere


@desk_page(Deed.READ_FIGURES)
def figures(request: DeskRequest) -> HttpResponse:
    """Show the figures as they were last made."""
    organisation, zone = request.visitor.organisation.id, request.visitor.organisation.zone
    found = figures_for(Audience.DESK, organisation)
    tables = shown(found, Audience.DESK) if found else []
    context = {
        "figures": found,
        "tables": tables,
        "next_count": next_night(zone, now=timezone.now())
        if found and not tables and has_begun(organisation)
        else None,
        "wanted": figures_wanted(organisation),
        "said": word(SAID, request.GET.get("said", "")),
    }
    return show(request, "figures", context)


@desk_page(Deed.READ_FIGURES)
def file(request: DeskRequest) -> HttpResponse:
    """Hand out the table from which they can be recomputed."""
    found = figures_file(Audience.DESK, request.visitor.organisation.id)
    if found is None:
        raise NotThere
    name = f"{request.visitor.organisation.slug}-promises-{timezone.localdate(found.made_at).isoformat()}.csv"
    return download(found.content.encode(), name=name, kind="text/csv; charset=utf-8; header=present")


@desk_page(Deed.READ_FIGURES, page="desk:figures")
def make(request: DeskRequest) -> HttpResponse:
    """Have them made anew."""
    ask_for_figures(by=request.visitor, now=timezone.now())
    return go_to("desk:figures", said="figures_asked")
