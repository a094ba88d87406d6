"""What a handler does with an entry of the mail room. Who comes second reads what became of it; nothing is done twice."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from meldpunt.arrivals.actions import forget_entry
from meldpunt.arrivals.terms import CannotRead, EntrySettled
from meldpunt.cases.actions import accept_entry, make_report_of_entry, reroute_case, reroute_entry
from meldpunt.cases.terms import CaseMovedOn, IntakeStopped, RerouteRefused
from meldpunt.doors.desk.answers import go_to
from meldpunt.doors.desk.case import Again, show_case
from meldpunt.doors.desk.forms import SeenForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.mail_room import NOT_NOW, reader, show_entry
from meldpunt.doors.desk.mail_words import NO_TIME
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people.terms import Deed
from meldpunt.policy.terms import Matter

CONFLICT, UNUSABLE = 409, 422


@desk_page(Deed.SORT_MAIL, page="desk:mail")
def forget(request: DeskRequest, entry: UUID) -> HttpResponse:
    """Forget the mail, once its handler said so twice: the page asks beforehand."""

    def do(now: datetime) -> None:
        forget_entry(mail=entry, by=request.visitor, now=now)

    return _done(request, entry, do, said="mail_forgotten")


@desk_page(Deed.SORT_MAIL, page="desk:mail")
def accept(request: DeskRequest, entry: UUID) -> HttpResponse:
    """Take the mail, or the one that it only carries, into the case that it answers, and go there."""

    def do(now: datetime) -> str:
        return accept_entry(mail=entry, inside="inside" in request.POST, reader=reader(), by=request.visitor, now=now)

    return _done(request, entry, do, said="mail_accepted")


@desk_page(Deed.SORT_MAIL, page="desk:mail")
def report(request: DeskRequest, entry: UUID) -> HttpResponse:
    """Make a report of the mail, or of the one that it only carries, and go to its case."""

    def do(now: datetime) -> str:
        inside = "inside" in request.POST
        return make_report_of_entry(mail=entry, inside=inside, reader=reader(), by=request.visitor, now=now)

    return _done(request, entry, do, said="mail_reported")


@desk_page(Deed.SORT_MAIL, page="desk:mail")
def reroute(request: DeskRequest, entry: UUID) -> HttpResponse:
    """Answer whoever sent it where to go, and forget the mail."""
    asked = request.POST.get("matter", "")

    def do(now: datetime) -> None:
        if asked not in set(Matter):
            raise RerouteRefused
        reroute_entry(mail=entry, matter=Matter(asked), by=request.visitor, now=now)

    return _done(request, entry, do, said="mail_rerouted")


@desk_page(Deed.CLOSE_CASE, page="desk:case")
def reroute_report(request: DeskRequest, number: str) -> HttpResponse:
    """Answer whoever reported by mail where to go, close the case, and forget what they sent: its page asks beforehand."""
    form, asked = SeenForm(request.POST), request.POST.get("matter", "")
    problem, status = _("Choose what it is about. Nothing was done."), UNUSABLE
    if form.is_valid() and asked in set(Matter):
        try:
            reroute_case(
                number=number,
                matter=Matter(asked),
                seen_version=form.cleaned_data["seen_version"],
                by=request.visitor,
                now=timezone.now(),
            )
        except CaseMovedOn as moved:
            return show_case(request, number, Again(moved=moved), status=CONFLICT)
        except RerouteRefused:
            problem, status = (
                _("Somebody worked on this case already, or it has no address. Nothing was done."),
                CONFLICT,
            )
        else:
            return go_to("desk:case", number=number, said="case_forgotten", anchor="main")
    return show_case(request, number, Again(problem=problem), status=status)


def _done(request: DeskRequest, mail: UUID, deed: Callable[[datetime], str | None], *, said: str) -> HttpResponse:
    """Do it and go to the case that it is part of now, or back to the list; or say what stood in the way."""
    try:
        number = deed(timezone.now())
    except EntrySettled:
        problem = _("A colleague dealt with this mail meanwhile. Nothing of yours was done.")
        return show_entry(request, mail, problem=problem, status=CONFLICT)
    except RerouteRefused:
        problem = _(
            "They could not be told where to go. Choose what it is about, and look whether it has an address. Nothing was done."
        )
        return show_entry(request, mail, problem=problem, status=UNUSABLE)
    except CannotRead:
        return show_entry(request, mail, problem=str(NO_TIME), status=NOT_NOW)
    except IntakeStopped:
        problem = _("No reports are taken now: a lead must look at the keys first. Nothing was done.")
        return show_entry(request, mail, problem=problem, status=NOT_NOW)
    return go_to("desk:case", number=number, said=said) if number else go_to("desk:mail", said=said)
