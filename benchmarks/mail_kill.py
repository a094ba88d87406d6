"""Kill the mail room and the worker at random moments under load; every message for which "kept" was said is there exactly once.

    ./meldpunt bench mail_kill [--rounds 20]

Each round lets several mail servers deliver by LMTP, kills every process but the one that holds the sockets, lets them deliver again to what
is started anew, and then kills everything at once. What got no answer is brought again, as a mail server does: it must not become a second case.
"""

import argparse
import contextlib
import os
import random
import secrets
import signal
import smtplib
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from benchmarks.measuring import figure, processes
from benchmarks.program import Folder, Program, folder, free_port, make_organisation, start
from benchmarks.visiting import Browser, Page, sign_in

ADDRESS = "security@example.org"
SENDERS = 4
FEW = 3  # messages that have to be kept before a kill
SHORTEST, LONGEST = 0.0, 0.8  # seconds of load after those
LOOK_EVERY = 0.01  # seconds
PATIENCE = 60.0  # seconds until what waits has to be taken
LINES = 20
SIZES = (0, 3_000, 120_000)  # bytes of the attachment


@dataclass
class Sent:
    """One message; `kept` once that was said, `tried` how often it was brought."""

    marker: str
    content: bytes = field(repr=False)
    kept: bool = False
    tried: int = 0


@dataclass
class Result:
    """What a whole run found."""

    sent: list[Sent] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def again(self) -> int:
        """How many messages had to be brought more than once."""
        return sum(message.tried > 1 for message in self.sent)


def main() -> int:
    """Run the rounds, print what was found, and return 1 when anything was lost or there twice."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench mail_kill")
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with folder() as place:
        result = run(place, rounds)
    for problem in result.problems:
        print(problem)
    value = f"{len(result.sent)} messages, {result.again} of them brought again"
    goal = "each there exactly once"
    return int(not figure(f"killed {2 * rounds} times", value, goal=goal, reached=not result.problems))


def run(place: Folder, rounds: int) -> Result:
    """Kill the program `rounds` times and its children as often on the data of `place`, then look at everything that was brought."""
    make_organisation(place)
    place.run("-m", "benchmarks.mail_address", ADDRESS)
    port, result = free_port(), Result()
    settings = {"MELDPUNT_LMTP": f"127.0.0.1:{port}"}
    for _ in range(rounds):
        program = start(place, settings)
        _load(port, result, partial(_kill_children, program))
        _load(port, result, program.kill)
    program = start(place, settings)
    try:
        _bring_the_rest(port, result)
        _look_at_everything(program, result)
    finally:
        program.stop()
    return result


def _load(port: int, result: Result, kill: Callable[[], None]) -> None:
    """Let several servers deliver until `kill` was called; what had no answer before comes first."""
    waiting = [message for message in result.sent if not message.kept]
    stop = threading.Event()
    shares = [waiting[number::SENDERS] for number in range(SENDERS)]
    threads = [threading.Thread(target=_deliver, args=(port, share, stop)) for share in shares]
    kept = sum(message.kept for message in result.sent)
    for thread in threads:
        thread.start()
    _wait_for_some(result, shares, kept)
    time.sleep(random.uniform(SHORTEST, LONGEST))
    kill()
    stop.set()
    for thread in threads:
        thread.join()
    known = {id(message) for message in result.sent}
    result.sent += [message for share in shares for message in share if id(message) not in known]


def _wait_for_some(result: Result, shares: list[list[Sent]], before: int) -> None:
    """Return once some messages more were kept, so that what is killed is in the middle of its work."""
    end = time.monotonic() + PATIENCE
    old = {id(message) for message in result.sent}
    while time.monotonic() < end:
        new = sum(message.kept for share in shares for message in list(share) if id(message) not in old)
        if sum(message.kept for message in result.sent) + new >= before + FEW:
            return
        time.sleep(LOOK_EVERY)
    result.problems.append("nothing was taken")


def _deliver(port: int, share: list[Sent], stop: threading.Event) -> None:
    """Bring what waits, then new messages, until the connection is cut."""
    number = 0
    with contextlib.suppress(OSError, smtplib.SMTPException), smtplib.LMTP("127.0.0.1", port) as client:
        while not stop.is_set():
            if number == len(share):
                share.append(new_message())
            bring(client, share[number])
            number += 1


def bring(client: smtplib.LMTP, message: Sent) -> None:
    """Bring one message, and note whether it was kept. Raises OSError, SMTPException."""
    message.tried += 1
    client.sendmail(f"{message.marker}@research.example", [ADDRESS], message.content)
    message.kept = True


def new_message() -> Sent:
    """Return a message that nobody has seen, sometimes with an attachment."""
    marker = secrets.token_hex(8)
    size = random.choice(SIZES)
    head = f"From: Finder <{marker}@research.example>\r\nTo: {ADDRESS}\r\nSubject: {marker}\r\nMessage-ID: <{marker}@research.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
    text = f"{marker} opens without a password.\r\n" * LINES
    if not size:
        return Sent(marker, f"{head}\r\n{text}".encode())
    file = secrets.token_bytes(size // 2).hex()
    lines = "\r\n".join(file[at : at + 76] for at in range(0, len(file), 76))
    body = (
        f'Content-Type: multipart/mixed; boundary="{marker}"\r\n\r\n--{marker}\r\nContent-Type: text/plain\r\n\r\n{text}\r\n'
        f"--{marker}\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=proof.txt\r\n\r\n"
        f"{lines}\r\n--{marker}--\r\n"
    )
    return Sent(marker, (head + body).encode())


def _kill_children(program: Program) -> None:
    """End everything but the process that holds the sockets, which starts them again."""
    for number in processes(program.session):
        if number != program.process.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def _bring_the_rest(port: int, result: Result) -> None:
    """Bring what got no answer until it does, and everything that was kept once more: that must change nothing."""
    end = time.monotonic() + PATIENCE + len(result.sent)
    for message in result.sent:
        again = message.kept
        while time.monotonic() < end:
            with contextlib.suppress(OSError, smtplib.SMTPException), smtplib.LMTP("127.0.0.1", port) as client:
                bring(client, message)
                break
            time.sleep(0.1)
        message.tried -= again
        if not message.kept:
            result.problems.append("a message was not taken")


def _look_at_everything(program: Program, result: Result) -> None:
    """Open every case at the desk: each message is one of them."""
    handler = Browser(program.port)
    sign_in(handler)
    found: list[str] = []
    number, year = 1, datetime.now(tz=UTC).year
    while (page := handler.get(f"/desk/cases/{year}-{number:05}")).status == 200:
        found += _markers(page, result)
        number += 1
    lost = {message.marker for message in result.sent} - set(found)
    result.problems += [f"lost: {len(lost)}"] if lost else []
    if number - 1 != len(result.sent):
        result.problems.append(f"{number - 1} cases of {len(result.sent)} messages")


def _markers(page: Page, result: Result) -> list[str]:
    """Return the markers of the messages that are whole on a page."""
    return [
        message.marker
        for message in result.sent
        if page.text.count(f"{message.marker} opens without a password.") >= LINES
    ]


if __name__ == "__main__":
    sys.exit(main())
