"""When members are away: everybody notes their own days, a lead those of all."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.forms import AbsenceForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import ABSENCE_FLAWS, SAID, word
from meldpunt.people.actions import note_absence, withdraw_absence
from meldpunt.people.queries import absences_of, members_who_may
from meldpunt.people.rules.permissions import may
from meldpunt.people.terms import AbsenceFlaw, AbsenceRefused, Deed, NotThere


@desk_page(Deed.SEE_ABSENCES)
def absences(request: DeskRequest) -> HttpResponse:
    """Show who is away when; note days, or take them away."""
    visitor = request.visitor
    if "withdraw" in request.POST:
        withdraw_absence(absence=_id(request.POST["withdraw"]), by=visitor, now=timezone.now())
        return go_to("desk:absences", said="absence_withdrawn")
    form = AbsenceForm(request.POST or None, people=_people(request), initial={"member": visitor.member})
    if request.method == "POST" and form.is_valid() and _noted(form, request):
        return go_to("desk:absences", said="absence_noted")
    all_of_them = may(visitor.role, Deed.NOTE_ABSENCE_OF_OTHERS)
    rows = [
        (each, all_of_them or each.member == visitor.member)
        for each in absences_of(visitor.organisation.id, since=timezone.localdate())
    ]
    context = {"form": form, "rows": rows, "said": word(SAID, request.GET.get("said", ""))}
    return show(request, "absences", context, status=422 if form.errors else 200)


def _noted(form: AbsenceForm, request: DeskRequest) -> bool:
    """Keep what was filled in; False, with the reason at its field, where it cannot be."""
    member, first, last = (form.cleaned_data[name] for name in ("member", "first", "last"))
    try:
        note_absence(member=UUID(member), first=first, last=last, by=request.visitor, now=timezone.now())
    except AbsenceRefused as refused:
        form.add_error(None if refused.flaw is AbsenceFlaw.TOO_MANY else "last", word(ABSENCE_FLAWS, refused.flaw))
        return False
    return True


def _people(request: DeskRequest) -> dict[UUID, str]:
    """Return whose days the visitor may note."""
    visitor = request.visitor
    if may(visitor.role, Deed.NOTE_ABSENCE_OF_OTHERS):
        return members_who_may(visitor.organisation.id, Deed.SEE_ABSENCES)
    return {visitor.member: visitor.name}


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotThere from None
