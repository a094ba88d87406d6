"""Mail comes in by every way there is, with real mail servers around the real program: each message becomes one case."""

import contextlib
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.measuring import processes
from benchmarks.program import DidNotStart, Program, folder, free_port, make_organisation, start
from benchmarks.visiting import Browser, sign_in
from tests.architecture.house import ROOT
from tests.outside.dovecot import NEEDS_DOVECOT, PASSWORD, USER, Dovecot, dovecot
from tests.outside.test_postboxes import bring, held

pytestmark = [pytest.mark.server, pytest.mark.network, NEEDS_DOVECOT]
ADDRESS = "security@kliniek.example"
FAR = 60.0
MAILBOXES = """
[[mailbox]]
name = "shared"
host = "127.0.0.1"
port = {port}
certificates = "{certificates}"
user = "{user}"
password_file = "password.txt"
"""


def mail(number: int, said: str = "opens without a password") -> bytes:
    head = f"From: Finder <finder{number}@research.example>\r\nTo: {ADDRESS}\r\nSubject: Report {number}\r\n"
    return f"{head}Message-ID: <{number}@research.example>\r\n\r\nDoor {number} {said}.\r\n".encode()


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with dovecot() as place:
        yield place


@contextlib.contextmanager
def running(server: Dovecot, lmtp: int, *, killed: bool = False) -> Iterator[Program]:
    """Run the program with a socket for mail servers and a shared mailbox, after one that was killed while it took a message."""
    with folder() as place:
        make_organisation(place)
        place.run("-m", "benchmarks.mail_address", ADDRESS)
        certificates = server.folder / "mail-certificate.pem"
        boxes = MAILBOXES.format(port=server.tls, certificates=certificates, user=USER)
        (place.root / "mailboxes.toml").write_text(boxes, encoding="utf-8")
        (place.root / "password.txt").write_text(PASSWORD, encoding="utf-8")
        own = {"MELDPUNT_LMTP": f"127.0.0.1:{lmtp}", "MELDPUNT_MAILBOXES": str(place.root / "mailboxes.toml")}
        if killed:
            with pytest.raises(DidNotStart):
                place.run("-m", "tests.faults.mailbox_dying", own["MELDPUNT_MAILBOXES"])
        program = start(place, own)
        try:
            yield program
        finally:
            assert program.stop() == 0


def wait_for(true: Callable[[], bool], program: Program) -> None:
    end = time.monotonic() + FAR
    while not true():
        assert time.monotonic() < end, program.folder.output.read_text(encoding="utf-8")
        time.sleep(0.1)


def deliver(port: int, *messages: bytes) -> None:
    with smtplib.LMTP("127.0.0.1", port) as client:
        for message in messages:
            assert client.sendmail("finder@research.example", [ADDRESS], message) == {}


def piped(program: Program, message: bytes) -> int:
    """Hand over a message as docs/operate.md lets Postfix do it; return the exit code."""
    lines = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8").split("/opt/meldpunt/meldpunt mail receive ")[1]
    told = lines.partition("\n")[0].replace("${sender}", "").replace("${recipient}", ADDRESS)
    command = [sys.executable, "-m", "meldpunt", "mail", "receive", *told.split()]
    return subprocess.run(command, input=message, env=program.folder.environment(), check=False).returncode


def doors(program: Program) -> list[int]:
    """Return of which door each case tells, in the order of the cases."""
    handler = Browser(program.port)
    sign_in(handler)
    told: list[int] = []
    year = time.gmtime().tm_year
    while (page := handler.get(f"/desk/cases/{year}-{len(told) + 1:05}")).status == 200:
        told.append(next(number for number in range(100) if f"Door {number} opens" in page.text))
    return told


def mail_room(program: Program) -> int:
    """Return the process that takes mail: the youngest child of the first process."""
    listed = Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children").read_text(encoding="ascii")
    return int(listed.split()[-1])


def test_every_way_leads_to_one_case(server: Dovecot) -> None:
    """What comes by two ways is taken once; the mailbox is emptied of it either way, and what is not in its folder is nobody's business."""
    account, port = server.account("Meldpunt"), free_port()
    bring(account, mail(3), folder="INBOX")
    with running(server, port) as program:
        deliver(port, mail(1))
        bring(account, mail(1), mail(2))
        wait_for(lambda: len(held(account, "Meldpunt done")) == 2, program)
        deliver(port, mail(2))
        assert (piped(program, mail(1)), piped(program, mail(4))) == (0, 0)
        assert (doors(program), held(account, "Meldpunt"), held(account, "INBOX")) == ([1, 2, 4], [], [mail(3)])


def test_killed_between_keeping_and_putting_away(server: Dovecot) -> None:
    """The message is there twice then, in the mailbox and as a case; the next start puts it away and makes no second case."""
    account = server.account("Meldpunt")
    bring(account, mail(1))
    with running(server, free_port(), killed=True) as program:
        before = doors(program)
        wait_for(lambda: held(account, "Meldpunt done") == [mail(1)], program)
        assert (before, doors(program), held(account, "Meldpunt")) == ([1], [1], [])


def test_a_mail_room_that_dies_is_started_again(server: Dovecot) -> None:
    """Nobody is refused meanwhile, and the web server goes on."""
    port = free_port()
    with running(server, port) as program:
        deliver(port, mail(1))
        before = processes(program.session)
        os.kill(mail_room(program), signal.SIGKILL)
        deliver(port, mail(2))
        assert (doors(program), len(set(before) & set(processes(program.session))) >= 3) == ([1, 2], True)
