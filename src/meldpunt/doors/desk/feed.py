"""Due dates for a member's own calendar program: the page on which its address is made and revoked, and what stands at the address.

The address is the one named exception to *no secrets in addresses*: a calendar program knows no other way. What stands there is no content.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from meldpunt.arrivals.terms import Act
from meldpunt.caseload.queries import due_feed
from meldpunt.doors.desk import patience
from meldpunt.doors.desk.answers import TOO_MANY, go_to, show, show_form
from meldpunt.doors.desk.feed_file import written
from meldpunt.doors.desk.forms import FeedForm
from meldpunt.doors.desk.guards import address_page, desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import FEED_SCOPES, SAID, word
from meldpunt.doors.look.errors import error_page
from meldpunt.people import actions
from meldpunt.people.access import reader_of_feed
from meldpunt.people.queries import feed_of
from meldpunt.people.terms import Deed, FeedScope, NotThere, Visitor

KIND = "text/calendar; charset=utf-8"
NOT_THERE = 404


@desk_page(Deed.READ_QUEUE)
def feed(request: DeskRequest) -> HttpResponse:
    """Tell what a feed is, and make an address; the answer to the POST is the only place where it ever stands."""
    form = FeedForm(request.POST if request.method == "POST" else None, initial={"scope": FeedScope.MINE})
    if request.method != "POST" or not form.is_valid():
        return show_form(
            request, "feed", form, _facts(request.visitor) | {"said": word(SAID, request.GET.get("said", ""))}
        )
    scope = FeedScope(form.cleaned_data["scope"])
    token = actions.make_feed_address(scope=scope, by=request.visitor, now=timezone.now())
    address = request.build_absolute_uri(reverse("desk:feed-file", args=[token]))
    return show(request, "feed", {"address": address})


@desk_page(Deed.READ_QUEUE)
def revoke(request: DeskRequest) -> HttpResponse:
    """Ask first, then make the address worthless."""
    facts = _facts(request.visitor)
    if facts["there"] is None:
        return go_to("desk:feed")
    if request.method != "POST":
        return show(request, "feed_revoke", facts)
    try:
        actions.revoke_feed_address(by=request.visitor, now=timezone.now())
    except NotThere:
        return go_to("desk:feed")
    return go_to("desk:feed", said="feed_revoked")


@address_page
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand a calendar program what is due. Of a wrong address nobody learns whether it was one once; a right one is never refused."""
    now = timezone.now()
    try:
        visitor, scope = reader_of_feed(token)
    except NotThere:
        verdict = patience.charge(request, act=Act.WRONG_ADDRESS, now=now)
        if verdict.refused:
            return error_page(request, TOO_MANY, retry_after=verdict.retry_after)
        return patience.slowed(error_page(request, NOT_THERE), verdict)
    with translation.override(visitor.language):
        lines = due_feed(visitor=visitor, scope=scope, now=now)
        content = written(lines, organisation=visitor.organisation.name, here=request.build_absolute_uri("/"), now=now)
    answer = HttpResponse(content, content_type=KIND)
    answer.headers["Content-Disposition"] = 'inline; filename="meldpunt.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _facts(visitor: Visitor) -> dict[str, object]:
    there = feed_of(visitor.member)
    return {"there": there, "scope": word(FEED_SCOPES, there.scope) if there else ""}
