"""How much may wait for forms that were not accepted: so much of one connection, then the files are asked for again."""

from typing import Any

import pytest

from meldpunt.arrivals.models import UploadDraft
from meldpunt.doors.portal import posting
from tests.doors.portal.conftest import Finder, stored_files

pytestmark = pytest.mark.django_db
FILE = ("a.bin", b"x" * 1_000_000, "x/y")
REFUSED = "a.bin: we could not keep it while the form is not sent"


@pytest.fixture
def finder(finder: Any, settings: Any) -> Finder:
    """Return a finder with an address, where 2 MB may wait."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"max_report_mb": 1})
    posting._allowance.cache_clear()
    finder.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    one: Finder = finder
    return one


def test_files_wait_until_it_is_too_much(finder: Any) -> None:
    """Then the form comes back without them, with every text, and nothing of them stays."""
    before, told = stored_files(), []
    for _ in range(3):
        finder.report((FILE,), what="", where="Do not lose me")
        told.append((finder.response.status_code, REFUSED in finder.page, "Do not lose me" in finder.page))
    assert told == [(422, False, True), (422, False, True), (422, True, True)]
    assert (UploadDraft.objects.count(), len(stored_files() - before)) == (2, 2)


def test_small_files_count_for_more_than_their_size(finder: Any) -> None:
    """Each is a row and a file, however empty."""
    for _ in range(4):
        finder.report(tuple((f"{number}.txt", b"", "x/y") for number in range(10)), what="")
    assert UploadDraft.objects.count() == 32


def test_files_that_wait_already_are_not_counted_again(finder: Any) -> None:
    """However often the form comes back."""
    finder.report((FILE,), what="")
    for _ in range(4):
        finder.again(what="")
    assert (REFUSED in finder.page, UploadDraft.objects.count()) == (False, 1)


def test_a_form_without_fault_is_taken_with_its_files_all_the_same(finder: Any) -> None:
    """What was refused is only the waiting."""
    for _ in range(3):
        finder.report((FILE,), what="")
    assert finder.again((FILE,)).status_code == 200


def test_files_of_a_message_are_counted_with_those_of_reports(finder: Any) -> None:
    """The text stays."""
    finder.report()
    finder.enter()
    told = []
    for _ in range(3):
        finder.post("/case/status", {**finder.hidden(), "uploads": "", "message": "x\0"}, (FILE,))
        told.append((finder.response.status_code, REFUSED in finder.page))
    assert told == [(422, False), (422, False), (422, True)]


def test_who_shares_a_budget_has_one_too(finder: Any) -> None:
    """Ten times as much for all who come without an address."""
    del finder.client.defaults["REMOTE_ADDR"]
    for _ in range(21):
        finder.report((FILE,), what="")
    assert (REFUSED in finder.page, UploadDraft.objects.count()) == (True, 20)


def test_files_beyond_what_one_form_may_bring_do_not_stay(finder: Any) -> None:
    """They were sealed while they came in, and are taken out again."""
    before = stored_files()
    finder.report((FILE,), what="")
    finder.again((FILE,), what="")
    assert (UploadDraft.objects.count(), len(stored_files() - before)) == (1, 1)
