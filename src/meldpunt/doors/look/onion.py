"""Tell visitors who use Tor that the same page has an onion address."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path


def name_onion[R: HttpResponseBase](request: HttpRequest, response: R) -> R:
    """Set Onion-Location when the organisation has an onion address and the visitor came elsewhere.

    Tor Browser honours it over https only.
    """
    host = getattr(getattr(request, "organisation", None), "onion_host", "")
    if host and request.is_secure() and request.get_host() != host:
        response.headers["Onion-Location"] = f"http://{host}{escape_uri_path(request.path)}"
    return response
