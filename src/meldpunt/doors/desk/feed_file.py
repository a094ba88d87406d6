"""A calendar feed as a file (iCalendar, RFC 5545, with RFC 7986): case numbers, what is due and dates, nothing of content."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meldpunt.doors.desk.words import OBLIGATIONS, word
from meldpunt.obligations.terms import FeedAbout, FeedLine

if TYPE_CHECKING:
    from icalendar import Event  # for types alone: see `written`

PRODUCT: Final = "-//Meldpunt//Due dates//EN"
EACH: Final = timedelta(hours=1)
"""How often a calendar program need look."""
WITHOUT_MORE: Final = {
    FeedAbout.DUTY: gettext_lazy("Duty by law"),
    FeedAbout.REVIEW: gettext_lazy("To be looked at again"),
}


def written(lines: Iterable[FeedLine], *, organisation: str, here: str, now: datetime) -> bytes:
    """Return the file in the active language; `here` is where the desk is, for the addresses of cases."""
    from icalendar import Calendar, vText  # a third of a second, which only who reads a feed should wait for

    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(key, value)
    name = vText(_("Due dates: %(organisation)s") % {"organisation": organisation})
    for key in ("name", "x-wr-calname"):  # what the library does not know to be text it would not escape
        calendar.add(key, name)
    calendar.add("refresh-interval", EACH, parameters={"VALUE": "DURATION"})
    for line in lines:
        calendar.add_component(_event(line, here, now))
    content: bytes = calendar.to_ical()
    return content


def _event(line: FeedLine, here: str, now: datetime) -> "Event":
    """Return one date: a moment, which takes no time of the day. One that stands still is tentative; what is no longer owed is not there."""
    from icalendar import Event

    event = Event()
    for key, value in {
        "uid": str(line.id),
        "dtstamp": now.astimezone(UTC).replace(microsecond=0),
        "dtstart": line.due_at.astimezone(UTC).replace(microsecond=0),
        "summary": _said(line),
        "status": "TENTATIVE" if line.paused else "CONFIRMED",
        "sequence": line.revision,
        "class": "PRIVATE",
        "transp": "TRANSPARENT",
        "url": urljoin(here, reverse("desk:case", args=[line.number])),
    }.items():
        event.add(key, value)
    return event


def _said(line: FeedLine) -> str:
    """Return its words. Which duty by law, and that something is withheld, is told at the desk alone: a calendar may be kept elsewhere."""
    what = word(OBLIGATIONS, line.kind) if line.kind else str(WITHOUT_MORE[line.about])
    promise = f"{line.number}: {what}"
    if line.broken:
        return _("%(promise)s, late") % {"promise": promise}
    return _("%(promise)s, stands still") % {"promise": promise} if line.paused else promise
