"""The content of a message: where it begins and ends, and how large it may be."""

import time

import pytest

from meldpunt.doors.mailroom.taking import TAKEN, TOO_LARGE, Limits
from tests.doors.mailroom.conftest import door
from tests.doors.mailroom.test_lmtp import MAIL, SENDER, TO_CLINIC, TO_UTILITY, bring, told

pytestmark = [pytest.mark.network]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"", b""),
        (b"\r\n", b"\r\n"),
        (b"a\r\n..b\r\n", b"a\r\n.b\r\n"),
        (b"a\n.\nb\r\n", b"a\n.\nb\r\n"),
        (b"a\r\n.\nMAIL FROM:<x@y.example>\r\n", b"a\r\n\nMAIL FROM:<x@y.example>\r\n"),
        (b"x" * 300_000 + b"\r\n", b"x" * 300_000 + b"\r\n"),
        (b"x" * 65_535 + b"\r\n..\r\n", b"x" * 65_535 + b"\r\n.\r\n"),
        (b"x" * 65_536 + b"\r\n", b"x" * 65_536 + b"\r\n"),
        (b"x" * 65_537 + b".\r\n", b"x" * 65_537 + b".\r\n"),
        (b".." + b"x" * 70_000 + b"\r\n", b"." + b"x" * 70_000 + b"\r\n"),
        (b"..\r\n..\r\n.a\r\n...\r\n", b".\r\n.\r\na\r\n..\r\n"),
        (b"\r\n..\r\n" * 30_000, b"\r\n.\r\n" * 30_000),
        *((b"x" * size + b"\r\n", b"x" * size + b"\r\n") for size in range(131_060, 131_080)),
    ],
)
def test_content_ends_where_it_ends(sent: bytes, kept: bytes) -> None:
    """Only CRLF, dot, CRLF ends it; a doubled dot is one; long lines are whole."""
    with door() as place, place.lmtp() as client:
        assert bring(client, sent, TO_CLINIC) == [TAKEN]
        assert [raw for _organisation, _envelope, raw in place.intake.kept] == [kept]
        assert bring(client, MAIL, TO_CLINIC) == [TAKEN]


def test_content_before_it_was_asked_for() -> None:
    """Who does not wait for our answer to DATA is cut off, before anything is taken for something else than it is."""
    with door() as place, place.lmtp() as client:
        client.mail(SENDER)
        client.rcpt(TO_CLINIC)
        client.send(b"DATA\r\n" + MAIL + b".\r\n")
        assert client.getreply()[0] == 503
        assert place.intake.kept == []


def test_the_end_may_come_in_parts() -> None:
    """Wherever the network cuts it."""
    for cut in range(1, 5):
        with door() as place, place.lmtp() as client:
            client.mail(SENDER)
            client.rcpt(TO_CLINIC)
            client.putcmd("data")
            client.getreply()
            whole = b"x" * 65_530 + b"\r\n.\r\n"
            client.send(whole[:-cut])
            time.sleep(0.02)
            client.send(whole[-cut:])
            assert told(client.getreply()) == TAKEN
            assert [len(raw) for _organisation, _envelope, raw in place.intake.kept] == [65_532]


def test_too_large_is_never() -> None:
    """Told beforehand, or found out: the answer is final, for each recipient, and the connection goes on."""
    with door(limits=Limits(size=1000)) as place, place.lmtp() as client:
        assert client.mail(SENDER, ["SIZE=1001"])[0] == 552
        assert bring(client, b"x" * 1100 + b"\r\n", TO_CLINIC, TO_UTILITY) == [TOO_LARGE, TOO_LARGE]
        assert bring(client, MAIL, TO_CLINIC) == [TAKEN]
        assert len(place.intake.kept) == 1


def test_the_largest() -> None:
    """Dots that only protect others do not count (RFC 1870, 5)."""
    with door(limits=Limits(size=1000)) as place, place.lmtp() as client:
        sizes = (b"x" * 998 + b"\r\n", b"x" * 999 + b"\r\n", b"..\r\n" * 333, b"..\r\n" * 334)
        assert [bring(client, content, TO_CLINIC) for content in sizes] == [[TAKEN], [TOO_LARGE], [TAKEN], [TOO_LARGE]]
