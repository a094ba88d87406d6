"""The organisation's keys: renewing them, the recovery code, and taking reports again after an alarm."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from meldpunt.doors.desk import patience
from meldpunt.doors.desk.answers import go_to, not_found, show, show_form
from meldpunt.doors.desk.forms import RecoverForm, UnlockForm
from meldpunt.doors.desk.guards import desk_page, open_page
from meldpunt.doors.desk.problems import add_busy, add_weaknesses
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.sign_in import too_many
from meldpunt.doors.desk.unlocking import take_seat
from meldpunt.doors.desk.words import SAID, word
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import actions
from meldpunt.people.access import doubts
from meldpunt.people.queries import running_rotation
from meldpunt.people.terms import (
    AddressNotUsable,
    AddressTaken,
    Deed,
    KeysSubstituted,
    NoRotation,
    PasswordTooWeak,
    RecoveryRefused,
    RotationRunning,
    RotationStuck,
    SignedIn,
    SignInRefused,
)
from meldpunt.sealing.terms import TooManyAtOnce

AT_ONCE = 100
"""Keys wrapped anew in one request: well under 50 ms."""
LONGEST_NUMBER = 12


@desk_page(Deed.ROTATE_KEYS)
def keys(request: DeskRequest) -> HttpResponse:
    """Explain the keys and what can be done with them."""
    organisation = request.visitor.organisation
    context = {
        "rotation": running_rotation(organisation.id),
        "doubts": doubts(request.visitor),
        "said": word(SAID, request.GET.get("said", "")),
    }
    return show(request, "keys", context)


@desk_page(Deed.ROTATE_KEYS)
def rotation(request: DeskRequest) -> HttpResponse:
    """Begin or go on: every POST does one batch; the page sends the next one by itself, or its button does."""
    if request.method == "POST" and "begin" in request.POST:
        return _begun(request)
    left: int | None = None
    if request.method == "POST":
        try:
            left = actions.rotate_batch(limit=AT_ONCE, by=request.visitor, now=timezone.now())
        except NoRotation:
            left = 0
        except RotationStuck:
            return _stuck(request)
        if left == 0:
            return go_to("desk:keys", said="rotated")
    running = running_rotation(request.visitor.organisation.id)
    total = _total(request, left if left is not None else running.left if running else 0)
    context = {
        "rotation": running,
        "total": total,
        "done": total - (running.left if running else 0),
        "doubts": doubts(request.visitor),
    }
    return show(request, "rotation", {**context, "going": left is not None or "go" in request.GET})


@desk_page(Deed.REPLACE_RECOVERY_CODE)
def recovery_code(request: DeskRequest) -> HttpResponse:
    """Make a new recovery code and show it once; the answer to the POST is the only place where it ever stands."""
    if request.method != "POST":
        return show(request, "recovery_code")
    code = actions.replace_recovery_code(by=request.visitor, now=timezone.now())
    return show(request, "recovery_code", {"code": code})


@sensitive_post_parameters()
@desk_page(Deed.RESUME_INTAKE)
def resume_intake(request: DeskRequest) -> HttpResponse:
    """Take reports again, after holding the stored key against the one behind the visitor's own password."""
    form = UnlockForm(request.POST or None)
    now = timezone.now()
    if request.method != "POST" or not form.is_valid():
        return show_form(request, "resume_intake", form)
    try:
        with patience.one_try(request, now=now) as verdict:
            actions.resume_intake(password=form.cleaned_data["password"], by=request.visitor, now=now)
    except patience.Exhausted as exhausted:
        return too_many(request, exhausted.seconds)
    except SignInRefused:
        form.add_error("password", _("This is not your password."))
    except TooManyAtOnce:
        add_busy(form)
    except KeysSubstituted:
        problem = _("Your key does not fit the stored one. Reports stay stopped. Ask your operator to look.")
        form.add_error(None, problem)
    else:
        return go_to("desk:keys", said="resumed")
    return patience.slowed(show_form(request, "resume_intake", form), verdict)


@sensitive_post_parameters()
@open_page
def recover(request: HttpRequest) -> HttpResponse:
    """Come back with the recovery code when every password is lost."""
    organisation = getattr(request, "organisation", None)
    if organisation is None:
        return not_found(request)
    form = RecoverForm(request.POST or None, initial={"language": organisation.language})
    now = timezone.now()
    if request.method != "POST" or not form.is_valid():
        return show_form(request, "recover", form)
    try:
        with patience.one_try(request, now=now) as verdict:
            signed_in = _recovered(organisation.id, form, now=now)
    except patience.Exhausted as exhausted:
        return too_many(request, exhausted.seconds)
    except RecoveryRefused:
        form.add_error("recovery_code", _("This code does not open anything here. Look for a mistyped character."))
        signed_in = None
    if signed_in is None:
        return patience.slowed(show_form(request, "recover", form), verdict)
    gone_in = redirect("desk:queue")
    take_seat(request, gone_in, signed_in, now=now)
    return gone_in


def _recovered(organisation: UUID, form: RecoverForm, *, now: datetime) -> SignedIn | None:
    """Use the code; where something else is wrong, say it in the form and return nothing. Raises RecoveryRefused."""
    try:
        return actions.recover(organisation=organisation, by=OPERATOR, now=now, **form.cleaned_data)
    except TooManyAtOnce:
        add_busy(form)
    except PasswordTooWeak as weak:
        add_weaknesses(form, "password", weak)
    except AddressNotUsable:
        form.add_error("email", _("No mail can be sent to this address."))
    except AddressTaken:
        form.add_error("email", _("This address belongs to somebody else."))
    except KeysSubstituted:
        form.add_error(
            None,
            _("The stored key of your organisation is not the one this code belongs to. Ask your operator to look."),
        )
    return None


def _begun(request: DeskRequest) -> HttpResponse:
    """Start a rotation, or go on with the one that runs: with the next request, whose ring holds the new key."""
    with suppress(RotationRunning):
        actions.start_rotation(by=request.visitor, now=timezone.now())
    return redirect(f"{reverse('desk:rotation')}?go=on")


def _stuck(request: DeskRequest) -> HttpResponse:
    """Say that what is left does not open with this member's keys."""
    problem = _("What is left does not open with your keys. Nothing was lost: let another lead go on with it.")
    running = running_rotation(request.visitor.organisation.id)
    return show(request, "rotation", {"rotation": running, "problem": problem}, status=409)


def _total(request: HttpRequest, left: int) -> int:
    """Return how many there were when it began, as far as this page knows: it travels along in the form."""
    asked = request.POST.get("total", "")
    known = int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else 0
    return max(known, left)
