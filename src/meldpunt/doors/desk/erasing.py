"""Erasing who a finder is: a page of its own says what goes, what stays and what that means, and asks once more."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import erase_finder
from meldpunt.cases.terms import CaseMovedOn, ErasureFlaw, ErasureRefused, OpenedCase, ReportState
from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, show_form
from meldpunt.doors.desk.forms import SeenForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.mail_words import waiting
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import CASE_MOVED
from meldpunt.doors.look.texts import UNUSABLE, at_most
from meldpunt.people.terms import Deed
from meldpunt.reports.terms import TEXT_LIMIT, ReportError

TYPED: Final = ("asked", "why")
NOT_YET: Final = _("The case is open: tick that the finder asked for it, and write how, or wait until it is closed.")
NEW_MAIL: Final = _("A mail for this case came meanwhile. Nothing was erased: look at the list once more.")
REFUSED: Final = {ErasureFlaw.NOT_YET: NOT_YET, ErasureFlaw.NEW_MAIL: NEW_MAIL}
NO_WORDS: Final = _("Write how the finder asked for it.")


class EraseForm(SeenForm):
    """That the finder asked for it, and how: a case that is closed needs neither."""

    asked = forms.BooleanField(label=_("The finder asked for it"))
    why = forms.CharField(
        label=_("How and when they asked, and how you know that it was they"),
        strip=False,
        error_messages=UNUSABLE,
        validators=[at_most(TEXT_LIMIT)],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("It is kept as an internal note, sealed. Do not write a name or an address in it: it would stay."),
    )

    def __init__(self, data: QueryDict | None, *, is_open: bool, initial: Mapping[str, object] | None = None) -> None:
        """Ask for a reason only while the case is open."""
        super().__init__(data, initial=dict(initial or {}))
        for name, missing in (("asked", NOT_YET), ("why", NO_WORDS)):
            if is_open:
                self.fields[name].error_messages["required"] = missing
            else:
                del self.fields[name]

    def clean_why(self) -> str:
        """Refuse words of nothing."""
        why: str = self.cleaned_data["why"]
        if not why.strip():
            raise forms.ValidationError(NO_WORDS)
        return why


@desk_page(Deed.ERASE_FINDER, keeps=TYPED)
def erase(request: DeskRequest, number: str) -> HttpResponse:
    """Say what it means and ask; then erase."""
    now = timezone.now()
    opened = open_for_member(number=number, visitor=request.visitor, now=now)
    if not opened.has_details and not opened.keeps_mail:
        return go_to("desk:case", number=number, said="erased", anchor="h-finder")
    is_open = opened.state is not ReportState.CLOSED
    if request.method != "POST":
        kept = drafts.restored(request, where=request.path, now=now)
        form = EraseForm(None, is_open=is_open, initial={**kept, "seen_version": opened.version})
        return _shown(request, opened, form)
    form = EraseForm(request.POST, is_open=is_open)
    if not form.is_valid() or not _done(request, number, form):
        return _shown(request, opened, form)
    return go_to("desk:case", number=number, said="erased", anchor="h-finder")


def _done(request: DeskRequest, number: str, form: EraseForm) -> bool:
    """Do it, or say in the form what stands in the way; nothing left to erase is what was wanted."""
    try:
        erase_finder(
            number=number,
            asked=form.cleaned_data.get("why", ""),
            mails=_listed(request),
            seen_version=form.cleaned_data["seen_version"],
            by=request.visitor,
            now=timezone.now(),
        )
    except CaseMovedOn as moved:
        form.data = {**form.data, "seen_version": str(moved.version)}
        form.add_error(None, str(CASE_MOVED))
    except ErasureRefused as refused:
        if refused.flaw in REFUSED:
            form.add_error(None, str(REFUSED[refused.flaw]))
    except ReportError:
        form.add_error("why", _("This text cannot be kept: it is too long, or has signs in it that cannot be shown."))
    return not form.errors


def _listed(request: DeskRequest) -> set[UUID]:
    """Return the mails that the page named."""
    found = set()
    for name in request.POST.getlist("mail"):
        with suppress(ValueError):
            found.add(UUID(name))
    return found


def _shown(request: DeskRequest, opened: OpenedCase, form: EraseForm) -> HttpResponse:
    mails = [(mail, waiting(mail.end, mail.reason)) for mail in opened.waiting_mails]
    return show_form(request, "erase_finder", form, {"case": opened, "mails": mails})
