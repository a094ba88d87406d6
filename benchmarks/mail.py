"""Messages per second by pipe and by LMTP, plain and encrypted; and what hostile ones cost in seconds and in memory of the child that reads them.

    ./meldpunt bench mail [--messages N] [--hostile FILE]

Rates are of messages of 20 kB, each with a text and a file, that become reports; each is said to be kept once it is. FILE is a folder or a
.tar.gz with more hostile .eml files, beside those that the tests of the reader make.
"""

import argparse
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pysequoia import Cert, encrypt

from benchmarks.attachments import unpacked
from benchmarks.mail_carried import on_the_wire
from benchmarks.mails import ADDRESS, WAYS, Brought, In, ends_of
from benchmarks.measuring import figure, processes
from benchmarks.program import Program
from benchmarks.visiting import Browser, sign_in
from meldpunt.outside.reading.caps import MOST
from meldpunt.outside.reading.child import MEMORY
from tests.outside.reading.test_child import HOSTILE

FILE = 14_000  # bytes of the file in a message, before base64
LONGEST = 5.0  # seconds
LOOK_EVERY = 0.002  # seconds
MEGABYTE = 1024 * 1024
NURSERY = b"reading.nursing"


@dataclass
class Highest:
    """The most memory that any child that reads mail had, in bytes."""

    resident: int = 0


def main() -> int:
    """Measure and print; return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench mail")
    parser.add_argument("--messages", type=int, default=100, help="messages per row")
    parser.add_argument("--hostile", type=Path, help="a folder or a .tar.gz with more hostile messages")
    asked = parser.parse_args()
    for name in ("pipe", "lmtp"):
        with WAYS[name]() as way:
            _rates(name, way, asked.messages)
    with ExitStack() as stack:
        return int(not _hostile(HOSTILE_MADE | _of(asked.hostile, stack)))


def _rates(name: str, way: In, count: int) -> None:
    """Print how many messages a second come in this way."""
    key = _key(way.program)
    way.bring([Brought(_plain()), Brought(_encrypted(key))])  # warm
    kinds: Mapping[str, Callable[[], bytes]] = {"plain": _plain, "PGP": lambda: _encrypted(key)}
    for kind, made in kinds.items():
        messages = [Brought(made()) for _ in range(count)]
        begun = time.monotonic()
        refused = way.bring(messages)
        took = time.monotonic() - begun
        figure(f"{name}, {kind}, 20 kB", f"{count / took:6.1f} messages/s, {refused} refused")


def _key(program: Program) -> Cert:
    handler = Browser(program.port)
    sign_in(handler)
    return Cert.from_bytes(handler.get("/desk/openpgp-key.asc").body)


def _plain() -> bytes:
    return _head() + _content()


def _encrypted(key: Cert) -> bytes:
    """Return the same as PGP/MIME (RFC 3156)."""
    parts = (
        b"--out\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        b"--out\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes(encrypt(_content(), recipients=[key]))
    )
    kind = b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=out\r\n\r\n'
    return _head() + kind + parts.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n--out--\r\n"


def _head() -> bytes:
    name = secrets.token_hex(8)
    return (
        f"From: Finder <{name}@research.example>\r\nTo: {ADDRESS}\r\nSubject: A door that stands open, {name}\r\n"
        f"Message-ID: <{name}@research.example>\r\nMIME-Version: 1.0\r\n"
    ).encode()


def _content() -> bytes:
    file = secrets.token_hex(FILE // 2)
    lines = "\r\n".join(file[at : at + 76] for at in range(0, len(file), 76))
    text = "The door of the archive opens without a password, from every place and at every hour.\r\n" * 40
    return (
        "Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{text}\r\n--in\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; "
        f"filename=proof.txt\r\n\r\n{lines}\r\n--in--\r\n"
    ).encode()


HOSTILE_MADE = {name: raw for name, (raw, _flaws) in HOSTILE.items() if len(on_the_wire(raw)) <= MOST}
"""One of nothing but line ends is twice as large once a mail server carries it, and is refused as too large."""


def _of(source: Path | None, stack: ExitStack) -> dict[str, bytes]:
    if source is None:
        return {}
    return {file.name: file.read_bytes() for file in sorted(unpacked(source, stack).rglob("*.eml"))}


def _hostile(messages: Mapping[str, bytes]) -> bool:
    """Deliver hostile messages by LMTP, one by one; print the longest, the highest, and whether each has its entry."""
    took: dict[str, float] = {}
    with WAYS["lmtp"]() as way, _watched(way.program) as highest:
        refused = sum(_timed(name, raw, way, took) for name, raw in messages.items())
        ends = ends_of(way.program)
    slowest = max(took, key=lambda name: took[name])
    value = f"{took[slowest]:.1f} s ({slowest})"
    reached = figure(
        "hostile, the longest", value, goal=f"< {LONGEST:g} s", reached=took[slowest] < LONGEST and not refused
    )
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    reached &= figure(
        f"hostile, {len(messages)} messages", told, goal="each with an entry", reached=ends.total() == len(messages)
    )
    value, limit = f"{highest.resident / MEGABYTE:.0f} MB", MEMORY / MEGABYTE
    is_small = 0 < highest.resident < MEMORY
    return figure("memory of a child", value, goal=f"< {limit:.0f} MB", reached=is_small) and reached


def _timed(name: str, raw: bytes, way: In, took: dict[str, float]) -> int:
    begun = time.monotonic()
    refused = way.bring([Brought(raw)])
    took[name] = time.monotonic() - begun
    return refused


@contextmanager
def _watched(program: Program) -> Iterator[Highest]:
    """Look at the memory of the children that read mail while the block lasts."""
    highest, done = Highest(), threading.Event()

    def look() -> None:
        while not done.wait(LOOK_EVERY):
            highest.resident = max(highest.resident, *map(_highest_of, processes(program.session)), 0)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield highest
    finally:
        done.set()
        watcher.join()


def _highest_of(number: int) -> int:
    """Return the most that a process ever had resident, 0 for one that reads no mail or is gone."""
    place = Path(f"/proc/{number}")
    try:
        if NURSERY not in (place / "cmdline").read_bytes():
            return 0
        lines = (place / "status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    sys.exit(main())
