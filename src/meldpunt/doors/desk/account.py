"""One's own account: name, language, password."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from meldpunt.doors.desk import patience
from meldpunt.doors.desk.answers import go_to, show, show_form
from meldpunt.doors.desk.forms import AccountForm, ChangePasswordForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.problems import add_busy, add_setting_problem, add_weaknesses
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.sign_in import too_many
from meldpunt.doors.desk.unlocking import take_seat
from meldpunt.doors.desk.words import ROLE_HELP, ROLES, SAID, word
from meldpunt.people import actions
from meldpunt.people.queries import feed_of, members_of, own_key
from meldpunt.people.terms import Deed, PasswordTooWeak, SettingsRefused, SignInRefused
from meldpunt.sealing.terms import TooManyAtOnce


@desk_page(Deed.KEEP_OWN_ACCOUNT)
def account(request: DeskRequest) -> HttpResponse:
    """Show and change name and language."""
    visitor = request.visitor
    form = AccountForm(request.POST or None, initial={"name": visitor.name, "language": visitor.language})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_own_details(by=visitor, now=timezone.now(), **form.cleaned_data)
        except SettingsRefused as refused:
            add_setting_problem(form, refused)
        else:
            return go_to("desk:account", said="account")
    context = {
        "form": form,
        "role": word(ROLES, visitor.role),
        "role_help": word(ROLE_HELP, visitor.role),
        "me": next((one for one in members_of(visitor.organisation.id) if one.id == visitor.member), None),
        "mine": own_key(visitor.member),
        "now": timezone.now(),
        "has_feed": feed_of(visitor.member) is not None,
        "said": word(SAID, request.GET.get("said", "")),
    }
    return show(request, "account", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@desk_page(Deed.KEEP_OWN_ACCOUNT)
def password(request: DeskRequest) -> HttpResponse:
    """Change the password; this session goes on, all others end."""
    form = ChangePasswordForm(request.POST or None)
    now = timezone.now()
    if request.method != "POST" or not form.is_valid():
        return show_form(request, "password", form)
    try:
        with patience.one_try(request, now=now) as verdict:
            signed_in = actions.change_password(by=request.visitor, now=now, **form.cleaned_data)
    except patience.Exhausted as exhausted:
        return too_many(request, exhausted.seconds)
    except SignInRefused:
        form.add_error("old", _("This is not your password."))
    except PasswordTooWeak as weak:
        add_weaknesses(form, "new", weak)
    except TooManyAtOnce:
        add_busy(form)
    else:
        answer = go_to("desk:account", said="password")
        take_seat(request, answer, signed_in, now=now)
        return answer
    return patience.slowed(show_form(request, "password", form), verdict)
