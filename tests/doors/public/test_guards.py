"""Who may come in at the public door."""

import pytest
from django.test import RequestFactory

from meldpunt.doors.public.explained import sealed
from meldpunt.doors.public.guards import View
from meldpunt.doors.public.home import show
from meldpunt.doors.public.language import choose
from meldpunt.doors.public.looks import logo, theme
from meldpunt.doors.public.policy import disclose_io
from meldpunt.doors.public.statements import accessibility, privacy
from tests.doors.public.conftest import Visit

PAGES = [show, sealed, accessibility, privacy, disclose_io, choose, theme, logo]


@pytest.mark.parametrize("page", PAGES)
def test_host_of_nobody_learns_nothing(page: View) -> None:
    request = RequestFactory().get("/")
    vars(request)["organisation"] = None
    assert page(request).status_code == 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_pages_are_only_read(visit: Visit, page: View, method: str) -> None:
    assert page(visit(method=method)).status_code == 405


def test_onion_is_named_only_over_https(visit: Visit) -> None:
    assert "Onion-Location" not in sealed(visit("/sealed", onion_host="abc.onion")).headers


def test_onion_is_not_named_to_who_came_over_it(visit: Visit) -> None:
    request = visit("/sealed", secure=True, onion_host="meld.harbour.example")
    assert "Onion-Location" not in sealed(request).headers


def test_onion_is_named_without_what_was_asked(visit: Visit) -> None:
    response = sealed(visit("/sealed?x=1", secure=True, onion_host="abc.onion"))
    assert response.headers["Onion-Location"] == "http://abc.onion/sealed"
