"""Every message of a folder comes in by pipe, by LMTP and through a mailbox, twice: each is there exactly once, and is what it was.

    ./meldpunt bench mails FOLDER [--ways pipe,lmtp,mailbox] [--most N] [--only PATTERN]

FOLDER holds .eml files. Every way has a program with data of its own; the mailbox is one of Dovecot, with a shared folder. What is stored is
then opened as a handler does (benchmarks/mail_stored.py): every message is accounted for by its own mark, those of which only the end was kept
are named, and the others must be bit for bit what was brought.

Where the folder has an index.jsonl (benchmarks/mail_index.py tells of what), the program holds the keys of the index before anything comes
(benchmarks/mail_keys.py), a signed message comes to the address of its finder's case, and what is stored of each must be what its line says.
"""

import argparse
import imaplib
import json
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.mail_carried import laid, messages, on_the_wire
from benchmarks.mail_index import FITS, Line, lines
from benchmarks.measuring import figure
from benchmarks.program import Folder, Program, folder, free_port, make_organisation, start
from meldpunt.people.terms import Verdict
from tests.outside.dovecot import PASSWORD, PROGRAM, USER, Dovecot, dovecot

ADDRESS = "security@example.org"
SENDER = "finder@research.example"
FOLDER = "Meldpunt"
PIPES = 2  # that a mail server runs at once
PATIENCE = 600.0  # seconds until a mailbox has to be empty
TOLD_EVERY = 10.0  # seconds
NOTHING_KEPT = ("loop", "rerouted", "bounce")
"""Ends of which a program keeps that a message came, and nothing of what it says."""
MAILBOXES = """
[[mailbox]]
name = "shared"
host = "127.0.0.1"
port = {port}
certificates = "{certificates}"
user = "{user}"
password_file = "mailbox-password.txt"
"""


@dataclass(frozen=True)
class Brought:
    """One message and where it goes."""

    content: bytes = field(repr=False)
    to: str = ADDRESS


type Bring = Callable[[Sequence[Brought]], int]
"""Brings messages and returns how many were not taken."""


@dataclass(frozen=True)
class In:
    """One way in, while its program runs: how messages are brought there, and to which addresses those whose finder is known go."""

    program: Program
    bring: Bring = field(repr=False)
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    folder: Path
    ways: str
    most: int | None
    only: str

    @property
    def index(self) -> Path | None:
        """The folder, where it has an index."""
        return self.folder if (self.folder / "index.jsonl").exists() else None


