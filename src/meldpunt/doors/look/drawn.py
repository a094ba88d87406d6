"""Pages drawn once: every visitor gets the same one, but for a few parts that are put in their places.

Drawing the form and the receipt anew cost more than taking the report in, and drawing a policy more than anything else on its page.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.http import HttpResponse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from meldpunt.people.terms import OrganisationFacts

type Parts = Mapping[str, str]
MOST = 512
MARK = secrets.token_hex(8)  # made anew at every start, so that no text on a page can pass for a place
PLACE = re.compile(rf"\[\[place {MARK} of (\w+)\]\]")


class Visit(Protocol):
    """A request that came to an organisation."""

    organisation: OrganisationFacts
    path: str


@dataclass(frozen=True)
class Drawing:
    """What a page depends on, beside its parts. It holds no request: nothing of a visitor is remembered."""

    organisation: OrganisationFacts
    path: str
    about: Hashable
    language: str = field(default_factory=lambda: get_language() or "")


_drawn: dict[Drawing, list[str]] = {}


def drawn_once(request: Visit, *, about: Hashable, parts: Parts, draw: Callable[[Parts], HttpResponse]) -> HttpResponse:
    """Return the page with these parts; `draw` makes it around their places the first time, and after any change.

    `about` is everything else that the page depends on and that is the same for many. Parts are escaped unless marked safe.
    """
    drawing = Drawing(request.organisation, request.path, about)
    pieces = _drawn.get(drawing)
    if pieces is None:
        pieces = PLACE.split(draw({name: _place(name) for name in parts}).text)
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[drawing] = pieces
    filled = [conditional_escape(parts[piece]) if odd % 2 else piece for odd, piece in enumerate(pieces)]
    return HttpResponse("".join(filled))


def _place(name: str) -> SafeString:
    return mark_safe(f"[[place {MARK} of {name}]]")  # noqa: S308 - a name of our own, which is not in the page that leaves
