"""The link of an invitation: looking uses nothing up, sending the form does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from meldpunt.doors.desk.answers import show, show_form
from meldpunt.doors.desk.forms import JoinForm
from meldpunt.doors.desk.guards import open_page
from meldpunt.doors.desk.problems import add_busy, add_setting_problem, add_weaknesses
from meldpunt.doors.desk.unlocking import take_seat
from meldpunt.doors.desk.words import ROLE_HELP, ROLES, word
from meldpunt.people import actions
from meldpunt.people.queries import invitation_behind
from meldpunt.people.terms import AddressTaken, InvitationFacts, LinkSpent, PasswordTooWeak, SettingsRefused, SignedIn
from meldpunt.sealing.terms import TooManyAtOnce

GONE = 410


@sensitive_post_parameters()
@open_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link offers, and take the new member in."""
    now = timezone.now()
    offered = invitation_behind(token, now=now)
    if offered is None:
        return spent(request)
    request.organisation = offered.organisation  # type: ignore[attr-defined]  # whose name stands above the page
    form = JoinForm(request.POST or None, initial={"language": get_language()})
    signed_in = _accepted(form, token) if request.method == "POST" and form.is_valid() else None
    if signed_in is None:
        return show_form(request, "invitation", form, _facts(offered))
    answer = redirect("desk:queue")
    take_seat(request, answer, signed_in, now=now)
    return answer


def spent(request: HttpRequest) -> HttpResponse:
    """Say that a link no longer works, whatever the reason."""
    return show(request, "link_spent", status=GONE)


def _accepted(form: JoinForm, token: str) -> SignedIn | None:
    """Use the link; where something is wrong, say it in the form and return nothing."""
    try:
        return actions.accept_invitation(token=token, now=timezone.now(), **form.cleaned_data)
    except PasswordTooWeak as weak:
        add_weaknesses(form, "password", weak)
    except TooManyAtOnce:
        add_busy(form)
    except SettingsRefused as refused:
        add_setting_problem(form, refused)
    except AddressTaken:
        form.add_error(None, _("Somebody with this address is a member already. Sign in instead."))
    except LinkSpent:
        form.add_error(None, _("This link was used or has expired meanwhile. Ask for a new one."))
    return None


def _facts(offered: InvitationFacts) -> dict[str, object]:
    role = offered.role
    return {"offered": offered, "role": word(ROLES, role), "role_help": word(ROLE_HELP, role)}
