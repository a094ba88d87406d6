"""The second factor on one's own account, and clearing a colleague's that was lost."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import segno
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from meldpunt.doors.desk import patience
from meldpunt.doors.desk.answers import go_to, show, show_form
from meldpunt.doors.desk.factor_forms import PasswordAndCodeForm, SetUpForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.members import person_of
from meldpunt.doors.desk.problems import add_busy, add_code_problem
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.sign_in import too_many
from meldpunt.doors.desk.unlocking import keep_seat
from meldpunt.people import access, actions
from meldpunt.people.queries import second_factor_of
from meldpunt.people.terms import (
    CodeRefused,
    CodesPaused,
    Deed,
    FactorChanged,
    FactorState,
    FactorThere,
    NotThere,
    SignInRefused,
)
from meldpunt.sealing.terms import TooManyAtOnce

QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""


@sensitive_post_parameters()
@desk_page(Deed.KEEP_OWN_ACCOUNT, sets_up=True)
def second_factor(request: DeskRequest) -> HttpResponse:
    """Show how it stands; without one, offer a secret and take it over."""
    factor = second_factor_of(request.visitor.member)
    if factor.state is FactorState.READY:
        return show(request, "second_factor", {"factor": factor})
    form, offered = SetUpForm(request.POST or None), request.POST.get("offered", "")

    def draw(form: Form) -> HttpResponse:
        offer = access.factor_offer(kept=offered, by=request.visitor)
        shown = {"factor": factor, "offer": offer, "qr": as_qr(offer.uri), "must": request.visitor.must_set_up}
        return show_form(request, "second_factor", form, shown)

    if request.method != "POST":
        return draw(form)
    return _changed(request, form, draw, partial(actions.set_up_second_factor, offered=offered))


@sensitive_post_parameters()
@desk_page(Deed.KEEP_OWN_ACCOUNT)
def spare_codes(request: DeskRequest) -> HttpResponse:
    """Make new spare codes; the answer to the POST is the only place where they ever stand."""

    def draw(form: Form) -> HttpResponse:
        return show_form(request, "spare_codes", form)

    return _asked(request, draw, actions.renew_spare_codes)


@sensitive_post_parameters()
@desk_page(Deed.KEEP_OWN_ACCOUNT)
def remove(request: DeskRequest) -> HttpResponse:
    """Take one's own second factor away."""

    def draw(form: Form) -> HttpResponse:
        return show_form(request, "remove_factor", form)

    return _asked(request, draw, actions.remove_second_factor)


@desk_page(Deed.CLEAR_SECOND_FACTOR)
def clear(request: DeskRequest, member: UUID) -> HttpResponse:
    """Ask first, then take away what a colleague lost."""
    person = person_of(request, member)
    if person.second_factor is FactorState.NONE:
        return show(request, "clear_factor", {"person": person, "nothing": True})
    if request.method != "POST":
        return show(request, "clear_factor", {"person": person})
    actions.clear_second_factor(member=member, by=request.visitor, now=timezone.now())
    return go_to("desk:people", said="factor_cleared")


def as_qr(uri: str) -> SafeString:
    """Draw the address for an app, in black on white whatever the page's colours."""
    picture = segno.make(uri, error="m", micro=False)
    return mark_safe(picture.svg_inline(border=QUIET, omitsize=True, svgclass=None, lineclass=None))  # noqa: S308 - drawn by the library out of modules alone


def _asked(
    request: DeskRequest, draw: Callable[[Form], HttpResponse], verb: Callable[..., FactorChanged]
) -> HttpResponse:
    """Ask for password and code before `verb`; who has no second factor is led to the page that sets it up."""
    if second_factor_of(request.visitor.member).state is FactorState.NONE:
        return go_to("desk:second-factor")
    form = PasswordAndCodeForm(request.POST or None)
    return _changed(request, form, draw, verb) if request.method == "POST" else draw(form)


def _changed(
    request: DeskRequest,
    form: Form,
    draw: Callable[[Form], HttpResponse],
    verb: Callable[..., FactorChanged],
) -> HttpResponse:
    """Do `verb` with what was typed: spare codes are shown at once and never again."""
    if not form.is_valid():
        return draw(form)
    now = timezone.now()
    try:
        with patience.one_try(request, now=now) as verdict:
            changed = verb(by=request.visitor, now=now, **form.cleaned_data)
    except patience.Exhausted as exhausted:
        return too_many(request, exhausted.seconds)
    except (CodeRefused, CodesPaused) as refused:
        add_code_problem(form, refused)
    except SignInRefused:
        form.add_error("password", _("This is not your password."))
    except TooManyAtOnce:
        add_busy(form)
    except (FactorThere, NotThere):
        return go_to("desk:second-factor")
    else:
        return _done(request, changed)
    return patience.slowed(draw(form), verdict)


def _done(request: DeskRequest, changed: FactorChanged) -> HttpResponse:
    """Keep the seat of who changed it, and show the spare codes if there are new ones."""
    keep_seat(request, changed.stamp)
    if not changed.codes:
        return go_to("desk:account", said="factor_removed")
    return show(request, "spare_codes", {"codes": changed.codes})
