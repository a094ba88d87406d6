"""Which laws with a clock hold for the organisation: a lead or an administrator says so."""

from django.http import HttpResponse
from django.utils import timezone

from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.duty_forms import LawsForm
from meldpunt.doors.desk.duty_words import FLAWS, LAW_WORDS
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.obligations.actions import choose_laws
from meldpunt.obligations.queries import laws_of
from meldpunt.obligations.terms.duties import DutiesRun, DutyRefused, LawsChanged
from meldpunt.obligations.terms.law import Law
from meldpunt.people.terms import Deed

CONFLICT = 409


@desk_page(Deed.CHANGE_SETTINGS)
def laws(request: DeskRequest) -> HttpResponse:
    """Show and change which laws hold. Before duties that run end with a law, the page asks."""
    form = LawsForm(request.POST) if request.method == "POST" else _as_it_is(request)
    if not form.is_valid():
        said = word(SAID, request.GET.get("said", ""))
        return show(request, "laws", {"form": form, "said": said}, status=422 if form.errors else 200)
    seen, wanted = ([Law(law) for law in form.cleaned_data[name]] for name in ("seen", "laws"))
    try:
        agreed = form.cleaned_data["agreed"] or 0
        choose_laws(laws=wanted, seen=seen, agreed=agreed, by=request.visitor, now=timezone.now())
    except DutyRefused as refused:
        form.add_error("laws", str(FLAWS[refused.flaw]))
        return show(request, "laws", {"form": form}, status=422)
    except LawsChanged:
        return show(request, "laws", {"form": _as_it_is(request), "changed": True}, status=CONFLICT)
    except DutiesRun as run:
        leaving = [word(LAW_WORDS, law) for law in seen if law not in wanted]
        return show(request, "laws_out", {"ending": run.ending, "seen": seen, "wanted": wanted, "leaving": leaving})
    return go_to("desk:laws", said="laws")


def _as_it_is(request: DeskRequest) -> LawsForm:
    """Return the form with the laws that hold now."""
    holding = [law.value for law in laws_of(request.visitor.organisation.id)]
    return LawsForm(initial={"laws": holding, "seen": holding})
