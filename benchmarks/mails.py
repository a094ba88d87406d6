"""Every message of a folder comes in by pipe, by LMTP and through a mailbox, twice: each is there exactly once, bit for bit.

    ./meldpunt bench mails FOLDER [--ways pipe,lmtp,mailbox] [--most N]

FOLDER holds .eml files. Every way has a program with data of its own. What was kept is taken along at the desk as it came, and compared
with what was brought; content that is forgotten at arrival is counted only. The mailbox is one of Dovecot, with a shared folder.

Where the folder has an index.jsonl (benchmarks/mail_index.py tells of what), every message is also read by the reader that the program uses,
with the keys of the index, and compared with its line.
"""

import argparse
import hashlib
import imaplib
import re
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from benchmarks.mail_index import Line, differences, held_keys, lines, signers
from benchmarks.measuring import figure
from benchmarks.program import Folder, Program, folder, free_port, make_organisation, start
from benchmarks.visiting import Browser, sign_in
from meldpunt.arrivals.terms import CannotRead, Envelope, Way
from meldpunt.outside.reading import ChildReader
from meldpunt.people.terms import HeldKey
from tests.outside.dovecot import PASSWORD, PROGRAM, USER, Dovecot, dovecot

ADDRESS = "security@example.org"
SENDER = "finder@research.example"
FOLDER = "Meldpunt"
PIPES = 2  # that a mail server runs at once
PATIENCE = 600.0  # seconds until a mailbox has to be empty
LINE_END = re.compile(rb"(?<!\r)\n")
MAILBOXES = """
[[mailbox]]
name = "shared"
host = "127.0.0.1"
port = {port}
certificates = "{certificates}"
user = "{user}"
password_file = "password.txt"
"""

type Bring = Callable[[Sequence[bytes]], int]
"""Brings messages and returns how many were not taken."""


@dataclass(frozen=True)
class In:
    """One way in, while its program runs: how messages are brought there, and what they look like once they have been."""

    program: Program
    bring: Bring = field(repr=False)
    carried: Callable[[bytes], bytes] = bytes


@dataclass(frozen=True)
class Kept:
    """What is in the store: how each message ended, and the digests of those that were kept as they came."""

    ends: Counter[str]
    digests: Counter[bytes] = field(repr=False)


