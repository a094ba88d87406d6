"""Form tokens."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from meldpunt.arrivals.rules.forms import issue_form, read_form, used_digest, wait_for
from meldpunt.arrivals.terms import FORM_LIFE, BadForm, OpenForm
from tests.factories.people import NOW

ORGANISATION = UUID(int=7)
SECRET = b"s" * 32
FORM = OpenForm(ORGANISATION, b"r" * 16, NOW, 3, "nl")
TOKEN = issue_form(FORM, secret=SECRET)


def test_comes_back_as_it_was_handed_out() -> None:
    """Who, when, under which rules, in which language."""
    assert read_form(TOKEN, organisation=ORGANISATION, secret=SECRET) == FORM


def test_shows_no_random_in_repr() -> None:
    """The random makes the access code: it must not reach a log."""
    assert "rrrr" not in repr(FORM)


@pytest.mark.parametrize("place", [0, 20, 40, 60, -1])
def test_one_changed_byte_is_refused(place: int) -> None:
    """Nothing in a token can be changed."""
    raw = bytearray(urlsafe_b64decode(TOKEN + "=" * (-len(TOKEN) % 4)))
    raw[place] ^= 1
    with pytest.raises(BadForm):
        read_form(urlsafe_b64encode(bytes(raw)).decode(), organisation=ORGANISATION, secret=SECRET)


@pytest.mark.parametrize("token", ["", "x", "é", "\ud800", "A" * 5000, TOKEN[:-4], TOKEN + "AAAA", "=" * 8, "\0"])
def test_nonsense_is_refused(token: str) -> None:
    """Whatever is sent, the answer is the same named error."""
    with pytest.raises(BadForm):
        read_form(token, organisation=ORGANISATION, secret=SECRET)


def test_another_organisations_form_is_refused() -> None:
    """A form belongs to one organisation."""
    with pytest.raises(BadForm):
        read_form(TOKEN, organisation=uuid4(), secret=SECRET)


def test_another_servers_form_is_refused() -> None:
    """A form belongs to one server."""
    with pytest.raises(BadForm):
        read_form(TOKEN, organisation=ORGANISATION, secret=b"t" * 32)


@pytest.mark.parametrize(("late", "expired"), [(timedelta(seconds=-1), False), (timedelta(0), True)])
def test_expires_after_a_day(late: timedelta, *, expired: bool) -> None:
    """At the boundary."""
    assert FORM.expired(NOW + FORM_LIFE + late) is expired


def test_what_is_stored_of_a_used_form_needs_the_servers_secret() -> None:
    """Another secret gives another digest, so the table alone tests no guess."""
    assert used_digest(FORM, secret=SECRET) != used_digest(FORM, secret=b"t" * 32)


@pytest.mark.parametrize(
    ("seconds", "trap_filled", "wait"), [(60, False, 0.0), (1, False, 5.0), (60, True, 10.0), (1, True, 15.0)]
)
def test_haste_and_the_trap_only_delay(seconds: int, *, trap_filled: bool, wait: float) -> None:
    """A machine waits; nobody is refused for being quick."""
    assert wait_for(FORM, trap_filled=trap_filled, now=NOW + timedelta(seconds=seconds)) == wait
