"""The public part of the OpenPGP key, for a handler who sends it to whoever asks."""

from django.http import HttpResponse

from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people.queries import openpgp_key
from meldpunt.people.rules.openpgp import armoured
from meldpunt.people.terms import Deed, NotThere


@desk_page(Deed.SEE_DESK)
def file(request: DeskRequest) -> HttpResponse:
    """Answer with the key in use as a file, also where the policy gives it on request alone."""
    key = openpgp_key(request.visitor.organisation.id)
    if key is None:
        raise NotThere
    answer = HttpResponse(armoured(key.certificate), content_type="application/pgp-keys")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key.address}.asc"'
    return answer