def main() -> int:
    """Bring, look, print; return 1 when a message was lost, is there twice or is another."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench mails")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--most", type=int, help="only so many of the messages")
    asked = parser.parse_args()
    messages = [file.read_bytes() for file in sorted(asked.folder.glob("*.eml"))][: asked.most]
    if not messages:
        parser.error(f"there are no .eml files in {asked.folder}")
    reached = [_whole(name, messages) for name in asked.ways.split(",")]
    if (asked.folder / "index.jsonl").exists():
        reached.append(_is_as_indexed(asked.folder))
    return int(not all(reached))


def _whole(name: str, messages: Sequence[bytes]) -> bool:
    """Bring all messages by one way, and all of them again; print what came of it."""
    if name == "mailbox" and PROGRAM is None:
        print("mailbox: left out, it needs Dovecot: apt-get install dovecot-imapd")
        return True
    with WAYS[name]() as way:
        begun = time.monotonic()
        refused = way.bring(messages)
        took = time.monotonic() - begun
        there = kept(way.program)
        refused += way.bring(messages)
        again = kept(way.program)
    brought = Counter(_digest(way.carried(message)) for message in messages)
    forgotten = len(messages) - there.digests.total()
    problems = {
        "refused": refused,
        "lost": max(0, len(messages) - there.ends.total()),
        "twice": max(0, again.ends.total() - len(messages)),
        "not as they came": (there.digests - brought).total(),
        "not accounted for": (brought - there.digests).total() - forgotten,
    }
    ends = ", ".join(f"{count} {end}" for end, count in there.ends.most_common())
    wrong = ", ".join(f"{count} {problem}" for problem, count in problems.items() if count)
    value = f"{len(messages)} messages, {len(messages) / took:.1f}/s: {ends}"
    return figure(name, value, goal=wrong or "each once and bit for bit", reached=not wrong)


def _is_as_indexed(place: Path) -> bool:
    """Read every message that the index names, and print what differs from its line."""
    told, keys, others = lines(place), held_keys(place), signers(place)
    wrong: Counter[str] = Counter()
    for name, line in told.items():
        wrong.update(_differences((place / name).read_bytes(), line, keys, others))
    opened = sum(line.decrypts for line in told.values())
    signed = sum(line.signature == "good" for line in told.values())
    value = f"{len(told)} messages, {opened} to be opened, {signed} good signatures"
    differs = ", ".join(f"{count} {what}" for what, count in wrong.items())
    return figure("read", value, goal=differs or "each as its line says", reached=not wrong)


def _differences(raw: bytes, line: Line, keys: Sequence[HeldKey], others: Sequence[bytes]) -> list[str]:
    try:
        envelope = Envelope(Way.PIPE, (ADDRESS,), SENDER)
        read = ChildReader().read(raw, keys=keys, signers=others, envelope=envelope, now=datetime.now(tz=UTC))
    except CannotRead as problem:
        return [f"not read ({problem.flaw})"]
    return differences(read, line)


def kept(program: Program) -> Kept:
    """Read how every message ended, and take those that were kept along at the desk."""
    with closing(sqlite3.connect(program.folder.data / "meldpunt.sqlite3", timeout=30)) as connection:
        rows = connection.execute("SELECT id, end, stored_as FROM arrivals_mail").fetchall()
    handler = Browser(program.port)
    sign_in(handler)
    names = [UUID(name) for name, _end, stored_as in rows if stored_as]
    pages = [handler.get(f"/desk/mail/{name}/original") for name in names]
    return Kept(Counter(end for _name, end, _ in rows), Counter(_digest(page.body) for page in pages))


def _digest(message: bytes) -> bytes:
    return hashlib.sha256(message).digest()


def on_the_wire(message: bytes) -> bytes:
    """Return a message as mail servers hand it on: every line ends in CR and LF, the last one too."""
    lines = LINE_END.sub(b"\r\n", message)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _in_a_mailbox(message: bytes) -> bytes:
    """Return a message as a mailbox holds it: IMAP carries no zero bytes (RFC 9051, 4.3), and Dovecot keeps 0x80 in their place."""
    return on_the_wire(message).replace(b"\0", b"\x80")


@contextmanager
def _running(settings: dict[str, str], place: Folder) -> Iterator[Program]:
    program = start(place, settings)
    try:
        yield program
    finally:
        program.stop()


@contextmanager
def _organisation() -> Iterator[Folder]:
    with folder() as place:
        make_organisation(place)
        place.run("-m", "benchmarks.mail_address", ADDRESS)
        place.run("-m", "meldpunt", "openpgp", "make", "--address", ADDRESS)
        yield place


@contextmanager
def _pipe() -> Iterator[In]:
    with _organisation() as place, _running({}, place) as program:
        yield In(program, partial(_by_pipe, place))


def _by_pipe(place: Folder, messages: Sequence[bytes]) -> int:
    command = [sys.executable, "-m", "meldpunt", "mail", "receive", "--recipient", ADDRESS, "--sender", SENDER]

    def hand_over(message: bytes) -> int:
        run = subprocess.run(command, input=message, env=place.environment(), capture_output=True, check=False)
        return run.returncode

    with ThreadPoolExecutor(PIPES) as servers:
        return sum(code != 0 for code in servers.map(hand_over, messages))


@contextmanager
def _lmtp() -> Iterator[In]:
    port = free_port()
    with _organisation() as place, _running({"MELDPUNT_LMTP": f"127.0.0.1:{port}"}, place) as program:
        yield In(program, partial(_by_lmtp, port), on_the_wire)


def _by_lmtp(port: int, messages: Sequence[bytes]) -> int:
    refused = 0
    with smtplib.LMTP("127.0.0.1", port) as client:
        for message in messages:
            try:
                client.sendmail(SENDER, [ADDRESS], on_the_wire(message))
            except smtplib.SMTPException as problem:
                print(f"lmtp: {type(problem).__name__}")
                refused += 1
    return refused


@contextmanager
def _mailbox() -> Iterator[In]:
    with dovecot() as server, _organisation() as place:
        certificates = server.folder / "mail-certificate.pem"
        boxes = MAILBOXES.format(port=server.tls, certificates=certificates, user=USER)
        (place.root / "mailboxes.toml").write_text(boxes, encoding="utf-8")
        (place.root / "password.txt").write_text(PASSWORD, encoding="utf-8")
        with _running({"MELDPUNT_MAILBOXES": str(place.root / "mailboxes.toml")}, place) as program:
            yield In(program, partial(_by_mailbox, server), _in_a_mailbox)


def _by_mailbox(server: Dovecot, messages: Sequence[bytes]) -> int:
    """Lay all into the shared folder, and wait until it is empty."""
    with imaplib.IMAP4("127.0.0.1", server.plain) as client:
        client.login(USER, PASSWORD)
        client.create(FOLDER)
        for message in messages:
            client.append(FOLDER, "", "", on_the_wire(message))
        end = time.monotonic() + PATIENCE
        while (left := _waiting(client)) and time.monotonic() < end:
            time.sleep(0.2)
    return left


def _waiting(client: imaplib.IMAP4) -> int:
    client.select(FOLDER, readonly=True)
    found = client.search(None, "UNDELETED")[1]
    return len(found[0].split())


WAYS = {"pipe": _pipe, "lmtp": _lmtp, "mailbox": _mailbox}


if __name__ == "__main__":
    sys.exit(main())
