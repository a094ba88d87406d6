"""Mailboxes: the real one and the fake do the same, and the real one keeps its hands off what is not ours."""

import imaplib
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest

from meldpunt.arrivals.terms import Postbox
from meldpunt.outside.imap import ImapAccount
from tests.fakes.postbox import FakePostbox
from tests.outside.dovecot import NEEDS_DOVECOT, PASSWORD, USERS, Dovecot, dovecot

pytestmark = [pytest.mark.network]
ONE, TWO = b"Subject: one\r\n\r\nOne.\r\n", b"Subject: two\r\n\r\n" + b"\xc3\xa9" * 5000 + b"\r\n"
TODAY = date(2026, 11, 23)
MOST = 100_000
_users = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    """Lend one Dovecot to all tests that need nothing special of it."""
    with dovecot() as place:
        yield place


@pytest.fixture(scope="module")
def plain_server() -> Iterator[Dovecot]:
    """Lend a Dovecot that can only what IMAP always could."""
    with dovecot(without="IDLE UIDPLUS MOVE") as place:
        yield place


@dataclass
class Box:
    """A mailbox, and a person's hand in it."""

    open: Callable[[], AbstractContextManager[Postbox]]
    bring: Callable[..., None]


@pytest.fixture(params=["fake", "dovecot", "dovecot that can little"])
def box(request: pytest.FixtureRequest) -> Box:
    """Lend an empty mailbox of each kind."""
    if request.param == "fake":
        fake = FakePostbox()
        return Box(fake.open, fake.bring)
    if NEEDS_DOVECOT.args[0]:
        pytest.skip(NEEDS_DOVECOT.kwargs["reason"])
    place = request.getfixturevalue("server" if request.param == "dovecot" else "plain_server")
    account = place.account("Meldpunt", user=somebody())
    return Box(account.open, lambda *messages: bring(account, *messages))


def somebody() -> str:
    """Return a user whose mailbox is empty."""
    return USERS[next(_users)]


def person(account: ImapAccount) -> imaplib.IMAP4:
    """Return a mail program's connection."""
    program = imaplib.IMAP4_SSL(
        "127.0.0.1", account.port, ssl_context=ssl.create_default_context(cafile=account.certificates)
    )
    program.login(account.user, PASSWORD)
    return program


def bring(account: ImapAccount, *messages: bytes, folder: str = "") -> None:
    """Lay messages into a folder, as a person does who drags them there."""
    with account.open(), person(account) as program:
        for message in messages:
            assert program.append(f'"{folder or account.folder}"', None, None, message)[0] == "OK"


def held(account: ImapAccount, folder: str) -> list[bytes]:
    """Return what a person sees in a folder, without what is marked as deleted."""
    with person(account) as program:
        assert program.select(f'"{folder}"', readonly=True)[0] == "OK"
        uids = program.uid("SEARCH", "UNDELETED")[1][0].decode().split()
        return [program.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1] for uid in uids]


def contents(postbox: Postbox, most: int = MOST) -> list[bytes | None]:
    return [postbox.content(each, most=most) for each in postbox.waiting()]


def test_an_empty_one(box: Box) -> None:
    with box.open() as postbox:
        assert (list(postbox.waiting()), postbox.forget(before=TODAY)) == ([], 0)


def test_oldest_first_and_whole(box: Box) -> None:
    box.bring(ONE, TWO)
    with box.open() as postbox:
        assert [(each.size, postbox.content(each, most=MOST)) for each in postbox.waiting()] == [
            (len(ONE), ONE),
            (len(TWO), TWO),
        ]


def test_only_the_beginning_of_a_large_one(box: Box) -> None:
    box.bring(TWO)
    with box.open() as postbox:
        assert contents(postbox, most=100) == [TWO[:100]]


def test_put_away(box: Box) -> None:
    """What was put away is not there any more, also not for who opens the mailbox anew; putting it away again does nothing."""
    box.bring(ONE, TWO)
    with box.open() as postbox:
        first, second = postbox.waiting()
        for _ in range(2):
            postbox.put_away(first, on=TODAY)
        assert ([each.name for each in postbox.waiting()], postbox.content(first, most=MOST)) == ([second.name], None)
    with box.open() as postbox:
        assert contents(postbox) == [TWO]


def test_names_hold(box: Box) -> None:
    """A message has the same name for who opens the mailbox anew."""
    box.bring(ONE)
    with box.open() as postbox:
        [before] = postbox.waiting()
    with box.open() as postbox:
        assert list(postbox.waiting()) == [before]


def test_forgotten_after_a_while(box: Box) -> None:
    """What was put away before a day goes, whatever day the message came; the rest stays, as does what was not taken yet."""
    box.bring(ONE, TWO, ONE)
    with box.open() as postbox:
        first, second, _third = postbox.waiting()
        postbox.put_away(first, on=TODAY - timedelta(days=7))
        postbox.put_away(second, on=TODAY)
        told = [postbox.forget(before=TODAY - timedelta(days=back)) for back in (7, 6, 6)]
        assert (told, contents(postbox)) == ([0, 1, 0], [ONE])
        assert postbox.forget(before=TODAY + timedelta(days=1)) == 1


