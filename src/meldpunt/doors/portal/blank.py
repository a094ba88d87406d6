"""Blank forms, drawn once: every visitor gets the same page, but for its token."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.translation import get_language

from meldpunt.doors.portal.guards import PortalRequest
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.terms import Policy

PLACE_OF_TOKEN = "place-of-the-token"  # noqa: S105 - where one will stand
MOST = 512


@dataclass(frozen=True)
class Blank:
    """What a blank form depends on. It holds no request: nothing of a visitor is remembered."""

    organisation: OrganisationFacts
    policy_version: int
    path: str
    language: str = field(default_factory=lambda: get_language() or "")


_drawn: dict[Blank, str] = {}


def blank_page(
    request: PortalRequest, policy: Policy, *, token: str, draw: Callable[[str], HttpResponse]
) -> HttpResponse:
    """Return the blank form with this token; `draw` makes the page around a token the first time, and after any change."""
    blank = Blank(request.organisation, policy.number, request.path)
    page = _drawn.get(blank)
    if page is None:
        page = draw(PLACE_OF_TOKEN).text
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[blank] = page
    return HttpResponse(page.replace(PLACE_OF_TOKEN, token))
