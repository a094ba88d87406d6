"""What a mail server is told, one recipient at a time."""

import logging
import socket
import threading
from uuid import UUID

import pytest

from meldpunt.arrivals.terms import TryLater
from meldpunt.doors.mailroom.taking import BUSY, LATER, TAKEN, UNKNOWN, Limits
from meldpunt.site.logs import Lines
from tests.doors.mailroom.conftest import ME, door
from tests.fakes.mail_intake import CLINIC, UTILITY, FakeIntake

pytestmark = [pytest.mark.network]
MAIL = b"From: A Finder <finder@research.example>\r\nSubject: A hole\r\n\r\nIn the login page.\r\n"
SENDER = "finder@research.example"
TO_CLINIC, TO_UTILITY = "security@kliniek.example", "security@nuts.example"
FAR = 30.0


def told(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode()}"


def bring(client, content: bytes, *recipients: str, sender: str = SENDER) -> list[str]:
    """Bring a message by LMTP and return every answer to its content."""
    assert client.mail(sender)[0] == 250
    assert [client.rcpt(each)[0] for each in recipients] == [250] * len(recipients)
    client.putcmd("data")
    assert client.getreply()[0] == 354
    client.send(content + b".\r\n")
    return [told(client.getreply()) for _ in recipients]


def test_kept_once_it_is_kept() -> None:
    """The answer comes after the message is stored, byte for byte, with sender and recipient of its envelope."""
    with door() as place, place.lmtp() as client:
        assert bring(client, MAIL, TO_CLINIC) == [TAKEN]
        [(organisation, envelope, raw)] = place.intake.kept
        assert (organisation, envelope.sender, envelope.recipients, raw) == (CLINIC, SENDER, (TO_CLINIC,), MAIL)


def test_an_answer_for_each_recipient() -> None:
    """One organisation's trouble is not another's; a message to two addresses of one is taken once."""

    def first(_raw: bytes, organisation: UUID) -> None:
        if organisation == UTILITY:
            raise TryLater

    with door(FakeIntake(first)) as place, place.lmtp() as client:
        assert bring(client, MAIL, TO_CLINIC, TO_UTILITY, "meld@kliniek.example") == [TAKEN, LATER, TAKEN]
        assert [organisation for organisation, _envelope, _raw in place.intake.kept] == [CLINIC]


def test_smtp_gets_one_answer() -> None:
    """By SMTP it is "later" for all when it is for one: what is brought again is known by then."""

    def first(_raw: bytes, organisation: UUID) -> None:
        if organisation == UTILITY:
            raise TryLater

    with door(FakeIntake(first)) as place, place.smtp() as client:
        client.mail(SENDER)
        client.rcpt(TO_CLINIC)
        client.rcpt(TO_UTILITY)
        assert told(client.data(MAIL)) == LATER


def test_what_nobody_foresaw_is_brought_again() -> None:
    """An error of ours loses no message, and the next one is taken on the same connection."""
    troubles = [ZeroDivisionError("of finder@research.example")]

    def first(_raw: bytes, _organisation: UUID) -> None:
        if troubles:
            raise troubles.pop()

    with door(FakeIntake(first)) as place, place.lmtp() as client:
        assert bring(client, MAIL, TO_CLINIC) == [LATER]
        assert bring(client, MAIL, TO_CLINIC) == [TAKEN]
        assert len(place.intake.kept) == 1


def test_nobodys_address_is_refused_for_ever() -> None:
    """Its sender shall hear of it, instead of waiting for days."""
    with door() as place, place.lmtp() as client:
        client.mail(SENDER)
        assert told(client.rcpt("somebody@kliniek.example")) == UNKNOWN
        client.send(b"RCPT TO:<\xff@kliniek.example>\r\n")
        assert told(client.getreply()) == UNKNOWN


def test_an_address_that_cannot_be_looked_up_waits() -> None:
    """A database that is away is no reason to send mail back."""

    class Away(FakeIntake):
        def organisation_of(self, address: str) -> UUID | None:
            raise ConnectionError(address)

    with door(Away()) as place, place.lmtp() as client:
        client.mail(SENDER)
        assert told(client.rcpt(TO_CLINIC)) == LATER


def test_the_null_sender_and_a_token() -> None:
    """A bounce has no sender, and comes to the address of one conversation."""
    with door() as place, place.lmtp() as client:
        assert bring(client, MAIL, "security+abc234@kliniek.example", sender="") == [TAKEN]
        [(_organisation, envelope, _raw)] = place.intake.kept
        assert (envelope.sender, envelope.recipients) == ("", ("security+abc234@kliniek.example",))


def test_letters_beyond_ascii() -> None:
    """SMTPUTF8 and 8BITMIME are offered, and such a message is kept as it came."""
    with door() as place, place.lmtp() as client:
        assert {"smtputf8", "8bitmime", "size"} <= set(client.esmtp_features)
        assert "auth" not in client.esmtp_features
        client.command_encoding = "utf-8"
        raw = "Subject: Lekkage bij café\r\n\r\nÜberraschung\r\n".encode()
        assert client.mail("josé@onderzoek.example", ["SMTPUTF8", "BODY=8BITMIME"])[0] == 250
        client.rcpt(TO_CLINIC)
        client.putcmd("data")
        client.getreply()
        client.send(raw + b".\r\n")
        assert told(client.getreply()) == TAKEN
        [(_organisation, envelope, kept)] = place.intake.kept
        assert (envelope.sender, kept) == ("josé@onderzoek.example", raw)


