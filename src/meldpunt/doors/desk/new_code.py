"""A new access code for a finder who lost theirs: a page of its own says what it does, and asks once more."""

from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import renew_code
from meldpunt.cases.terms import CaseMovedOn, NowhereToMail, OpenedCase, TransitionRefused
from meldpunt.doors.desk.answers import go_to, show_form
from meldpunt.doors.desk.forms import SeenForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import CASE_MOVED
from meldpunt.people.terms import Deed, KeyRefused
from meldpunt.sealing.terms import CannotOpen

NOWHERE: Final = _(
    "There is no address at which this finder wants mail, so a new code cannot reach them. Nothing was changed."
)
CLOSED: Final = _("This case is closed. Open it again first. Nothing was changed.")
TAKEN_BACK: Final = _(
    "A mail says that the owner of the key in use took it back. Decide about that first: enter another key, or stop using this one. "
    "Nothing was changed."
)
NOT_ALL: Final = _("Not everything that the finder can read opens with your key, so nothing was changed. Ask a lead.")


@desk_page(Deed.ANSWER_FINDER)
def new_code(request: DeskRequest, number: str) -> HttpResponse:
    """Say what it means and ask; then make the code and mail it."""
    opened = open_for_member(number=number, visitor=request.visitor, now=timezone.now())
    if request.method != "POST":
        return _shown(request, opened, SeenForm(None, initial={"seen_version": opened.version}))
    form = SeenForm(request.POST)
    if not form.is_valid() or not _done(request, number, form):
        return _shown(request, opened, form)
    return go_to("desk:case", number=number, said="code_renewed", anchor="h-finder")


def _done(request: DeskRequest, number: str, form: SeenForm) -> bool:
    """Do it, or say in the form what stands in the way."""
    seen = form.cleaned_data["seen_version"]
    try:
        renew_code(number=number, seen_version=seen, by=request.visitor, now=timezone.now())
    except CaseMovedOn as moved:
        form.data = {**form.data, "seen_version": str(moved.version)}
        form.add_error(None, str(CASE_MOVED))
    except NowhereToMail:
        form.add_error(None, str(NOWHERE))
    except KeyRefused:
        form.add_error(None, str(TAKEN_BACK))
    except TransitionRefused:
        form.add_error(None, str(CLOSED))
    except CannotOpen:
        form.add_error(None, str(NOT_ALL))
    return not form.errors


def _shown(request: DeskRequest, opened: OpenedCase, form: SeenForm) -> HttpResponse:
    return show_form(request, "new_code", form, {"case": opened})
