"""How the way in is: what the daily test found, what to do about it, and for whom that is."""

from django.http import HttpResponse
from django.utils import timezone

from meldpunt.doors.desk import channel_words as words
from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people.terms import Deed
from meldpunt.upkeep.queries import light_of, tested_address
from meldpunt.upkeep.terms import Level, Sign

BADGES = {Level.GREEN: "good", Level.AMBER: "soon", Level.RED: "overdue"}


@desk_page(Deed.SEE_DESK)
def channel(request: DeskRequest) -> HttpResponse:
    """Show every sign, the worst first."""
    now = timezone.now()
    light = light_of(request.visitor.organisation, now=now)
    context = {
        "light": light,
        "mailed": tested_address(request.visitor.organisation, now=now) != "",
        "heading": words.HEADINGS[light.level] if words.is_known(light) else words.UNTESTED_HEADING,
        "signs": [_sign(sign) for sign in light.signs],
    }
    return show(request, "channel", context)


def _sign(sign: Sign) -> dict[str, object]:
    return {
        "what": words.TROUBLES[sign.trouble],
        "advice": words.ADVICE[sign.trouble],
        "who": words.PEOPLE[sign.who],
        "level": words.LEVELS[sign.level],
        "badge": BADGES[sign.level],
        "since": sign.since,
    }
