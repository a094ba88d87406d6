"""A mail to the finder came back: said on a page of its own, which tells what that means and what to do next, and taken back on another."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import note_came_back, take_back_came_back
from meldpunt.cases.terms import CaseMovedOn, Mail, MailFlaw, MailRefused, NoSuchMail, OpenedCase
from meldpunt.doors.desk.answers import go_to, not_found, show_form
from meldpunt.doors.desk.duty_forms import MomentForm, day_field, time_field
from meldpunt.doors.desk.forms import SeenForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import CASE_MOVED
from meldpunt.people.terms import Deed

FLAWS: Final[Mapping[MailFlaw, str | Promise]] = {
    MailFlaw.NOT_SENT: _(
        "Our mail server has not taken this mail, so it cannot have come back. Look again in a minute."
    ),
    MailFlaw.NOT_BACK: _("Nobody recorded that this mail came back."),
    MailFlaw.BACK_ALREADY: _("Somebody recorded this already."),
    MailFlaw.EARLY: _("This is before the mail left. Choose a later moment."),
    MailFlaw.FUTURE: _("This moment is still to come. Choose an earlier one."),
}


class CameBackForm(MomentForm):
    """When a mail came back, and whether its address is of no use any more. Of a time that the clock showed twice the second one counts."""

    later = True
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    day = day_field(_("Came back on"))
    time = time_field(_("At"))
    address_dead = forms.BooleanField(
        required=False,
        label=_("The address does not exist any more: mail it no more"),
        help_text=_(
            "The address that we keep for mails is erased, and so is every mail to it that has not left yet: say again on the page what it was about. The finder's page asks for another address. Until they give one the page is the only way: what you write counts as told when it stands there. This cannot be undone."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Make a moment of what the clock showed."""
        data = self.cleaned_data
        data["at"] = self.moment(data.get("day"), data.get("time"), at="time")
        return data


@desk_page(Deed.ANSWER_FINDER)
def begin(request: DeskRequest, number: str, mail: UUID) -> HttpResponse:
    """Say what it means and what to do next, ask when it came back, and record it."""
    opened = open_for_member(number=number, visitor=request.visitor, now=timezone.now())
    found = _mail(opened, mail)
    if found is None:
        return not_found(request)
    here = localtime(timezone.now())
    begun = {"seen_version": opened.version, "day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}"}
    form = CameBackForm(request.POST or None, zone=request.organisation.zone, initial=begun)
    if not found.address_is_kept:
        del form.fields["address_dead"]

    def record(now: datetime) -> None:
        note_came_back(
            number=number,
            mail=mail,
            at=form.cleaned_data["at"],
            address_dead=form.cleaned_data.get("address_dead", False),
            seen_version=form.cleaned_data["seen_version"],
            by=request.visitor,
            now=now,
        )

    if request.method == "POST" and form.is_valid() and _done(form, record):
        return go_to("desk:case", number=number, said="mail_came_back", anchor="main")
    return show_form(request, "mail_came_back", form, {"case": opened, "mail": found})


@desk_page(Deed.ANSWER_FINDER)
def take_back(request: DeskRequest, number: str, mail: UUID) -> HttpResponse:
    """Ask first, then take back that it came back."""
    opened = open_for_member(number=number, visitor=request.visitor, now=timezone.now())
    found = _mail(opened, mail)
    if found is None:
        return not_found(request)
    form = SeenForm(request.POST or None, initial={"seen_version": opened.version})

    def record(now: datetime) -> None:
        seen = form.cleaned_data["seen_version"]
        take_back_came_back(number=number, mail=mail, seen_version=seen, by=request.visitor, now=now)

    if request.method == "POST" and form.is_valid() and _done(form, record):
        return go_to("desk:case", number=number, said="mail_return_withdrawn", anchor="main")
    return show_form(request, "mail_not_back", form, {"case": opened, "mail": found})


def _mail(opened: OpenedCase, mail: UUID) -> Mail | None:
    """Return the mail with this id; one letter may have told of several things."""
    mails = [*(message.mail for message in opened.messages), *opened.closing_mails]
    return next((each for each in mails if each is not None and each.id == mail), None)


def _done(form: CameBackForm | SeenForm, deed: Callable[[datetime], None]) -> bool:
    """Do it, or say in the form what stands in the way."""
    try:
        deed(timezone.now())
    except CaseMovedOn as moved:
        form.data = {**form.data.dict(), "seen_version": str(moved.version)}  # type: ignore[attr-defined]  # a QueryDict
        form.add_error(None, str(CASE_MOVED))
    except NoSuchMail:
        form.add_error(None, str(FLAWS[MailFlaw.NOT_SENT]))
    except MailRefused as refused:
        about = "day" if refused.flaw in {MailFlaw.EARLY, MailFlaw.FUTURE} else None
        form.add_error(about, str(FLAWS[refused.flaw]))
    return not form.errors