@NEEDS_DOVECOT
@pytest.mark.parametrize("mark", ["", "$MeldpuntTaken99999999"])
def test_what_somebody_else_laid_there_is_not_ours_to_delete(server: Dovecot, mark: str) -> None:
    """Also with a mark that names no day, which keeps nothing else from being deleted."""
    account = server.account(user=somebody())
    bring(account, ONE, folder=account.done)
    bring(account, TWO)
    with person(account) as program:
        program.select(f'"{account.done}"')
        program.store("1", "+FLAGS", f"({mark})")
    with account.open() as postbox:
        [taken] = postbox.waiting()
        postbox.put_away(taken, on=TODAY)
        assert (postbox.forget(before=date.max), held(account, account.done)) == (1, [ONE])


@NEEDS_DOVECOT
def test_what_has_a_word_in_its_subject_is_taken_out_of_the_inbox(server: Dovecot) -> None:
    """And nothing else there; the folder that is looked into is the same afterwards."""
    account = server.account("Meldpunt", user=somebody())
    word = "0123456789abcdef0123456789abcdef"
    test = b"Subject: =?utf-8?q?Dagelijkse_test=3A_" + word.encode() + b"?=\r\n\r\nA test.\r\n"
    bring(account, ONE, test, folder="INBOX")
    bring(account, TWO)
    with account.open() as postbox:
        [found] = postbox.found(word, since=TODAY - timedelta(days=8))
        assert postbox.content(found, most=MOST) == test
        assert list(postbox.found(word, since=date(2099, 1, 1))) == []
        postbox.put_away(found, on=TODAY)
        assert (list(postbox.found(word, since=TODAY)), contents(postbox)) == ([], [TWO])
    assert (held(account, "INBOX"), held(account, account.done)) == ([ONE], [test])


def test_nothing_new_ends_when_asked(box: Box) -> None:
    """Who waits stops soon after being asked to."""
    with box.open() as postbox:
        postbox.watch(60, stop=lambda: True)


@NEEDS_DOVECOT
def test_told_of_what_is_new(server: Dovecot) -> None:
    """A server that can tell does so long before the next look is due."""
    account = server.account(user=somebody())
    with account.open() as postbox:
        postbox.waiting()
        hand = threading.Timer(0.5, bring, (account, ONE))
        hand.start()
        postbox.watch(600, stop=lambda: False)
        hand.join()
        assert contents(postbox) == [ONE]


@NEEDS_DOVECOT
@pytest.mark.parametrize("kind", ["server", "plain_server"])
def test_hands_off_what_is_not_ours(kind: str, request: pytest.FixtureRequest) -> None:
    """Others' messages stay, even those that somebody marked as deleted; what was taken is out of sight either way; nothing was read."""
    account = request.getfixturevalue(kind).account("INBOX", user=somebody())
    other = b"Subject: a customer's\r\n\r\nHello.\r\n"
    bring(account, other, ONE)
    with person(account) as program:
        program.select("INBOX")
        program.store("1", "+FLAGS", r"(\Deleted)")
        program.unselect()
    with account.open() as postbox:
        [message] = postbox.waiting()
        assert postbox.content(message, most=MOST) == ONE
        postbox.put_away(message, on=TODAY)
        assert list(postbox.waiting()) == []
    with person(account) as program:
        program.select("INBOX", readonly=True)
        marked = program.uid("SEARCH", "DELETED")[1][0].decode().split()
        there = [program.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1] for uid in marked]
        assert (other in there, program.uid("SEARCH", "SEEN")[1][0]) == (True, b"")
    assert held(account, "Meldpunt done") == [ONE]


@NEEDS_DOVECOT
def test_a_folder_that_was_made_anew(server: Dovecot) -> None:
    """Another folder of the same name counts its messages from one again; their names are others all the same."""
    account = server.account("Meldpunt", user=somebody())
    bring(account, ONE)
    with account.open() as postbox:
        [before] = postbox.waiting()
    with person(account) as program:
        program.delete("Meldpunt")
    bring(account, TWO)
    with account.open() as postbox:
        [after] = postbox.waiting()
    assert (before.name.partition("/")[2], after.name.partition("/")[2], before.name == after.name) == ("1", "1", False)


@NEEDS_DOVECOT
def test_folders_with_odd_names(server: Dovecot) -> None:
    """Names beyond ASCII, with spaces and quotes; one that begins like another is another."""
    account = server.account('Meldpunt: éé "x" & y', "Meldpunt: éé", user=somebody())
    bring(account, ONE, folder="INBOX")
    with account.open() as postbox:
        assert (list(postbox.waiting()), postbox.forget(before=TODAY)) == ([], 0)
