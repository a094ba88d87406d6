"""What was being typed when the desk locked: kept sealed, given back after unlocking."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people import access, actions
from meldpunt.people.queries import draft_waits
from meldpunt.people.terms import DraftTooLarge, NotThere, Visitor

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
EVERY_FIELD = ("*",)
"""For a form whose fields are not known beforehand: all of them are kept."""
LONGEST_PLACE = 80
"""Letters of an address of the desk; a longer one is none."""
CHOSEN = frozenset({"kind", "reason", "assesses", "fix_by", "no_date"}) | {
    *(
        "channel",
        "day",
        "time",
        "hour",
        "brand",
        "topic",
        "still_open",
        "clean_images",
        "own_name",
        "language",
        "told",
        "once",
        "event",
        "form",
        "seen_version",
        "who",
        "ground",
        "review_on",
        "said",
        *("after", "seen", "kept", "next"),
    ),
}
"""Fields that come along with every form because something is chosen in them: alone they are no draft."""


def keep(request: HttpRequest, *, member: UUID, where: str, names: Sequence[str], now: datetime) -> bool:
    """Seal the fields called `names` of what was sent, for the member alone; nothing when nobody typed in them.

    A page with more than one form names each in its field `form`: they are kept beside each other.
    Return whether nothing is lost: False for what is too much to keep.
    """
    typed = typed_in(request, names)
    place = place_of(where, request.POST.get("form", ""))
    # Of a form with any fields, also what is not there says something: a box that was unticked.
    said = any(text.strip() for text in _said(typed)) or (names == EVERY_FIELD and bool(typed))
    if not said or len(place) > LONGEST_PLACE:
        return not said
    try:
        actions.keep_draft(member=member, where=place, clear=json.dumps(typed).encode(), now=now)
    except (NotThere, DraftTooLarge):
        return False
    return True


def typed_in(request: HttpRequest, names: Sequence[str]) -> dict[str, str]:
    """Return the fields called `names` of what was sent, without empty ones."""
    wanted = [name for name in request.POST if name != TOKEN] if names == EVERY_FIELD else names
    return {name: request.POST[name] for name in wanted if request.POST.get(name)}


def to_copy(request: HttpRequest, names: Sequence[str]) -> str:
    """Return what was typed as one text, for whoever has to keep it elsewhere."""
    return "\n\n".join(_said(typed_in(request, names)))


def _said(typed: Mapping[str, str]) -> list[str]:
    return [text for name, text in typed.items() if name not in CHOSEN]


def waits(*, page: str, by: Visitor, now: datetime) -> bool:
    """Tell whether something was kept for `page` (an address of the desk) that is still there; needs no unlocked desk."""
    return draft_waits(member=by.member, page=page.partition("?")[0], now=now)


def restored(request: DeskRequest, *, where: str, now: datetime) -> dict[str, str]:
    """Return what was kept for `where` (see `place_of`) and forget it: from here on it stands in the form again.

    Who asks for the head of a page only is shown no form: for them it stays kept.
    """
    clear = access.draft_of(where=where, by=request.visitor, now=now)
    if clear is None:
        return {}
    if request.method != "HEAD":
        actions.forget_draft(where=where, by=request.visitor, now=now)
    typed: dict[str, str] = json.loads(clear)
    return typed


def place_of(page: str, form: str) -> str:
    """Return where the draft of one form of a page is kept."""
    return f"{page}#{form}" if form else page
