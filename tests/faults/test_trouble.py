"""A database that may only be read, and a clock that jumps: a clear page, and everything is there again afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.program import Folder, Program, folder, launch, make_organisation
from benchmarks.visiting import FORM_AGE, Browser, Filled, Page, enter, fill_in, receipt_of, sign_in
from tests.faults.wire import DUTCH, stored

pytestmark = [pytest.mark.server, pytest.mark.network]

DAY = 86_400
ANSWERS = [("where", "https://example.org/"), ("what", "It opens without a password.")]


@pytest.fixture(scope="module")
def bendable() -> Iterator[Program]:
    """The program with a clock and a database that the tests can bend."""
    with folder() as place:
        make_organisation(place)
        program = launch(place, ["-m", "tests.faults.bent", str(place.root)])
        try:
            program.wait_until_ready()
            yield program
        finally:
            program.stop()


@pytest.fixture(scope="module")
def forms(bendable: Program) -> list[Filled]:
    """Filled-in forms to take from, old enough not to look like a machine's work."""
    browser = Browser(bendable.port, language="nl")
    filled = [fill_in(browser, ANSWERS) for _ in range(20)]
    time.sleep(FORM_AGE)
    return filled


@pytest.fixture
def bent(bendable: Program, forms: list[Filled]) -> Program:
    """The program with the right time and a database that can be written."""
    assert forms
    jump(bendable.folder, 0)
    return bendable


@contextmanager
def read_only(place: Folder) -> Iterator[None]:
    """Let the database refuse every change."""
    flag = place.root / "read-only"
    flag.touch()
    try:
        yield
    finally:
        flag.unlink()


def jump(place: Folder, seconds: float) -> None:
    """Set the clock wrong by so many seconds."""
    (place.root / "clock").write_text(str(seconds), encoding="ascii")


def is_calm(page: Page) -> bool:
    """Whether this is a page for a person, in Dutch, and not an error of ours."""
    return page.status not in {0, 500} and DUTCH in page.text


def test_a_report_to_a_read_only_database_comes_back_and_is_taken_later(bent: Program, forms: list[Filled]) -> None:
    finder = Browser(bent.port, language="nl")
    form, before = forms.pop(), stored(bent.folder)
    with read_only(bent.folder):
        page = form.send(finder)
    assert (page.status, DUTCH in page.text, ANSWERS[1][1] in page.text, stored(bent.folder)) == (
        503,
        True,
        True,
        before,
    )
    receipt_of(form.send(finder))
    assert stored(bent.folder) == before + 1


def test_pages_that_only_read_still_answer_on_a_read_only_database(bent: Program) -> None:
    with read_only(bent.folder):
        pages = {
            path: Browser(bent.port, language="nl").get(path).status for path in ("/", "/report", "/case", "/healthz")
        }
    assert pages == {"/": 200, "/report": 200, "/case": 200, "/healthz": 200}


def test_nobody_gets_an_error_of_ours_from_a_read_only_database(bent: Program, forms: list[Filled]) -> None:
    finder, handler = Browser(bent.port, language="nl"), Browser(bent.port, language="nl")
    receipt = receipt_of(forms.pop().send(finder))
    status = enter(finder, receipt.code)
    sign_in(handler)
    case = handler.get(f"/desk/cases/{receipt.number}")
    with read_only(bent.folder):
        pages = [
            enter(Browser(bent.port, language="nl"), receipt.code),
            finder.submit(status, status.form("message"), [("message", "More.")]),
            handler.get(f"/desk/cases/{receipt.number}"),
            handler.submit(case, case.form("text", "reply"), [("text", "Thank you."), ("kind", "answer")]),
            handler.get("/desk/"),
        ]
    assert [(page.address, page.status) for page in pages if not is_calm(page)] == []
    assert stored(bent.folder, "cases_message") == 0


@pytest.mark.parametrize("seconds", [-400 * DAY, -2 * DAY, -60, 60, 2 * DAY, 400 * DAY])
def test_a_form_that_is_open_while_the_clock_jumps_ends_in_a_receipt(
    bent: Program, forms: list[Filled], seconds: float
) -> None:
    finder = Browser(bent.port, language="nl")
    form, before = forms.pop(), stored(bent.folder)
    jump(bent.folder, seconds)
    page = form.send(finder)
    assert is_calm(page)
    if 'id="case-number"' not in page.text:
        assert ANSWERS[1][1] in page.text
        page = finder.submit(page, page.form("where", "what"))
    assert (len(receipt_of(page).code.strip()) > 20, stored(bent.folder)) == (True, before + 1)


@pytest.mark.parametrize("seconds", [-400 * DAY, -DAY, DAY, 400 * DAY])
def test_finder_and_handler_find_their_way_after_the_clock_jumped(
    bent: Program, forms: list[Filled], seconds: float
) -> None:
    finder, handler = Browser(bent.port, language="nl"), Browser(bent.port, language="nl")
    receipt = receipt_of(forms.pop().send(finder))
    enter(finder, receipt.code)
    sign_in(handler)
    jump(bent.folder, seconds)
    pages = [finder.get("/case/status"), handler.get("/desk/"), handler.get(f"/desk/cases/{receipt.number}")]
    assert [page.address for page in pages if not is_calm(page)] == []
    again = Browser(bent.port, language="nl")
    sign_in(again)
    assert ANSWERS[1][1] in again.get(f"/desk/cases/{receipt.number}").read.typed
    assert ANSWERS[1][1] in enter(Browser(bent.port), receipt.code).read.typed
