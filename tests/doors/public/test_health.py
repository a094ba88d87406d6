"""What machines are told."""

import pytest

from meldpunt.doors.public import health
from meldpunt.doors.public.robots import show as robots
from meldpunt.upkeep.terms import Finding
from tests.doors.public.conftest import Visit


def test_alive_asks_nobody(visit: Visit) -> None:
    response = health.alive(visit("/healthz"))
    assert (response.status_code, response.content, response.headers["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_ready_when_nothing_is_in_the_way(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "obstacles", lambda *, place, now: [])
    response = health.ready(visit("/readyz"))
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_not_ready_names_what_is_in_the_way_and_no_path(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Finding("disk", well=False, advice="The data folder /secret/place is full."),
        Finding("worker", well=False),
    ]
    monkeypatch.setattr(health, "obstacles", lambda *, place, now: found)
    response = health.ready(visit("/readyz"))
    assert (response.status_code, response.content) == (503, b"not well: disk\nnot well: worker\n")


@pytest.mark.django_db
def test_ready_looks_at_this_installation(visit: Visit) -> None:
    response = health.ready(visit("/readyz"))
    assert (response.status_code, response.content) == (503, b"not well: worker\n")


def test_search_engines_stay_away_from_reports(visit: Visit) -> None:
    assert b"Disallow: /case\n" in robots(visit("/robots.txt")).content
