"""Letters leave whole, once, and what goes wrong has a code and no words."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from meldpunt.outbox.terms import CarrierBusy, CarrierRefused, ReadyLetter
from meldpunt.outside.mail_folder import MailFolder
from meldpunt.outside.smtp import Security, SmtpServer
from tests.fakes.mail_server import PASSWORD, USER, mail_server

LETTER = ReadyLetter(
    message_id="<8c1d@desk.example>",
    sender="desk@example.org",
    to="anna@clinic.example",
    subject="Een nieuwe melding: “dringend”",
    body="Er is een melding.\n.\nGroet\n",
)


NOT_KNOWN_TO_BE_ENCRYPTED = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd sees STARTTLS only


class Receiver:
    """A small SMTP server that answers as it is told and keeps what it gets."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.letters: list[bytes] = []
        self.said: list[bytes] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak the part of RFC 5321 that one letter needs."""
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            self.said.append(line)
            verb = line.split()[0].decode().upper()
            answer = self.answers.get(verb, "250 ok")
            writer.write(answer.encode() + b"\r\n")
            if verb == "QUIT":
                break
            if verb == "DATA" and answer.startswith("354"):
                self.letters.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 taken\r\n")
        writer.close()


@contextmanager
def receiving(**answers: str) -> Iterator[tuple[Receiver, int]]:
    """Run a receiver while the block lasts."""
    receiver = Receiver({"DATA": "354 go on", "QUIT": "221 bye"} | answers)
    listener = socket.create_server(("127.0.0.1", 0))
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(receiver.talk, sock=listener))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield receiver, listener.getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def plain(port: int) -> SmtpServer:
    """Return a carrier without encryption."""
    return SmtpServer(host="127.0.0.1", port=port, security=Security.NONE)


@pytest.mark.network
def test_letter_arrives() -> None:
    """Address, subject and words come through, a lone point included."""
    with receiving() as (receiver, port):
        plain(port).send(LETTER)
    mail = message_from_bytes(receiver.letters[0].replace(b"\r\n..\r\n", b"\r\n.\r\n"), policy=SMTP)
    assert (mail["To"], mail["Subject"], mail["Message-ID"]) == (LETTER.to, LETTER.subject, LETTER.message_id)


@pytest.mark.network
def test_it_goes_to_one_address_whatever_a_mail_program_reads_in_it() -> None:
    with receiving() as (receiver, port):
        plain(port).send(replace(LETTER, to="a@=?utf-8?q?x.example=2Cv=40c.example?="))
    asked = [line for line in receiver.said if line.lower().startswith(b"rcpt")]
    assert [line.split(b":", 1)[1].split()[0] for line in asked] == [b"<a@=?utf-8?q?x.example=2Cv=40c.example?=>"]


@pytest.mark.network
@pytest.mark.parametrize(
    ("returns_to", "sender"),
    [(None, b"<desk@example.org>"), ("", b"<>"), ("desk+abc@example.org", b"<desk+abc@example.org>")],
)
def test_what_is_not_delivered_comes_back_where_the_letter_says(returns_to: str | None, sender: bytes) -> None:
    """The address of the envelope is the letter's sender, nobody, or the one that names the case."""
    with receiving() as (receiver, port):
        plain(port).send(replace(LETTER, returns_to=returns_to))
    assert [line.split(b":", 1)[1].split()[0] for line in receiver.said if line.startswith(b"mail")] == [sender]


@pytest.mark.network
@pytest.mark.parametrize(
    ("answers", "kind", "code"),
    [
        ({"RCPT": "450 later"}, CarrierBusy, "450"),
        ({"RCPT": "550 nobody"}, CarrierRefused, "550"),
        ({"DATA": "451 later"}, CarrierBusy, "451"),
        ({"DATA": "554 never"}, CarrierRefused, "554"),
        ({"MAIL": "530 sign in"}, CarrierBusy, "530"),
    ],
)
def test_answer_decides(answers: dict[str, str], kind: type[Exception], code: str) -> None:
    """A 4xx is tried again, a 5xx is given up, and only the code is told."""
    with receiving(**answers) as (_, port), pytest.raises(kind) as caught:
        plain(port).send(LETTER)
    assert str(caught.value) == code


