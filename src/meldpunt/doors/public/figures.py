"""How the organisation keeps its promises, in figures, for anybody; where it does not want that, there is nothing here."""

from django.http import HttpResponse
from django.shortcuts import render

from meldpunt.doors.look.drawn import drawn_once
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.figures import shown
from meldpunt.doors.public.guards import OpenRequest, open_page
from meldpunt.obligations.queries import figures_file, figures_for
from meldpunt.obligations.rules.figures import enough
from meldpunt.obligations.terms.figures import LEAST, Audience, Figures

BRIEFLY = "public, max-age=300"


@open_page
def show(request: OpenRequest) -> HttpResponse:
    """Show the figures as they were last made: those of the whole organisation, whatever brand is asked."""
    if not request.organisation.figures_public:
        return error_page(request, 404)
    figures = figures_for(Audience.PUBLIC, request.organisation.id)
    about = ("figures", figures.made_at if figures else None)
    return drawn_once(request, about=about, parts={}, draw=lambda _parts: _drawn(request, figures))


@open_page
def file(request: OpenRequest) -> HttpResponse:
    """Answer with the table from which anybody can recompute them."""
    found = figures_file(Audience.PUBLIC, request.organisation.id) if request.organisation.figures_public else None
    if found is None:
        return error_page(request, 404)
    answer = HttpResponse(found.content, content_type="text/csv; charset=utf-8; header=present")
    answer.headers["Content-Disposition"] = f'attachment; filename="{request.organisation.slug}-promises.csv"'
    answer.headers["Cache-Control"] = BRIEFLY
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _drawn(request: OpenRequest, figures: Figures | None) -> HttpResponse:
    tables = shown(figures, Audience.PUBLIC) if figures else []
    context = {
        "figures": figures,
        "tables": tables,
        "briefs": [table for table in tables if table.brief],
        "least": LEAST,
        "enough": enough(LEAST),
    }
    return render(request, "public/figures.html", context)
