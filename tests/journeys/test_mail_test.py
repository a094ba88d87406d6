"""The daily test by mail, with a real mail server on each side of the real program."""

import contextlib
import smtplib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.program import Program, folder, free_port, make_organisation, start
from benchmarks.visiting import Browser, sign_in
from meldpunt.outside.smtp import Security
from tests.fakes.mail_server import ADDRESS as HERE
from tests.fakes.mail_server import PASSWORD as SMTP_PASSWORD
from tests.fakes.mail_server import USER as SMTP_USER
from tests.fakes.mail_server import MailServer, mail_server
from tests.journeys.test_mail_ways import MAILBOXES, wait_for
from tests.outside.dovecot import NEEDS_DOVECOT, PASSWORD, USER, Dovecot, dovecot
from tests.outside.test_postboxes import bring, held

pytestmark = [pytest.mark.server, pytest.mark.network, NEEDS_DOVECOT]
ADDRESS = "security@kliniek.example"
AGED = (
    "import django, datetime; django.setup(); from meldpunt.people.models import Organisation; "
    "made = Organisation.objects.get().created_at - datetime.timedelta(hours=2); Organisation.objects.update(created_at=made)"
)


@contextlib.contextmanager
def mailing(tmp_path: Path, imap: Dovecot, lmtp: int) -> Iterator[tuple[Program, MailServer]]:
    """Run the program with a server for mail that leaves, a socket and a shared mailbox, two hours after its organisation was made."""
    with mail_server(tmp_path, Security.STARTTLS) as out, folder() as place:
        make_organisation(place)
        place.run("-m", "benchmarks.mail_address", ADDRESS)
        place.run("-c", AGED, settings={"DJANGO_SETTINGS_MODULE": "meldpunt.site.settings"})
        certificates = imap.folder / "mail-certificate.pem"
        boxes = MAILBOXES.format(port=imap.tls, certificates=certificates, user=USER) + "look_every = 5\n"
        (place.root / "mailboxes.toml").write_text(boxes, encoding="utf-8")
        (place.root / "password.txt").write_text(PASSWORD, encoding="utf-8")
        program = start(
            place,
            {
                "MELDPUNT_LMTP": f"127.0.0.1:{lmtp}",
                "MELDPUNT_MAILBOXES": str(place.root / "mailboxes.toml"),
                "MELDPUNT_SMTP_HOST": HERE,
                "MELDPUNT_SMTP_PORT": str(out.port),
                "MELDPUNT_SMTP_USER": SMTP_USER,
                "MELDPUNT_SMTP_PASSWORD": SMTP_PASSWORD,
                "MELDPUNT_NETWORK_CHECKS": "false",
                "SSL_CERT_FILE": str(out.certificate),
            },
        )
        try:
            yield program, out
        finally:
            assert program.stop() == 0


def the_test(program: Program, out: MailServer) -> bytes:
    """Return the test that left."""
    left: list[bytes] = []

    def has_left() -> bool:
        found = [number for number, letter in enumerate(out.letters) if letter["To"] == ADDRESS]
        left.extend((out.mailbox / f"{number}.eml").read_bytes() for number in found[:1])
        return bool(left)

    wait_for(has_left, program)
    return left[0]


def asked(program: Program, question: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(program.folder.data / "meldpunt.sqlite3", timeout=20)) as database:
        return database.execute(question).fetchall()


def is_read_back(program: Program) -> bool:
    return asked(program, "SELECT is_read_back FROM arrivals_mailcanary") == [(1,)]


def by_lmtp(raw: bytes, port: int, _imap: Dovecot) -> None:
    with smtplib.LMTP("127.0.0.1", port) as client:
        assert client.sendmail("desk@kliniek.example", [ADDRESS], raw) == {}


def into_the_inbox(raw: bytes, _port: int, imap: Dovecot) -> None:
    bring(imap.account("Meldpunt"), raw, folder="INBOX")


@pytest.mark.parametrize("delivered", [by_lmtp, into_the_inbox])
def test_it_leaves_comes_in_and_is_opened_at_the_desk(
    tmp_path: Path, delivered: Callable[[bytes, int, Dovecot], None]
) -> None:
    """Nobody moves it out of the inbox, and no case, no entry and no letter tells of it."""
    port = free_port()
    with dovecot() as imap, mailing(tmp_path, imap, port) as (program, out):
        delivered(the_test(program, out), port, imap)
        wait_for(lambda: is_read_back(program), program)
        sign_in(Browser(program.port))
        wait_for(lambda: asked(program, "SELECT thread FROM arrivals_mailcanary") == [(None,)], program)
        left = asked(program, "SELECT count(*) FROM arrivals_mail") + asked(
            program, "SELECT count(*) FROM upkeep_check WHERE part = 'desk' AND trouble = ''"
        )
        assert (left, held(imap.account("Meldpunt"), "INBOX")) == ([(0,), (1,)], [])
