"""A forgotten password: a mailed link makes a new one, and a new key that opens nothing until a lead re-admits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from meldpunt.doors.desk import patience
from meldpunt.doors.desk.answers import show, show_form
from meldpunt.doors.desk.factor_forms import ResetWithCodeForm
from meldpunt.doors.desk.forms import ForgottenForm, NewPasswordForm
from meldpunt.doors.desk.guards import open_page
from meldpunt.doors.desk.invitation import spent
from meldpunt.doors.desk.problems import add_busy, add_weaknesses
from meldpunt.doors.desk.sign_in import too_many
from meldpunt.doors.desk.unlocking import take_seat
from meldpunt.people import actions
from meldpunt.people.queries import reset_is_open, reset_needs_spare_code
from meldpunt.people.terms import CodeRefused, LinkSpent, PasswordTooWeak
from meldpunt.sealing.terms import TooManyAtOnce


@open_page
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to whoever has this address; the answer is the same when nobody has."""
    form = ForgottenForm(request.POST or None)
    now = timezone.now()
    if request.method != "POST" or not form.is_valid():
        return show(request, "forgotten", {"form": form})
    verdict = patience.charge(request, now=now)
    if verdict.refused:
        return too_many(request, verdict.retry_after)

    def link_to(token: str) -> str:
        return request.build_absolute_uri(reverse("desk:reset", kwargs={"token": token}))

    actions.request_reset(email=form.cleaned_data["email"], link_to=link_to, now=now)
    return patience.slowed(show(request, "forgotten", {"sent": True}), verdict)


@sensitive_post_parameters()
@open_page
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Explain what a reset means, and do it when the form is sent."""
    now = timezone.now()
    if not reset_is_open(token, now=now):
        return spent(request)
    needs_code = reset_needs_spare_code(token, now=now)
    form = (ResetWithCodeForm if needs_code else NewPasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signed_in = actions.reset_password(token=token, now=now, **form.cleaned_data)
        except CodeRefused:
            form.add_error("spare_code" if needs_code else None, _("This is none of your spare codes, or it was used."))
        except PasswordTooWeak as weak:
            add_weaknesses(form, "password", weak)
        except TooManyAtOnce:
            add_busy(form)
        except LinkSpent:
            return spent(request)
        else:
            answer = redirect("desk:queue")
            take_seat(request, answer, signed_in, now=now)
            return answer
    return show_form(request, "reset", form, {"needs_code": needs_code})
