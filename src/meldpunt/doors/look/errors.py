"""Pages for what went wrong: what it is and what to do, in the visitor's language, without a word of what was sent."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True)
class Wrong:
    """The words of one error page: `heading` says what happened, `advice` what to do now."""

    heading: str
    advice: str


WRONG = {
    400: Wrong(
        gettext_noop("We could not read what your browser sent"),
        gettext_noop(
            "Nothing was saved. Go back, check your form and send it again. If files were part of it, try with "
            "fewer at once."
        ),
    ),
    403: Wrong(
        gettext_noop("This form can no longer be used"),
        gettext_noop(
            "Nothing was saved. Go back, copy what you typed, load the page again and send the form once more. "
            "Cookies from this site must be allowed for that."
        ),
    ),
    404: Wrong(
        gettext_noop("There is nothing at this address"),
        gettext_noop("Check the address for typing errors. A page that was here may also have been removed."),
    ),
    405: Wrong(
        gettext_noop("This page cannot be used in that way"),
        gettext_noop("Go back and use the links and buttons of the page."),
    ),
    408: Wrong(
        gettext_noop("Your message came in too slowly"),
        gettext_noop(
            "The connection was cut because nothing arrived any more. Nothing was saved. Go back and send it again."
        ),
    ),
    409: Wrong(
        gettext_noop("Somebody else was first"),
        gettext_noop(
            "What you were looking at has changed since. Go back, load the page again and see what is different."
        ),
    ),
    413: Wrong(
        gettext_noop("This is too large to send at once"),
        gettext_noop(
            "Nothing was saved. Go back and send fewer or smaller files. You can add the others to your report "
            "later, with your access code."
        ),
    ),
    429: Wrong(
        gettext_noop("Too many tries in a short time"),
        gettext_noop(
            "We slow things down to keep this page working for everybody. Wait a while and try again. Nothing "
            "that you sent before is lost."
        ),
    ),
    500: Wrong(
        gettext_noop("Something went wrong on our side"),
        gettext_noop(
            "Go back and try again. If you were sending a report: doing so twice makes no second report as long "
            "as you change nothing."
        ),
    ),
    503: Wrong(
        gettext_noop("This page is not available for a moment"),
        gettext_noop(
            "We cannot save anything right now. Try again in a few minutes. If you were sending a report, leave "
            "that page open."
        ),
    ),
}


def error_page(request: HttpRequest, status: int, *, retry_after: int | None = None) -> HttpResponse:
    """Answer with the page for `status`; `retry_after` is in seconds.

    A status without words of its own gets those of 500 or 400.
    """
    wrong = WRONG.get(status) or WRONG[500 if status >= 500 else 400]  # noqa: PLR2004 - the classes of RFC 9110
    facts = {
        "status": status,
        "heading": gettext(wrong.heading),
        "text": gettext(wrong.advice),
        "minutes": _minutes(retry_after),
    }
    response = render(request, "look/error.html", facts, status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else max(1, -(-seconds // 60))
