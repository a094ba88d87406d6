"""A finder's own OpenPGP key: given on their page, so that answers come by mail, encrypted."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meldpunt.arrivals.terms import Act
from meldpunt.cases.access import own_key_of_finder
from meldpunt.cases.actions import end_key_as_finder, give_key_as_finder
from meldpunt.cases.terms import NoMailToFinder
from meldpunt.doors.portal import notices
from meldpunt.doors.portal.guards import FinderRequest, finder_page
from meldpunt.doors.portal.posting import charge
from meldpunt.doors.portal.sessions import new_token
from meldpunt.doors.portal.status import DELAY
from meldpunt.people.terms import KeyFlaw, KeyRefused

FLAWS: Final[Mapping[KeyFlaw, str | Promise]] = {
    KeyFlaw.EXPIRED: _("This key has ended. Renew it, and give it again."),
    KeyFlaw.REVOKED: _("This key was taken back. Give another one."),
    KeyFlaw.WEAK: _("This key is of a kind that can be broken. Give a newer one."),
    KeyFlaw.CANNOT_ENCRYPT: _("Nothing can be encrypted to this key. Give one with a part for encryption."),
    KeyFlaw.SEVERAL: _("There is more than one key in it. Give one."),
    KeyFlaw.TOO_LARGE: _("It is too large. Export your key without the signatures of others."),
    KeyFlaw.SECRET_GIVEN: _(
        "This is your secret key, and you should not trust it any more. Make a new one, and give its public part."
    ),
}
NO_KEY: Final = _("This is no OpenPGP key, or not all of it. Take all lines, from BEGIN to END.")
NO_MAIL: Final = _("You get no mail from us, so we keep no key. Leave an address for mails first.")


@finder_page("GET", "POST")
def key(request: FinderRequest) -> HttpResponse:
    """Show the key in use and ask for one; use what was given, or stop using it."""
    now = timezone.now()
    if request.method != "POST":
        return _show(request)
    if request.posted.text("stop"):
        end_key_as_finder(by=request.finder, now=now)
        return HttpResponseRedirect(f"{reverse('portal:status')}?said=no_key", status=303)
    verdict = charge(request, Act.MESSAGE, now=now)
    if verdict.refused:
        return _show(request, notice=notices.too_many(verdict.retry_after), status=429)
    try:
        give_key_as_finder(content=request.posted.text("key").encode(), by=request.finder, now=now)
    except KeyRefused as refused:
        return _show(request, problem=FLAWS.get(refused.flaw, NO_KEY), status=422)
    except NoMailToFinder:
        return _show(request, problem=NO_MAIL, status=422)
    delay = {DELAY: f"{verdict.delay:.1f}"} if verdict.delay else {}
    return HttpResponseRedirect(f"{reverse('portal:status')}?said=key", status=303, headers=delay)


def _show(
    request: FinderRequest, *, problem: str | Promise = "", notice: notices.Notice | None = None, status: int = 200
) -> HttpResponse:
    mine = own_key_of_finder(by=request.finder, now=timezone.now())
    context = {
        "mine": mine,
        "flaw": FLAWS.get(mine.flaw, NO_KEY) if mine.flaw else "",
        "problem": problem,
        "notice": notice,
        "typed": request.posted.text("key"),
        "token": new_token(request.finder.token),
    }
    return render(request, "portal/own_key.html", context, status=status)
