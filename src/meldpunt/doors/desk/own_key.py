"""A member's own OpenPGP key: given, looked at and taken away on a page of Your account."""

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.desk import posting
from meldpunt.doors.desk.answers import go_to, show_form
from meldpunt.doors.desk.forms import key_field
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.key_words import trouble
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.wording import DeskForm
from meldpunt.people import actions
from meldpunt.people.queries import own_key
from meldpunt.people.terms import Deed, KeyRefused


class OwnKeyForm(DeskForm):
    """A public key, pasted, if it was not chosen as a file."""

    key = key_field(_("Your public key"))

    def __init__(self, data: QueryDict | None, *, has_file: bool) -> None:
        """Ask for the text only where there is no file."""
        super().__init__(data)
        self.fields["key"].required = not has_file


@desk_page(Deed.KEEP_OWN_ACCOUNT, takes_files=True)
def key(request: DeskRequest) -> HttpResponse:
    """Show the key in use and ask for one; keep what was given."""
    now = timezone.now()
    given = posting.content_of(request, request.visitor) if request.method == "POST" else b""
    form = OwnKeyForm(request.POST if request.method == "POST" else None, has_file=bool(given))
    if request.method == "POST" and form.is_valid():
        try:
            content = given or form.cleaned_data["key"].encode()
            actions.keep_own_key(content=content, by=request.visitor, now=now)
        except KeyRefused as refused:
            form.add_error("key", trouble(refused.flaw))
        else:
            return go_to("desk:account", said="own_key_kept", anchor="h-openpgp")
    return show_form(request, "own_key", form, {"mine": own_key(request.visitor.member), "now": now})


@desk_page(Deed.KEEP_OWN_ACCOUNT, page="desk:account")
def remove(request: DeskRequest) -> HttpResponse:
    """Mail without encrypting from now on."""
    actions.remove_own_key(by=request.visitor, now=timezone.now())
    return go_to("desk:account", said="own_key_removed", anchor="h-openpgp")
