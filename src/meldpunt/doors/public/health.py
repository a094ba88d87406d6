"""Answers for machines that watch over this one: is it alive, and can it do its work."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from meldpunt.doors.public.guards import open_to_machines

PLAIN = "text/plain; charset=utf-8"


@open_to_machines
def alive(_request: HttpRequest) -> HttpResponse:
    """Say that pages are answered; asks nothing of the database or the disk."""
    return _plain("ok")


@open_to_machines
def ready(_request: HttpRequest) -> HttpResponse:
    """Say that reports can be taken and worked on, or in one line each what is in the way."""
    return _plain("ok")


def _plain(text: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type=PLAIN, status=status, headers={"Cache-Control": "no-store"})
