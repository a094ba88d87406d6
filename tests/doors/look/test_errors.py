"""Error pages."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from meldpunt.doors.look.errors import WRONG, error_page


@pytest.mark.parametrize("status", WRONG)
def test_page_says_what_happened_and_what_to_do(status: int) -> None:
    response = error_page(RequestFactory().get("/"), status)
    html = response.content.decode()
    assert (response.status_code, WRONG[status].heading in html, WRONG[status].advice in html) == (status, True, True)


@pytest.mark.parametrize("status", WRONG)
def test_page_speaks_dutch(status: int) -> None:
    with translation.override("nl"):
        html = error_page(RequestFactory().get("/"), status).content.decode()
    assert (WRONG[status].heading in html, WRONG[status].advice in html) == (False, False)


@pytest.mark.parametrize(("status", "words_of"), [(418, 400), (507, 500)])
def test_status_without_own_words_has_those_of_its_class(status: int, words_of: int) -> None:
    response = error_page(RequestFactory().get("/"), status)
    assert (response.status_code, WRONG[words_of].heading in response.content.decode()) == (status, True)


@pytest.mark.parametrize(
    ("seconds", "told"), [(1, "1 minute."), (60, "1 minute."), (61, "2 minutes."), (3600, "60 minutes.")]
)
def test_waiting_is_told_in_whole_minutes(seconds: int, told: str) -> None:
    response = error_page(RequestFactory().get("/"), 429, retry_after=seconds)
    assert (response.headers["Retry-After"], f"Try again after {told}" in response.content.decode()) == (
        str(seconds),
        True,
    )


def test_page_repeats_nothing_that_was_asked() -> None:
    response = error_page(RequestFactory().get("/case/canary-path?code=canary-query"), 404)
    assert b"canary" not in response.content


def test_page_is_kept_by_nobody() -> None:
    assert error_page(RequestFactory().get("/"), 404).headers["Cache-Control"] == "no-store"
