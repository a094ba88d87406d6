"""Connections to a real mailbox: every way, and what each trouble is called."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from meldpunt.arrivals.terms import Postbox, PostboxFlaw, PostboxTrouble
from meldpunt.outside.imap import ImapAccount, ImapSecurity
from tests.outside.dovecot import NEEDS_DOVECOT, Dovecot, dovecot

pytestmark = [pytest.mark.network]


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    """Lend one Dovecot to all tests that need nothing special of it."""
    with dovecot() as place:
        yield place


@NEEDS_DOVECOT
@pytest.mark.parametrize("security", list(ImapSecurity))
def test_every_way_to_connect(server: Dovecot, security: ImapSecurity) -> None:
    with server.account(security=security).open() as postbox:
        assert list(postbox.waiting()) == []


def flaw_of(account: ImapAccount) -> PostboxFlaw:
    with pytest.raises(PostboxTrouble) as caught, account.open():
        pass
    assert str(caught.value) == caught.value.flaw.value
    return caught.value.flaw


@NEEDS_DOVECOT
def test_what_is_wrong(server: Dovecot) -> None:
    """Each kind of trouble has its name, and nothing of what the server said is in it."""
    good = server.account()
    assert [
        flaw_of(replace(good, password="another")),
        flaw_of(replace(good, password="énother")),
        flaw_of(replace(good, certificates=None)),
        flaw_of(replace(good, certificates=None, security=ImapSecurity.STARTTLS, port=server.plain)),
        flaw_of(replace(good, port=server.plain)),
        flaw_of(replace(good, port=1)),
        flaw_of(replace(good, host="nowhere.invalid")),
        flaw_of(replace(good, folder="x" * 300)),
    ] == [
        PostboxFlaw.SIGN_IN,
        PostboxFlaw.SIGN_IN,
        PostboxFlaw.CERTIFICATE,
        PostboxFlaw.CERTIFICATE,
        PostboxFlaw.UNREACHABLE,
        PostboxFlaw.UNREACHABLE,
        PostboxFlaw.UNREACHABLE,
        PostboxFlaw.FOLDER,
    ]


def look_again(postbox: Postbox) -> None:
    postbox.watch(600, stop=lambda: False)
    postbox.waiting()


def look_often(postbox: Postbox) -> None:
    """Look until it fails: a process of the server may outlive it for a moment."""
    for _ in range(20):
        look_again(postbox)


@NEEDS_DOVECOT
def test_a_server_that_goes_away() -> None:
    """Whoever is in the middle of something is told that it cannot be reached."""
    with ExitStack() as later, ExitStack() as server:
        place = server.enter_context(dovecot())
        postbox = later.enter_context(place.account().open())
        postbox.waiting()
        server.close()
        with pytest.raises(PostboxTrouble) as caught:
            look_often(postbox)
    assert caught.value.flaw is PostboxFlaw.UNREACHABLE