def test_too_much_at_once_waits() -> None:
    """While memory is full of what others bring, the next one comes again; when they are through it is taken."""
    let_go = threading.Event()

    def first(raw: bytes, _organisation: UUID) -> None:
        if raw != MAIL:
            assert let_go.wait(FAR)

    with door(FakeIntake(first), Limits(held=1000)) as place, place.lmtp() as one, place.lmtp() as other:
        one.mail(SENDER)
        one.rcpt(TO_CLINIC)
        one.putcmd("data")
        one.getreply()
        one.send(b"x" * 950 + b"\r\n.\r\n")
        while place.intake.kept == [] and bring(other, MAIL, TO_CLINIC) != [BUSY]:
            place.intake.kept.clear()  # the large one was not read yet
        let_go.set()
        assert told(one.getreply()) == TAKEN
        assert bring(other, MAIL, TO_CLINIC) == [TAKEN]


def test_who_waits_too_long_comes_again() -> None:
    """With all places taken a message is brought again later, and no thread is kept for it."""
    let_go = threading.Event()
    with door(FakeIntake(lambda raw, organisation: None), Limits(at_once=1, wait=0.05)) as place:
        begun = threading.Event()

        def first(_raw: bytes, _organisation: UUID) -> None:
            begun.set()
            assert let_go.wait(FAR)

        place.intake.first = first
        with place.lmtp() as one, place.lmtp() as other:
            one.mail(SENDER)
            one.rcpt(TO_CLINIC)
            one.putcmd("data")
            one.getreply()
            one.send(MAIL + b".\r\n")
            assert begun.wait(FAR)
            assert bring(other, MAIL, TO_CLINIC) == [BUSY]
            let_go.set()
            assert told(one.getreply()) == TAKEN


def test_who_goes_away_is_forgotten() -> None:
    """A sender that breaks off in the middle leaves nothing behind, neither a message nor room that is taken."""
    with door(limits=Limits(held=1000)) as place:
        for _ in range(5):
            client = place.lmtp()
            client.mail(SENDER)
            client.rcpt(TO_CLINIC)
            client.putcmd("data")
            client.getreply()
            client.send(b"x" * 900)
            client.close()
        with place.lmtp() as client:
            while bring(client, MAIL, TO_CLINIC) == [BUSY]:
                pass  # the server has not seen yet that they went
        assert [raw for _organisation, _envelope, raw in place.intake.kept] == [MAIL]


def test_one_connection_too_many() -> None:
    """It is told so and comes again; one that ended makes room."""
    with door(limits=Limits(connections=1)) as place, place.lmtp() as client:
        with socket.create_connection(("127.0.0.1", place.port)) as other:
            assert other.recv(4) == b"421 "
        assert bring(client, MAIL, TO_CLINIC) == [TAKEN]


def test_who_says_nothing_is_cut_off() -> None:
    """A connection that brings nothing makes room for others."""
    with door(limits=Limits(idle=0.05)) as place, socket.create_connection(("127.0.0.1", place.port)) as quiet:
        assert quiet.recv(4) == b"220 "
        while quiet.recv(1024):
            pass


@pytest.mark.parametrize(
    "said",
    [
        b"\r\n",
        b"\xff\xfe\r\n",
        b"MAIL\r\n",
        b"MAIL FROM:<" + b"(" * 400 + b">\r\n",
        b"MAIL FROM:<a@b.example> SIZE=many\r\n",
        b"DATA\r\n",
        b"RCPT TO:<x>\r\n",
        b"AUTH PLAIN AAA\r\n",
        b"STARTTLS\r\n",
        b"LHLO\r\n",
        b"NONSENSE " + b"x" * 500 + b"\r\n",
        b"x" * 200_000 + b"\r\n",
    ],
)
def test_nonsense_gets_an_answer(said: bytes) -> None:
    """And the next message on the same connection is taken."""
    with door() as place, place.lmtp() as client:
        client.send(said)
        assert client.getreply()[0] >= 400
        client.rset()
        assert bring(client, MAIL, TO_CLINIC) == [TAKEN]


def test_too_many_recipients() -> None:
    """What goes beyond the limit is brought separately."""
    with door(limits=Limits(recipients=2)) as place, place.lmtp() as client:
        client.mail(SENDER)
        assert [client.rcpt(TO_CLINIC)[0] for _ in range(3)] == [250, 250, 452]


def test_the_log_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """Neither addresses nor words of a message, whatever goes wrong."""
    caplog.set_level(logging.DEBUG)

    def first(raw: bytes, _organisation: UUID) -> None:
        raise ValueError(raw)

    with door(FakeIntake(first)) as place, place.lmtp() as client:
        bring(client, MAIL, TO_CLINIC)
        client.rcpt("nobody@kliniek.example")
        client.docmd("finder@research.example")
    written = "\n".join(Lines().format(record) for record in caplog.records)
    assert "ValueError" in written
    assert [word for word in ("finder", "kliniek", "hole", "login", ME) if word in written] == []
