"""What surrounds every page: whose it is, in which language, and with which headers it leaves."""

import errno
import ipaddress
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from meldpunt.people import queries as people
from meldpunt.people.terms import OrganisationFacts
from meldpunt.site import errors
from meldpunt.site.server.bridge import REFUSED

type Answer = Callable[[HttpRequest], HttpResponse]

MOUNT = re.compile(r"/o/([-a-zA-Z0-9_]+)(/.*)")
WITHOUT_ORGANISATION = frozenset({"/healthz", "/readyz"})
KEY_DIRECTORY = (
    "/.well-known/openpgpkey/"  # asked at the mail domain and `openpgpkey.` before it, which are nobody's host names
)
NOT_UNDER_A_MOUNT = ("/desk", "/o/")
POLICY = "camera=(), microphone=(), geolocation=(), browsing-topics=()"


def security_headers(answer: Answer) -> Answer:
    """Add the headers that Django has no setting for; a page is kept by nobody unless it says so itself."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answered


def organisation(answer: Answer) -> Answer:
    """Set `request.organisation`: by the host name, and by `/o/<slug>/` in the path; an unknown host gets a 404, one that is no name a 400."""

    def answered(request: HttpRequest) -> HttpResponse:
        request.organisation = None  # type: ignore[attr-defined]  # ours
        if "\0" in request.path_info:  # PostgreSQL takes no text with it, so no page asks for any
            return language(_nothing_here)(request)
        if request.path_info in WITHOUT_ORGANISATION or request.path_info.startswith(KEY_DIRECTORY):
            return answer(request)
        try:
            _find_organisation(request)
            return answer(request)
        except Http404:
            return language(_nothing_here)(request)
        except DisallowedHost:
            return language(_unreadable)(request)
        finally:
            set_script_prefix("/")

    return answered


def language(answer: Answer) -> Answer:
    """Speak the visitor's language: as chosen, as the browser asks, else the organisation's first."""

    def answered(request: HttpRequest) -> HttpResponse:
        found: OrganisationFacts | None = getattr(request, "organisation", None)
        codes = found.languages if found else _own_languages()
        with translation.override(_language(request, codes)):
            request.LANGUAGE_CODE = translation.get_language() or codes[0]
            response = answer(request)
            response.headers.setdefault("Content-Language", translation.get_language() or codes[0])
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return answered


def refusals(answer: Answer) -> Answer:
    """Answer for what the server refused before any page saw it, such as a body that is too large."""

    def answered(request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        return errors.page(request, status) if status else answer(request)

    return answered


class Troubles:
    """A full disk or a database that takes nothing is told as that, and not as a bug."""

    def __init__(self, answer: Answer) -> None:
        """Stand around `answer`."""
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return a page for trouble of the machine, None for everything else."""
        full = isinstance(exception, OSError) and exception.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
        if not (full or isinstance(exception, OperationalError)):
            return None
        errors.log.error("cannot store", exc_info=exception)
        return errors.page(request, 503)


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return errors.page(request, 404)


def _unreadable(request: HttpRequest) -> HttpResponse:
    return errors.page(request, 400)


def _find_organisation(request: HttpRequest) -> None:
    """Set the organisation, and take `/o/<slug>` off the path. Raises Http404 that names nobody."""
    host = _host(request)
    is_ours = _is_ours(host)
    found = people.organisation_by_host(host, is_ours=is_ours)
    if mount := MOUNT.fullmatch(request.path_info):
        slug, rest = mount.groups()
        found = None if rest.startswith(NOT_UNDER_A_MOUNT) else _mounted(slug, at=found, is_ours=is_ours)
        if found is not None:
            request.path_info = rest
            set_script_prefix(f"/o/{slug}/")
    if found is None:
        raise Http404
    request.organisation = found  # type: ignore[attr-defined]  # ours


def _mounted(slug: str, *, at: OrganisationFacts | None, is_ours: bool) -> OrganisationFacts | None:
    """Return whose pages are under `/o/<slug>/` here: anybody's at the server's own names, at an organisation's only its own and its brands'."""
    found = people.organisation_by_slug(slug)
    own = found is not None and at is not None and found.id == at.id
    return found if own or is_ours else None


def _host(request: HttpRequest) -> str:
    """Return the host name of the request, without port and brackets, in lower case."""
    try:
        return urlsplit(f"//{request.get_host()}").hostname or ""
    except ValueError:
        raise DisallowedHost from None


def _is_ours(host: str) -> bool:
    """Whether this name means the server rather than an organisation: an IP address, this machine, or one from the settings."""
    if people.is_server_name(host):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _own_languages() -> tuple[str, ...]:
    """Return the languages of pages that belong to no organisation, the one from the settings first."""
    return tuple(sorted((code for code, _ in settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE))


def _language(request: HttpRequest, codes: Sequence[str]) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is not None and chosen in codes:
        return chosen
    asked = [code[:2] for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    return next((code for code in asked if code in codes), codes[0])