@pytest.mark.network
def test_nobody_listens() -> None:
    """The server is away: try again later."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(CarrierBusy, match="unreachable"):
        plain(port).send(LETTER)


@pytest.mark.network
@pytest.mark.parametrize(
    ("security", "user", "answers", "code"),
    [
        (Security.STARTTLS, None, {}, "unsupported"),
        (Security.STARTTLS, None, {"EHLO": "250-mail\r\n250 STARTTLS", "STARTTLS": "502 what"}, "502"),
        (Security.NONE, "desk", {}, "unsupported"),
        (Security.NONE, "desk", {"EHLO": "250-mail\r\n250 AUTH PLAIN", "AUTH": "535 who"}, "535"),
        (Security.NONE, None, {"EHLO": "554 not you", "HELO": "554 not you"}, "554"),
        (Security.NONE, None, {"MAIL": "553 not from there"}, "553"),
        (Security.NONE, None, {"RCPT": "554 5.7.1 relay access denied"}, "554"),
    ],
)
def test_wrong_setting_keeps_the_letter(
    security: Security, user: str | None, answers: dict[str, str], code: str
) -> None:
    """What lies at our settings can be mended: the letter waits, and nothing of it was told."""
    with receiving(**answers) as (receiver, port):
        with pytest.raises(CarrierBusy, match=code):
            SmtpServer("127.0.0.1", port, security, user, "canary").send(LETTER)
        assert receiver.letters == []


@NOT_KNOWN_TO_BE_ENCRYPTED
@pytest.mark.network
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_encrypted_and_signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security) -> None:
    """A server that asks for both gets the letter."""
    with mail_server(tmp_path, security) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        SmtpServer("127.0.0.1", server.port, security, USER, PASSWORD).send(LETTER)
    assert ([mail["To"] for mail in server.letters], server.encrypted) == ([LETTER.to], [True])


@NOT_KNOWN_TO_BE_ENCRYPTED
@pytest.mark.network
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_certificate_that_nobody_vouches_for(tmp_path: Path, security: Security) -> None:
    """A stranger in between gets nothing, and the letter waits."""
    with mail_server(tmp_path, security) as server, pytest.raises(CarrierBusy, match="unreachable"):
        SmtpServer("127.0.0.1", server.port, security, USER, PASSWORD).send(LETTER)
    assert server.letters == []


@pytest.mark.network
@pytest.mark.parametrize(("user", "code"), [(None, "530"), (USER, "535")])
def test_wrong_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: str | None, code: str) -> None:
    """Without a password, or with a wrong one, the letter waits."""
    with mail_server(tmp_path, Security.STARTTLS) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        with pytest.raises(CarrierBusy, match=code):
            SmtpServer("127.0.0.1", server.port, Security.STARTTLS, user, "wrong").send(LETTER)
    assert server.letters == []


def test_password_is_not_shown() -> None:
    """A carrier in a log line tells no secret."""
    assert "canary" not in repr(SmtpServer("h", 25, Security.TLS, "u", "canary"))


def test_letter_is_a_file(tmp_path: Path) -> None:
    """One file, for its owner alone."""
    MailFolder(tmp_path / "out").send(LETTER)
    (file,) = (tmp_path / "out").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=SMTP)
    assert (mail["Subject"], file.stat().st_mode & 0o777) == (LETTER.subject, 0o600)


def test_second_copy_replaces_the_first(tmp_path: Path) -> None:
    """A worker that was killed after sending sends again."""
    send: Callable[[ReadyLetter], None] = MailFolder(tmp_path).send
    send(LETTER)
    send(LETTER)
    assert len(list(tmp_path.iterdir())) == 1


def test_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    """A message id with slashes is a file name without."""
    MailFolder(tmp_path / "out").send(ReadyLetter("../../x@y", "a@b.example", "c@d.example", "s", "b"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x.eml"]


def test_full_disk_is_tried_again(tmp_path: Path) -> None:
    """A folder that cannot be made is trouble that passes."""
    (tmp_path / "file").touch()
    with pytest.raises(CarrierBusy):
        MailFolder(tmp_path / "file" / "out").send(LETTER)
