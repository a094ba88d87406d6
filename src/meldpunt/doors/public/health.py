"""Answers for machines that watch over this one: is it alive, and can it do its work."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from meldpunt.doors.public.guards import open_to_machines
from meldpunt.upkeep.queries import obstacles
from meldpunt.upkeep.terms import Place

PLAIN = "text/plain; charset=utf-8"


@open_to_machines
def alive(_request: HttpRequest) -> HttpResponse:
    """Say that pages are answered; asks nothing of the database or the disk."""
    return _plain("ok")


@open_to_machines
def ready(_request: HttpRequest) -> HttpResponse:
    """Say that reports can be taken and worked on, or name what is in the way; `./meldpunt doctor` says more, inside."""
    place = Place(data=settings.MELDPUNT.data, secrets=settings.MELDPUNT.secrets_path)
    found = obstacles(place=place, now=now())
    if not found:
        return _plain("ok")
    return _plain("\n".join(f"not well: {finding.subject}" for finding in found), HTTPStatus.SERVICE_UNAVAILABLE)


def _plain(text: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type=PLAIN, status=status, headers={"Cache-Control": "no-store"})
