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
from meldpunt.obligations.terms.duties import DutiesRun, DutyRefused
from meldpunt.obligations.terms.law import Law
from meldpunt.people.terms import Deed


@desk_page(Deed.CHANGE_SETTINGS)
def laws(request: DeskRequest) -> HttpResponse:
    """Show and change which laws hold. Before duties that run end with a law, the page asks."""
    chosen = [law.value for law in laws_of(request.visitor.organisation.id)]
    form = LawsForm(request.POST if request.method == "POST" else None, initial={"laws": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            wanted = [Law(law) for law in form.cleaned_data["laws"]]
            agreed = form.cleaned_data["agreed"] or 0
            choose_laws(laws=wanted, agreed=agreed, by=request.visitor, now=timezone.now())
        except DutyRefused as refused:
            form.add_error("laws", str(FLAWS[refused.flaw]))
        except DutiesRun as run:
            leaving = [word(LAW_WORDS, law) for law in chosen if law not in wanted]
            return show(request, "laws_out", {"ending": run.ending, "wanted": wanted, "leaving": leaving})
        else:
            return go_to("desk:laws", said="laws")
    said = word(SAID, request.GET.get("said", ""))
    return show(request, "laws", {"form": form, "said": said}, status=422 if form.errors else 200)
