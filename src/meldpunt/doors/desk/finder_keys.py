"""The finder's OpenPGP key on the page of a case: confirmed or refused with one press, entered on a page of its own."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meldpunt.cases import actions
from meldpunt.cases.access import open_for_member
from meldpunt.cases.terms import CaseMovedOn, FinderKeyGone, NoMailToFinder
from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, show_form
from meldpunt.doors.desk.case import Again, show_case
from meldpunt.doors.desk.forms import SeenForm, key_field
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.key_words import trouble
from meldpunt.doors.desk.mail_room import reader
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import CASE_MOVED
from meldpunt.people.terms import Deed, KeyRefused

CONFLICT = 409
GONE = _("This key does not wait any more. Look at the page again.")


class KeyForm(SeenForm):
    """A public key, pasted."""

    key = key_field(_("Public key"))


@desk_page(Deed.KEEP_FINDER_KEY, page="desk:case")
def confirm(request: DeskRequest, number: str, key: UUID) -> HttpResponse:
    """Use a key that a mail brought."""

    def use(seen_version: int, now: datetime) -> None:
        actions.confirm_finder_key(number=number, key=key, seen_version=seen_version, by=request.visitor, now=now)
        actions.judge_again(number=number, reader=reader(), by=request.visitor, now=now)

    return _done(request, number, use, said="key_used")


@desk_page(Deed.KEEP_FINDER_KEY, page="desk:case")
def end(request: DeskRequest, number: str, key: UUID) -> HttpResponse:
    """Refuse a key, or stop using it."""

    def stop(seen_version: int, now: datetime) -> None:
        actions.end_finder_key(number=number, key=key, seen_version=seen_version, by=request.visitor, now=now)

    return _done(request, number, stop, said="key_ended")


@desk_page(Deed.KEEP_FINDER_KEY, keeps=("key",))
def give(request: DeskRequest, number: str) -> HttpResponse:
    """Ask for a key that the finder gave, and use it."""
    now = timezone.now()
    opened = open_for_member(number=number, visitor=request.visitor, now=now)
    kept = drafts.restored(request, where=request.path, now=now) if request.method != "POST" else {}
    form = KeyForm(request.POST or None, initial={**kept, "seen_version": opened.version})
    if request.method == "POST" and form.is_valid() and _given(request, number, form):
        return go_to("desk:case", number=number, said="key_used", anchor="h-key")
    return show_form(request, "finder_key", form, {"case": opened})


def _given(request: DeskRequest, number: str, form: KeyForm) -> bool:
    """Do it, or say in the form what stands in the way."""
    content, seen, now = form.cleaned_data["key"].encode(), form.cleaned_data["seen_version"], timezone.now()
    try:
        actions.give_finder_key(number=number, content=content, seen_version=seen, by=request.visitor, now=now)
        actions.judge_again(number=number, reader=reader(), by=request.visitor, now=now)
    except CaseMovedOn as moved:
        form.data = {**form.data.dict(), "seen_version": str(moved.version)}  # type: ignore[attr-defined]  # a QueryDict
        form.add_error(None, str(CASE_MOVED))
    except KeyRefused as refused:
        form.add_error("key", trouble(refused.flaw))
    except NoMailToFinder:
        form.add_error(None, _("The finder is not mailed any more, so no key is kept."))
    return not form.errors


def _done(request: DeskRequest, number: str, deed: Callable[[int, datetime], None], *, said: str) -> HttpResponse:
    """Do the deed and go back to the case, or show the case again with what stood in the way."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return show_case(request, number, Again(problem=GONE), status=CONFLICT)
    try:
        deed(form.cleaned_data["seen_version"], timezone.now())
    except CaseMovedOn as moved:
        return show_case(request, number, Again(moved=moved), status=CONFLICT)
    except FinderKeyGone:
        return show_case(request, number, Again(problem=GONE), status=CONFLICT)
    except KeyRefused as refused:
        return show_case(request, number, Again(problem=trouble(refused.flaw)), status=CONFLICT)
    return go_to("desk:case", number=number, said=said, anchor="h-key")
