"""A disk without room behind the access code: what was typed comes back, and nothing was changed."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError

from tests.doors.portal.conftest import Finder

pytestmark = pytest.mark.django_db
FULL = OperationalError("database or disk is full")


@pytest.fixture
def inside(finder: Any) -> Finder:
    """Return a finder who reported and went in."""
    finder.report()
    finder.code = finder.element("access-code")
    finder.enter()
    inside: Finder = finder
    return inside


def test_a_message_comes_back(inside: Any) -> None:
    """With the page around it."""
    hidden = inside.hidden()
    with patch("meldpunt.doors.portal.status.write_as_finder", side_effect=FULL):
        answer = inside.post("/case/status", {**hidden, "message": "Do not lose me"})
    assert (answer.status_code, "Do not lose me" in inside.page) == (503, True)


def test_a_message_comes_back_where_its_file_cannot_wait(inside: Any) -> None:
    """The file must be chosen again."""
    hidden, files = inside.hidden(), (("a.txt", b"a", "text/plain"),)
    with (
        patch("meldpunt.doors.portal.status.write_as_finder", side_effect=FULL),
        patch("meldpunt.doors.look.attachments.keep_drafts", side_effect=FULL),
    ):
        answer = inside.post("/case/status", {**hidden, "message": "Do not lose me"}, files)
    assert (answer.status_code, "Do not lose me" in inside.page, 'name="uploads"' in inside.page) == (503, True, False)


def test_a_name_comes_back(inside: Any) -> None:
    """Nothing was changed."""
    inside.get("/case/contact")
    with patch("meldpunt.doors.portal.contact.change_contact", side_effect=FULL):
        answer = inside.post("/case/contact", {**inside.hidden(), "who": "name", "name": "Do not lose me"})
    assert (answer.status_code, "Do not lose me" in inside.page) == (503, True)


def test_a_message_typed_with_the_code_comes_back(inside: Any) -> None:
    """Where not even a session can be opened."""
    with patch("meldpunt.doors.portal.entering.enter", side_effect=FULL):
        answer = inside.post("/case", {"code": inside.code, "message": "Do not lose me"})
    assert (answer.status_code, "Do not lose me" in inside.page) == (503, True)
