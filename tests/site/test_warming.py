"""The program asks itself for the pages of a finder before anybody else does."""

import pytest
from django.test import Client

from meldpunt.doors.public import home, policy
from meldpunt.site.warming import PAGES, warm
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


class Visited:
    """Answers as the program does, remembers how, and leaves the connection of the test open."""

    def __init__(self) -> None:
        self.answers: list[int] = []

    def __call__(self, environ: dict[str, str], _start: object) -> list[bytes]:
        visitor = Client(headers={"accept-language": environ["HTTP_ACCEPT_LANGUAGE"]})
        answer = visitor.get(environ["PATH_INFO"])
        self.answers.append(answer.status_code)
        return [answer.content]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_first_visitor_is_shown_pages_that_are_ready(language, monkeypatch):
    make_organisation(languages=("nl", "en"))
    warm(Visited())
    for door in (home, policy):
        monkeypatch.setattr(door, "render", lambda *_: pytest.fail("drawn once more"))
    visitor = Client(headers={"accept-language": language})
    assert [visitor.get(path).headers["Content-Language"] for path in ("/", "/policy")] == [language] * 2


def test_every_page_that_is_asked_for_is_there():
    make_organisation()
    visited = Visited()
    warm(visited)
    assert visited.answers == [200] * len(PAGES) * 2


def test_start_goes_on_where_nobody_lives_yet():
    visited = Visited()
    warm(visited)
    assert visited.answers == [404] * len(PAGES) * 2
