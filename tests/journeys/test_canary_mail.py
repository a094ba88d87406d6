"""Mail with canaries everywhere comes in by every way, and is read at the desk; afterwards none of them is found anywhere, nor in what was mailed."""

import imaplib
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from pysequoia import Cert, encrypt

from benchmarks.program import Folder, Program, folder, free_port, make_organisation, start
from benchmarks.visiting import Browser, sign_in
from meldpunt.cases.actions.letters import GATHER
from meldpunt.outside.smtp import Security
from tests.fakes.mail_server import ADDRESS as HERE
from tests.fakes.mail_server import PASSWORD as SMTP_PASSWORD
from tests.fakes.mail_server import USER as SMTP_USER
from tests.fakes.mail_server import MailServer, mail_server
from tests.journeys.canaries import canary, hits_below, hits_in_left_files
from tests.journeys.test_canary import waiting
from tests.outside.dovecot import NEEDS_DOVECOT, PASSWORD, PROGRAM, USER, dovecot
from tests.site.program import PATIENCE, until

pytestmark = [pytest.mark.server, pytest.mark.network]

ADDRESS = "security@example.org"
BOXED = ("boxed",) if PROGRAM else ()
KINDS = ("plain", "piped", "encrypted", "damaged", "automatic", "unreadable", *BOXED)
PARTS = ("text", "subject", "name", "sender", "copy", "id", "file", "file name")
MAILED = ("sender", "id")
"""What an answer to a mail has to say: whom it goes to, and to which mail."""
MAILBOXES = """
[[mailbox]]
name = "shared"
host = "127.0.0.1"
port = {port}
certificates = "{folder}/mail-certificate.pem"
user = "{user}"
password_file = "mailbox-password.txt"
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Folder]:
    with folder() as place:
        make_organisation(place)
        place.run("-m", "benchmarks.mail_address", ADDRESS)
        place.run("-m", "meldpunt", "openpgp", "make", "--address", ADDRESS)
        yield place


@pytest.fixture(scope="module")
def carrier(place: Folder) -> Iterator[MailServer]:
    """The mail server that takes what is mailed."""
    (place.root / "mail").mkdir()
    with mail_server(place.root / "mail", Security.STARTTLS) as server:
        yield server


@pytest.fixture(scope="module")
def settings(place: Folder, carrier: MailServer) -> Iterator[dict[str, str]]:
    """All ways in, and the one out; a mailbox where there is a Dovecot."""
    settings = {
        "MELDPUNT_LMTP": f"127.0.0.1:{free_port()}",
        "MELDPUNT_SMTP_HOST": HERE,
        "MELDPUNT_SMTP_PORT": str(carrier.port),
        "MELDPUNT_SMTP_USER": SMTP_USER,
        "MELDPUNT_SMTP_PASSWORD": SMTP_PASSWORD,
        "MELDPUNT_MAIL_FROM": "desk@example.org",
        "SSL_CERT_FILE": str(carrier.certificate),
    }
    with ExitStack() as stack:
        if BOXED:
            server = stack.enter_context(dovecot())
            boxes = place.root / "mailboxes.toml"
            boxes.write_text(MAILBOXES.format(port=server.tls, folder=server.folder, user=USER), encoding="utf-8")
            (place.root / "mailbox-password.txt").write_text(PASSWORD, encoding="utf-8")
            settings |= {"MELDPUNT_MAILBOXES": str(boxes), "plain": str(server.plain)}
        yield settings


@pytest.fixture(scope="module")
def canaries(place: Folder, settings: dict[str, str]) -> dict[str, str]:
    """Every canary by its name, after all mails came in, were read, and the program was stopped."""
    canaries = {f"{kind} {part}": canary(f"{kind}-{part.replace(' ', '-')}") for kind in KINDS for part in PARTS}
    began = time.time()
    program = start(place, settings)
    try:
        bring(place, program, settings, canaries)
        shown = read_at_the_desk(program)
        until(lambda: waiting(place) == 0, patience=PATIENCE + GATHER.total_seconds())
        hits = hits_below(searched(place), canaries)  # while the WAL is still there
    finally:
        program.stop()
    assert {name for name in wanted() if canaries[name] not in shown} == set()
    assert hits | hits_in_left_files(began, canaries) == set()
    return canaries


def wanted() -> set[str]:
    """What the desk must have shown: what was read, and of what cannot be read the mail as it came."""
    read = {
        f"{kind} {part}" for kind in ("plain", "piped", "automatic", *BOXED) for part in ("text", "subject", "sender")
    }
    return read | {"encrypted text", "encrypted subject", "unreadable text"}


def bring(place: Folder, program: Program, settings: Mapping[str, str], canaries: Mapping[str, str]) -> None:
    """Bring one mail of each kind: by LMTP, one by the pipe, and one through the mailbox."""
    handler = Browser(program.port)
    sign_in(handler)
    key = Cert.from_bytes(handler.get("/desk/openpgp-key.asc").body)
    mails = {kind: as_written(kind, canaries) for kind in KINDS}
    mails["encrypted"] = encrypted(mails["encrypted"], "encrypted", key, canaries)
    mails["damaged"] = encrypted(mails["damaged"], "damaged", key, canaries).replace(b"\r\nw", b"\r\nx", 1)
    mails["automatic"] = b"Auto-Submitted: auto-generated\r\n" + mails["automatic"]
    mails["unreadable"] = b"X-Long: " + b"a" * 100_000 + b"\r\n" + mails["unreadable"]
    command = [sys.executable, "-m", "meldpunt", "mail", "receive", "--recipient", ADDRESS]
    subprocess.run(command, input=mails.pop("piped"), env=place.environment(), check=True)
    if BOXED:
        lay_into_the_mailbox(int(settings["plain"]), mails.pop("boxed"))
        until(lambda: ended(place) == 2, patience=PATIENCE)
    with smtplib.LMTP(HERE, int(settings["MELDPUNT_LMTP"].rpartition(":")[2])) as client:
        for kind, mail in mails.items():
            client.sendmail(f"{canaries[f'{kind} sender']}@research.example", [ADDRESS], mail)


def lay_into_the_mailbox(port: int, mail: bytes) -> None:
    """Lay a mail into the folder that is looked into."""
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(USER, PASSWORD)
        client.create("Meldpunt")
        assert client.append("Meldpunt", "", "", mail)[0] == "OK"


def ended(place: Folder) -> int:
    """Return how many mails came in so far."""
    with closing(sqlite3.connect(f"file:{place.data / 'meldpunt.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM arrivals_mail").fetchone()[0])


def as_written(kind: str, canaries: Mapping[str, str]) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{canaries[f'{kind} name']} <{canaries[f'{kind} sender']}@research.example>"
    mail["To"] = ADDRESS
    mail["Cc"] = f"{canaries[f'{kind} copy']}@research.example"
    mail["Subject"] = canaries[f"{kind} subject"]
    mail["Message-ID"] = f"<{canaries[f'{kind} id']}@research.example>"
    mail.set_content(f"The door opens: {canaries[f'{kind} text']}\n")
    name = f"{canaries[f'{kind} file name']}.txt"
    mail.add_attachment(canaries[f"{kind} file"].encode(), maintype="application", subtype="x-proof", filename=name)
    return mail.as_bytes()


def encrypted(inner: bytes, kind: str, key: Cert, canaries: Mapping[str, str]) -> bytes:
    """Return a mail whose inside, subject included, is encrypted (RFC 3156, RFC 9788)."""
    outer = EmailMessage(policy=SMTP)
    outer["From"] = f"{canaries[f'{kind} sender']}@research.example"
    outer["To"] = ADDRESS
    outer["Subject"] = "..."
    armoured = bytes(encrypt(inner, recipients=[key])).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    kinds = b'MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n'
    version = b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
    content = b"--b\r\nContent-Type: application/octet-stream\r\n\r\n" + armoured + b"\r\n--b--\r\n"
    return outer.as_bytes().rstrip() + b"\r\n" + kinds + version + content


def read_at_the_desk(program: Program) -> str:
    """Open every case and every entry of the mail room, and take along what came; return all that was shown."""
    handler = Browser(program.port)
    sign_in(handler)
    year = time.gmtime().tm_year
    shown, number = [], 1
    while (page := handler.get(f"/desk/cases/{year}-{number:05}")).status == 200:
        shown.append(page.text)
        number += 1
    room = handler.get("/desk/mail")
    for address in sorted({link for link in room.read.links if link.startswith("/desk/mail/")}):
        shown += [handler.get(address).text, handler.get(f"{address}/original").body.decode()]
    return "\n".join(shown)


def searched(place: Folder) -> list[Path]:
    """Where to look: all that the program writes."""
    return [place.data, place.output, place.temporary, place.root / "secrets.json"]


def test_no_canary_of_a_mail_is_found_after_the_program_stopped(place: Folder, canaries: dict[str, str]) -> None:
    assert hits_below(searched(place), canaries) == set()


def test_every_mail_was_kept_as_it_came(place: Folder, canaries: dict[str, str]) -> None:
    assert canaries
    sealed = [path for path in (place.data / "files").rglob("*") if path.is_file()]
    assert len(sealed) >= len(KINDS)


@NEEDS_DOVECOT
def test_one_came_through_a_mailbox(place: Folder, canaries: dict[str, str]) -> None:
    assert canaries
    with closing(sqlite3.connect(f"file:{place.data / 'meldpunt.sqlite3'}?mode=ro", uri=True)) as database:
        ways = database.execute("SELECT way, count(*) FROM arrivals_mail GROUP BY way ORDER BY way").fetchall()
    assert ways == [("lmtp", len(KINDS) - 2), ("mailbox", 1), ("pipe", 1)]


def test_nothing_of_a_report_is_in_what_was_mailed(carrier: MailServer, canaries: dict[str, str]) -> None:
    """To finders and to handlers: whom it goes to and which mail it answers, and no more."""
    said = {name: text for name, text in canaries.items() if not name.endswith(MAILED)}
    receipts = [letter for letter in carrier.letters if canaries["plain sender"] in str(letter["To"])]
    assert (hits_below([carrier.mailbox], said), len(receipts), carrier.encrypted) == (
        set(),
        1,
        [True] * len(carrier.letters),
    )
