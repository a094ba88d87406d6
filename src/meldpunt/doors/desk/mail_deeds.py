"""What a handler does with an entry of the mail room. Who comes second reads what became of it; nothing is done twice."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from meldpunt.arrivals.actions import forget_entry
from meldpunt.arrivals.terms import EntrySettled
from meldpunt.doors.desk.answers import go_to
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.mail_room import show_entry
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people.terms import Deed

CONFLICT = 409


@desk_page(Deed.SORT_MAIL, page="desk:mail")
def forget(request: DeskRequest, entry: UUID) -> HttpResponse:
    """Forget the mail, once its handler said so twice: the page asks beforehand."""

    def do(now: datetime) -> None:
        forget_entry(mail=entry, by=request.visitor, now=now)

    return _done(request, entry, do, said="mail_forgotten")


def _done(request: DeskRequest, mail: UUID, deed: Callable[[datetime], None], *, said: str) -> HttpResponse:
    """Do it and go back to the list, or say that a colleague was first."""
    try:
        deed(timezone.now())
    except EntrySettled:
        problem = _("A colleague dealt with this mail meanwhile. Nothing of yours was done.")
        return show_entry(request, mail, problem=problem, status=CONFLICT)
    return go_to("desk:mail", said=said)
