"""Signing in, unlocking, locking and signing out."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from meldpunt.doors.desk import drafts, patience
from meldpunt.doors.desk.answers import TOO_MANY, show, show_form
from meldpunt.doors.desk.factor_forms import CodeForm, SpareCodeForm
from meldpunt.doors.desk.forms import SignInForm, UnlockForm
from meldpunt.doors.desk.guards import open_page, sign_in_page
from meldpunt.doors.desk.halfway import PLACE, forget_halfway, halfway_of, wait_for_code
from meldpunt.doors.desk.problems import add_busy, add_code_problem
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.unlocking import leave_seat, lock_seat, take_seat, unlock_seat
from meldpunt.people import actions
from meldpunt.people.terms import CodeRefused, CodesPaused, Halfway, SignInOver, SignInRefused
from meldpunt.sealing.terms import TooManyAtOnce

OVER = 410


@sensitive_post_parameters()
@open_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who is there; a right password signs in and unlocks at once."""
    form = SignInForm(request.POST or None)
    now = timezone.now()
    if request.method != "POST" or not form.is_valid():
        return show(request, "sign_in", {"form": form, "next": next_of(request)})
    try:
        with patience.one_try(request, now=now) as verdict:
            signed_in = actions.sign_in(now=now, **form.cleaned_data)
    except patience.Exhausted as exhausted:
        return too_many(request, exhausted.seconds)
    except SignInRefused:
        form.add_error(None, _("This address and this password do not belong together."))
    except TooManyAtOnce:
        add_busy(form)
    else:
        if isinstance(signed_in, Halfway):
            return _ask_code(request, signed_in, now=now)
        answer = redirect(next_of(request))
        take_seat(request, answer, signed_in, now=now)
        return answer
    return patience.slowed(show_form(request, "sign_in", form, {"next": next_of(request)}), verdict)


@sensitive_post_parameters()
@open_page
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password; nobody is signed in until it fits."""
    now = timezone.now()
    halfway = halfway_of(request, now=now)
    if halfway is None:
        return _begin_again(request)
    form = (SpareCodeForm if "spare" in request.GET else CodeForm)(request.POST or None)
    shown = {"next": next_of(request), "spare": "spare" in request.GET}
    if request.method != "POST" or not form.is_valid():
        return show_form(request, "sign_in_code", form, shown)
    try:
        with patience.one_try(request, now=now) as verdict:
            signed_in = actions.finish_sign_in(halfway=halfway, code=form.cleaned_data["code"], now=now)
    except patience.Exhausted as exhausted:
        return too_many(request, exhausted.seconds)
    except SignInOver:
        return _begin_again(request)
    except (CodeRefused, CodesPaused) as refused:
        add_code_problem(form, refused)
    else:
        answer = redirect(next_of(request))
        take_seat(request, answer, signed_in, now=now)
        forget_halfway(answer)
        return answer
    return patience.slowed(show_form(request, "sign_in_code", form, shown), verdict)


@sensitive_post_parameters()
@sign_in_page
def unlock(request: DeskRequest) -> HttpResponse:
    """Ask for the password alone, and unlock."""
    form = UnlockForm(request.POST or None)
    now = timezone.now()
    if request.visitor.unlocked:
        return redirect(next_of(request))
    page = next_of(request)
    shown = {
        "next": page,
        "kept": drafts.waits(page=page, by=request.visitor, now=now),
    }
    if request.method != "POST" or not form.is_valid():
        return show(request, "unlock", {"form": form, **shown})
    try:
        with patience.one_try(request, now=now) as verdict:
            signed_in = actions.unlock(member=request.visitor.member, password=form.cleaned_data["password"], now=now)
    except patience.Exhausted as exhausted:
        return too_many(request, exhausted.seconds)
    except SignInRefused:
        form.add_error("password", _("This is not your password."))
    except TooManyAtOnce:
        add_busy(form)
    else:
        answer = redirect(page)
        unlock_seat(request, answer, signed_in, now=now)
        return answer
    return patience.slowed(show_form(request, "unlock", form, shown), verdict)


@sign_in_page
def lock(request: DeskRequest) -> HttpResponse:
    """Lock the desk: the password opens it again."""
    if request.method != "POST":
        return redirect("desk:queue")
    answer = redirect("desk:unlock")
    lock_seat(request, answer)
    return answer


@sign_in_page
def sign_out(request: DeskRequest) -> HttpResponse:
    """Leave: session and keys are destroyed."""
    if request.method != "POST":
        return redirect("desk:queue")
    answer = redirect("desk:sign-in")
    leave_seat(request, answer)
    return answer


def _ask_code(request: HttpRequest, halfway: Halfway, *, now: datetime) -> HttpResponse:
    answer = redirect(f"{reverse('desk:sign-in-code')}?{urlencode({'next': next_of(request)})}")
    wait_for_code(request, answer, halfway, now=now)
    return answer


def _begin_again(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page: the step between password and code is over, or there was none in this browser."""
    problem = _("The time for the code is over, or something changed meanwhile. Begin again with your password.")
    context = {"form": SignInForm(), "next": next_of(request), "problem": problem}
    answer = show(request, "sign_in", context, status=OVER)
    request.session.pop(PLACE, None)
    forget_halfway(answer)
    return answer


def next_of(request: HttpRequest) -> str:
    """Return the page of the desk to go on to, never one elsewhere."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    desk = reverse("desk:queue")
    here = asked.startswith(desk) and "/.." not in asked and "\\" not in asked
    ours = here and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else desk


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """Say that no password is tried for `wait` seconds."""
    answer = show(request, "too_many", {"minutes": -(-wait // 60)}, status=TOO_MANY)
    answer.headers["Retry-After"] = str(wait)
    return answer
