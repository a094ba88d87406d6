"""The first visitor waits for nothing that is read only once: templates, words, addresses, the policy."""

from itertools import product
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings

PAGES = ("/", "/policy", "/report", "/case", "/sealed")  # what a finder reads on the way to a report


def warm(application: WSGIApplication) -> None:
    """Ask for the pages of a finder once in every language, as a visitor of this machine; what goes wrong is logged as on any visit."""
    for (language, _), path in product(settings.LANGUAGES, PAGES):
        environ = {"PATH_INFO": path, "HTTP_ACCEPT_LANGUAGE": language}
        setup_testing_defaults(environ)
        answer = application(environ, lambda *_: lambda _: None)
        getattr(answer, "close", lambda: None)()