def main() -> int:
    """Bring, look, print; return 1 when a message was lost, is there twice or is another."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench mails")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--most", type=int, help="only so many of the messages")
    parser.add_argument("--only", default="*.eml", help="only files of such names")
    asked = Asked(**vars(parser.parse_args()))
    brought = messages(asked.folder.resolve(), asked.only, asked.most)
    if not brought:
        parser.error(f"there are no files {asked.only} in {asked.folder}")
    begun = time.monotonic()
    reached = [_whole(name, brought, asked) for name in asked.ways.split(",")]
    print(f"all of it took {time.monotonic() - begun:.0f} s")
    return int(not all(reached))


def _whole(name: str, brought: Mapping[str, bytes], asked: Asked) -> bool:
    """Bring all messages by one way, and all of them again; print what came of it."""
    if name == "mailbox" and PROGRAM is None:
        print("mailbox: left out, it needs Dovecot: apt-get install dovecot-imapd")
        return True
    with WAYS[name](asked.index) as way:
        before = ends_of(way.program).total()
        to_bring = [Brought(content, way.addresses.get(file, ADDRESS)) for file, content in brought.items()]
        begun = time.monotonic()
        refused = way.bring(to_bring)
        took = time.monotonic() - begun
        once = ends_of(way.program).total() - before
        refused += way.bring(to_bring)
        twice = ends_of(way.program).total() - before - once
        print(f"{name}: looking at what is stored", flush=True)
        stored = _stored(way.program.folder, name, asked, len(brought))
    problems = {"refused": refused, "lost": len(brought) - len(stored["rows"]), "twice": twice}
    problems |= {"of nobody": stored["unknown"] - before}
    value = f"{len(brought)} messages, {len(brought) / took:.1f}/s, {once} rows"
    return _printed(name, value, problems, stored["rows"], asked)


def _stored(place: Folder, way: str, asked: Asked, count: int) -> dict[str, Any]:
    """Return what benchmarks/mail_stored.py found in the store."""
    found = place.run("-m", "benchmarks.mail_stored", str(asked.folder.resolve()), way, asked.only, str(count))
    read: dict[str, Any] = json.loads(found.splitlines()[-1])
    return read


def _printed(
    name: str, value: str, problems: Mapping[str, int], rows: Sequence[Mapping[str, Any]], asked: Asked
) -> bool:
    """Print what became of the messages of one way, and return whether all is as it has to be."""
    nothing = [row for row in rows if not row["is_kept"]]
    whole = dict(problems) | {
        "not as they came": sum(row["is_kept"] and not row["is_whole"] for row in rows),
        "empty without a reason": sum(row["end"] not in NOTHING_KEPT for row in nothing),
    }
    wrong = ", ".join(f"{count} {problem}" for problem, count in whole.items() if count)
    reached = figure(name, value, goal=wrong or "each once and bit for bit", reached=not wrong)
    ends = Counter(row["end"] for row in rows)
    print(f"  ended as: {', '.join(f'{count} {end}' for end, count in ends.most_common())}")
    for row in nothing:
        print(f"  only the end was kept of {row['file']}: {row['end']} {row['reason']}".rstrip())
    return (_as_indexed(name, rows, lines(asked.index)) if asked.index else True) and reached


def _as_indexed(name: str, rows: Sequence[Mapping[str, Any]], told: Mapping[str, Line]) -> bool:
    """Print what is stored of the messages beside what the index says of them."""
    differ = [row for row in rows if row["differs"]]
    for row in differ:
        print(f"  {row['file']} ({row['end']}): {', '.join(row['differs'])}")
    goal = f"{len(differ)} are not" if differ else "sender, subject, text, files as its line says"
    reached = figure(f"{name}, stored and opened", f"{len(rows)} messages", goal=goal, reached=not differ)
    sealed = [row for row in rows if told[row["file"]].decrypts]
    opened = sum(row["is_opened"] for row in sealed)
    value = f"{opened} of {len(sealed)}"
    reached &= figure(f"{name}, decrypted", value, goal="all", reached=opened == len(sealed))
    signed = [row for row in rows if told[row["file"]].signature == "good"]
    fit = sum(Verdict(row["verdict"]) in FITS for row in signed if row["verdict"])
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in Counter(row["verdict"] for row in signed).items())
    value = f"{fit} of {len(signed)} fit ({verdicts})"
    return figure(f"{name}, signatures", value, goal="all", reached=fit == len(signed)) and reached


def ends_of(program: Program) -> Counter[str]:
    """Return how the messages in the store ended: nothing of this is sealed."""
    with closing(sqlite3.connect(program.folder.data / "meldpunt.sqlite3", timeout=30)) as connection:
        return Counter(end for (end,) in connection.execute("SELECT end FROM arrivals_mail"))


@contextmanager
def _running(settings: dict[str, str], place: Folder) -> Iterator[Program]:
    program = start(place, settings)
    try:
        yield program
    finally:
        program.stop()


@contextmanager
def _organisation(index: Path | None) -> Iterator[tuple[Folder, dict[str, str]]]:
    """Lend a folder with an organisation, and where the messages go that do not go to its address."""
    with folder() as place:
        make_organisation(place)
        place.run("-m", "benchmarks.mail_address", ADDRESS)
        if index is None:
            place.run("-m", "meldpunt", "openpgp", "make", "--address", ADDRESS)
            yield place, {}
            return
        told = json.loads(place.run("-m", "benchmarks.mail_keys", str(index.resolve()), ADDRESS).splitlines()[-1])
        print(
            f"{told['imported']} keys imported, {told['laid']} that nobody can import today laid beside them",
            flush=True,
        )
        yield place, told["to"]


@contextmanager
def _pipe(index: Path | None = None) -> Iterator[In]:
    with _organisation(index) as (place, addresses), _running({}, place) as program:
        yield In(program, partial(_by_pipe, place), addresses)


def _by_pipe(place: Folder, brought: Sequence[Brought]) -> int:
    """Start the command for every message, two at a time, as a mail server does."""
    command = [sys.executable, "-m", "meldpunt", "mail", "receive", "--sender", SENDER, "--recipient"]

    def hand_over(message: Brought) -> int:
        run = subprocess.run(
            [*command, message.to], input=message.content, env=place.environment(), capture_output=True, check=False
        )
        return run.returncode

    with ThreadPoolExecutor(PIPES) as servers:
        return sum(code != 0 for code in _told("pipe", servers.map(hand_over, brought), len(brought)))


@contextmanager
def _lmtp(index: Path | None = None) -> Iterator[In]:
    port = free_port()
    with (
        _organisation(index) as (place, addresses),
        _running({"MELDPUNT_LMTP": f"127.0.0.1:{port}"}, place) as program,
    ):
        yield In(program, partial(_by_lmtp, port), addresses)


def _by_lmtp(port: int, brought: Sequence[Brought]) -> int:
    refused = 0
    with smtplib.LMTP("127.0.0.1", port) as client:
        for message in _told("lmtp", iter(brought), len(brought)):
            try:
                client.sendmail(SENDER, [message.to], on_the_wire(message.content))
            except smtplib.SMTPException as problem:
                print(f"lmtp: {type(problem).__name__}")
                refused += 1
    return refused


@contextmanager
def _mailbox(index: Path | None = None) -> Iterator[In]:
    with dovecot() as server, _organisation(index) as (place, addresses):
        certificates = server.folder / "mail-certificate.pem"
        boxes = MAILBOXES.format(port=server.tls, certificates=certificates, user=USER)
        (place.root / "mailboxes.toml").write_text(boxes, encoding="utf-8")
        (place.root / "mailbox-password.txt").write_text(PASSWORD, encoding="utf-8")
        with _running({"MELDPUNT_MAILBOXES": str(place.root / "mailboxes.toml")}, place) as program:
            yield In(program, partial(_by_mailbox, server), addresses)


def _by_mailbox(server: Dovecot, brought: Sequence[Brought]) -> int:
    """Lay all into the shared folder, and wait until it is empty; the rest was not taken."""
    with imaplib.IMAP4("127.0.0.1", server.plain) as client:
        client.login(USER, PASSWORD)
        client.create(FOLDER)
        for message in brought:
            client.append(FOLDER, "", "", laid(message.content, message.to if message.to != ADDRESS else ""))
        begun = told = time.monotonic()
        while (left := _waiting(client)) and time.monotonic() < begun + PATIENCE:
            time.sleep(0.2)
            if time.monotonic() - told > TOLD_EVERY:
                told = time.monotonic()
                print(f"mailbox: {left} of {len(brought)} wait after {told - begun:.0f} s", flush=True)
    return left


def _waiting(client: imaplib.IMAP4) -> int:
    client.select(FOLDER, readonly=True)
    found = client.search(None, "UNDELETED")[1]
    return len(found[0].split())


def _told[Thing](name: str, things: Iterator[Thing], count: int) -> Iterator[Thing]:
    """Yield what comes, and say from time to time how far it is."""
    begun = told = time.monotonic()
    for number, thing in enumerate(things, start=1):
        yield thing
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            print(f"{name}: {number} of {count} after {told - begun:.0f} s", flush=True)


WAYS = {"pipe": _pipe, "lmtp": _lmtp, "mailbox": _mailbox}


if __name__ == "__main__":
    sys.exit(main())
