"""Requests to an organisation, made without a database."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from meldpunt.doors.public.guards import OpenRequest
from meldpunt.people.terms import OrganisationFacts, Theme

HARBOUR = OrganisationFacts(
    id=UUID(int=7),
    slug="harbour",
    name="Harbour & Sons",
    languages=("nl", "en"),
    host="meld.harbour.example",
    onion_host="",
    zone="Europe/Amsterdam",
    region="NL",
    mail_from="",
    finder_mail_enabled=True,
    notice_phrase="",
    intake_stopped=False,
    theme=Theme(),
    logo_version="",
)

type Visit = Callable[..., HttpRequest]


@pytest.fixture
def visit() -> Visit:
    """Return a function that makes a request to the organisation, with some of its facts changed."""

    def made(path: str = "/", *, method: str = "GET", secure: bool = False, **facts: Any) -> HttpRequest:
        host = {"Host": "meld.harbour.example"}
        request = cast("OpenRequest", RequestFactory().generic(method, path, secure=secure, headers=host))
        request.organisation = replace(HARBOUR, **facts)
        return request

    return made
