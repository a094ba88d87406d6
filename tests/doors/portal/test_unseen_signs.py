"""What cannot be seen in a text is marked on the finder's page, and the text stays what it was."""

import re

import pytest

from benchmarks.pages import Reader

pytestmark = pytest.mark.django_db
HIDDEN = "a\u202eb\u200bc\x1b"
CRLF = "one\r\ntwo\rthree"


def test_own_words_come_back_marked_and_exact(finder):
    finder.report(what=HIDDEN, steps=CRLF)
    finder.enter()
    finder.post("/case/status", {**finder.hidden(), "message": HIDDEN})
    finder.get("/case/status")
    typed = Reader(finder.page).typed
    assert (typed.count(HIDDEN), typed.count(CRLF)) == (2, 1)
    assert re.findall('data-code="([^"]+)"', finder.page) == ["U+202E", "U+200B", "U+001B"] * 2 + ["U+000D"]


def test_file_name_is_marked(finder):
    finder.report(files=(("gpj\u3164.txt", b"x", "text/plain"),))
    finder.enter()
    assert 'data-code="U+3164"' in finder.page


def test_page_links_what_draws_the_marks(finder):
    finder.report()
    finder.enter()
    assert re.findall(r'href="/static/look/(unseen[^"]*css)"', finder.page) != []
