"""The organisation's OpenPGP key: a page for people, the file, and the places where programs look for it by themselves."""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.utils.timezone import now

from meldpunt.doors.look.errors import error_page
from meldpunt.doors.public.guards import OpenRequest, open_page, open_to_machines
from meldpunt.people.queries import may_be_in_directory
from meldpunt.people.rules.openpgp import armoured, grouped
from meldpunt.policy.queries import key_in_directory as find
from meldpunt.policy.queries import key_on_request, policy_in_force, published_key
from meldpunt.policy.rules.ways_in import takes_form

BRIEFLY = "public, max-age=300"
PLAIN = "text/plain; charset=utf-8"


@open_page
def show(request: OpenRequest) -> HttpResponse:
    """Show the key and how to use it, or how to ask for it; no page where there is none."""
    key = published_key(request.organisation.id, now=now())
    ask = None if key else key_on_request(request.organisation.id, now=now())
    if key is None and ask is None:
        return error_page(request, 404)
    context = {
        "key": key,
        "ask": ask,
        "fingerprint": grouped(key.fingerprint) if key else "",
        "takes_form": takes_form(policy_in_force(request.organisation.id, now=now()).terms),
        "in_directory": key is not None and may_be_in_directory(key),
    }
    return render(request, "public/openpgp_key.html", context)


@open_page
def file(request: OpenRequest) -> HttpResponse:
    """Answer with the key as a file."""
    key = published_key(request.organisation.id, now=now())
    if key is None:
        return error_page(request, 404)
    answer = HttpResponse(armoured(key.certificate), content_type="application/pgp-keys")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key.address}.asc"'
    return _open_to_programs(answer)


@open_to_machines
def in_directory(request: HttpRequest, name: str, domain: str = "") -> HttpResponse:
    """Answer a program that looks for the key of a mail address: the advanced form names the domain, the direct one does not."""
    key = find(host=_host(request), domain=domain, name=name, now=now())
    if key is None:
        return _open_to_programs(HttpResponseNotFound("There is no such key.\n", content_type=PLAIN))
    return _open_to_programs(HttpResponse(key.certificate, content_type="application/octet-stream"))


@open_to_machines
def directory_policy(_request: HttpRequest, domain: str = "") -> HttpResponse:  # noqa: ARG001 -- the same for every domain
    """Answer with the rules of the directory, of which there are none: that the file is there tells that keys may be."""
    return _open_to_programs(HttpResponse(b"", content_type=PLAIN))


def _host(request: HttpRequest) -> str:
    """Return the host name that was asked. Raises DisallowedHost for what is none, such as `[1:2]`."""
    try:
        return urlsplit(f"//{request.get_host()}").hostname or ""
    except ValueError:
        raise DisallowedHost from None


def _open_to_programs(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = BRIEFLY
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
